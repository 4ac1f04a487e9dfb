import { describe, expect, it } from 'vitest';
import { median, percentile, slope } from './stats.ts';

describe('statistics of the benchmarks', () => {
  it('takes percentiles by nearest rank', () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.99)).toBe(4);
    expect(median([5])).toBe(5);
    expect(() => median([])).toThrow(RangeError);
  });

  it('fits a line', () => {
    expect(
      slope([
        { x: 0, y: 1 },
        { x: 1, y: 3 },
        { x: 2, y: 5 },
      ]),
    ).toBe(2);
    expect(
      slope([
        { x: 0, y: 7 },
        { x: 9, y: 7 },
      ]),
    ).toBe(0);
  });
});
