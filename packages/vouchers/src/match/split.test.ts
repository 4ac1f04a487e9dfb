import fc from 'fast-check';
import { expect, test } from 'vitest';
import { measure } from './measure.ts';
import { split } from './split.ts';

const weights = fc.array(fc.oneof(fc.nat(50), fc.nat(5_000_000_000)), { maxLength: 12 });
const given = weights.chain((of) => {
  const sum = of.reduce((all, weight) => all + weight, 0);
  return fc.record({ weights: fc.constant(of), total: fc.integer({ min: 0, max: sum }) });
});

test('shares come to the total, none is more than its weight, none is a unit off its proportion', () => {
  fc.assert(
    fc.property(given, ({ total, weights: of }) => {
      const shares = split(total, of);
      const sum = of.reduce((all, weight) => all + weight, 0);
      expect(shares.reduce((all, share) => all + share, 0)).toBe(sum === 0 ? 0 : total);
      for (const [index, share] of shares.entries()) {
        const weight = of[index] ?? 0;
        expect(share).toBeLessThanOrEqual(weight);
        const off = BigInt(share) * BigInt(sum) - BigInt(total) * BigInt(weight);
        expect(sum === 0 || (off < BigInt(sum) && off > -BigInt(sum))).toBe(true);
      }
    }),
  );
});

test.each([
  [500, [1_000, 1_000, 1_000], [167, 167, 166]],
  [1, [1, 1], [1, 0]],
  [244, [1_255, 1_185], [126, 118]],
  [0, [3, 4], [0, 0]],
  [7, [3, 4], [3, 4]],
  [1, [0, 0], [0, 0]],
  [5, [], []],
])('%i over %j', (total, over, shares) => {
  expect(split(total, over)).toEqual(shares);
});

test.each([
  ['2', 395, { pieces: 2, cents: 790 }],
  ['0.350', 1_299, { pieces: 0, cents: 455 }],
  ['2.75', 1_000, { pieces: 2, cents: 2_750 }],
  // Half a cent goes up, and no float comes near it.
  ['1.005', 100, { pieces: 1, cents: 101 }],
  ['0.004', 100, undefined],
  ['-1', 395, undefined],
  ['0', 395, undefined],
  ['1', 0, undefined],
  ['1', null, undefined],
  ['1', -395, undefined],
  ['1,5', 395, undefined],
  ['1e3', 395, undefined],
  ['999999999999', 9_999_999_999, undefined],
])('%s pieces at %s cents', (quantity, unitCents, measured) => {
  expect(measure(quantity, unitCents)).toEqual(measured);
});
