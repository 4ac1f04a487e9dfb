import { expect, test } from 'vitest';
import { momentOf } from './local-time.ts';

test.each<[string, string, string | undefined]>([
  ['2026-03-01T10:00:00', 'Europe/Amsterdam', '2026-03-01T09:00:00Z'],
  ['2026-07-01 10:00:00', 'Europe/Amsterdam', '2026-07-01T08:00:00Z'],
  ['2026-03-01T10:00:00', 'UTC', '2026-03-01T10:00:00Z'],
  // The hour of the clock change, before and after it.
  ['2026-03-29T01:59:59', 'Europe/Amsterdam', '2026-03-29T00:59:59Z'],
  ['2026-03-29T03:00:00', 'Europe/Amsterdam', '2026-03-29T01:00:00Z'],
  ['2026-10-25T03:00:00', 'Europe/Amsterdam', '2026-10-25T02:00:00Z'],
  ['2026-03-01T10:00:00Z', 'Europe/Amsterdam', '2026-03-01T10:00:00Z'],
  ['2026-03-01T10:00:00.123', 'UTC', '2026-03-01T10:00:00Z'],
  ['23-02-2022 23:31:31', 'UTC', undefined],
  ['yesterday', 'UTC', undefined],
  ['', 'UTC', undefined],
  ['2026-13-01T10:00:00', 'UTC', undefined],
])('%s in %s is %s', (text, zone, expected) => {
  expect(momentOf(text, zone)).toBe(expected === undefined ? undefined : Date.parse(expected));
});
