import { expect, test } from 'vitest';
import { parseHours } from './hours.ts';

test.each([
  ['mon-fri 11:00-17:00', [1, 2, 3, 4, 5], 660, 1_020],
  ['Sat,Sun 9:30 - 24:00', [6, 7], 570, 1_440],
  ['fri-mon,wed 00:00-00:01', [1, 3, 5, 6, 7], 0, 1],
  [' 11:00-17:00 ', [1, 2, 3, 4, 5, 6, 7], 660, 1_020],
])('%j', (text, days, fromMinute, untilMinute) => {
  expect(parseHours(text)).toEqual({ ok: true, hours: { days, fromMinute, untilMinute } });
});

test.each([
  ['noon', 'not-hours'],
  ['mon 11:60-12:00', 'not-hours'],
  ['mon 11:00-24:01', 'not-hours'],
  ['mon 11-12', 'not-hours'],
  ['moo 11:00-12:00', 'unknown-day'],
  ['mon-tue-wed 11:00-12:00', 'unknown-day'],
  ['mon 12:00-12:00', 'ends-before-it-begins'],
  ['fri 22:00-02:00', 'ends-before-it-begins'],
])('%j is refused: %s', (text, fault) => {
  expect(parseHours(text)).toEqual({ ok: false, fault });
});
