import { expect, it } from 'vitest';
import { countdownOf } from './countdown.ts';

it('steps once a second, from the whole time to nothing', () => {
  expect(countdownOf(0, 0, 100_000)).toEqual({ seconds: 100, part: 1, last: false });
  expect(countdownOf(999, 0, 100_000)).toEqual({ seconds: 100, part: 1, last: false });
  expect(countdownOf(1_000, 0, 100_000)).toEqual({ seconds: 99, part: 0.99, last: false });
  expect(countdownOf(100_000, 0, 100_000)).toEqual({ seconds: 0, part: 0, last: true });
});

it('warns from thirty seconds on', () => {
  expect(countdownOf(69_999, 0, 100_000).last).toBe(false);
  expect(countdownOf(70_000, 0, 100_000).last).toBe(true);
});

it('never goes below nothing, nor above the whole when a clock jumps', () => {
  expect(countdownOf(200_000, 0, 100_000)).toEqual({ seconds: 0, part: 0, last: true });
  expect(countdownOf(-50_000, 0, 100_000).part).toBe(1);
});
