import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration } from './duration.ts';

describe('a duration', () => {
  test.each([
    [180_000, 'PT3M'],
    [179_999, 'PT2M59S'],
    [1_000, 'PT1S'],
    [999, 'PT0S'],
    [-5, 'PT0S'],
    [3_600_000, 'PT1H'],
    [14 * 86_400_000, 'P14D'],
    [86_400_000 + 61_000, 'P1DT1M1S'],
  ])('of %d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

  test.each([
    ['P0Y0M0DT0H15M0S', 900_000],
    ['P2W', 1_209_600_000],
    ['PT1.5S', 1_000],
    ['PT30M', 1_800_000],
  ])('%s is read', (text, ms) => expect(parseDuration(text)).toBe(ms));

  test.each(['', 'P', 'PT', 'P1DT', '30M', 'PT-5M', 'P1M', 'P1Y', 'PT5X'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('comes back, never longer than it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 40 * 86_400_000 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms - (ms % 1_000));
      }),
    );
  });
});
