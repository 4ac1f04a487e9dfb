import { cents, ZERO_CENTS } from '@tillbridge/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAmount, sumOfLines } from './line-amount.ts';

describe('the amount of a basket line', () => {
  it.each([
    ['2', 735, 1470],
    ['0.35', 1999, 700],
    ['1.005', 100, 101],
    ['1.0049', 100, 100],
    ['-1.005', 100, -101],
    ['1.5', -101, -152],
    ['1e2', 5, 500],
    ['2.5e1', 4, 100],
    ['1e-2', 150, 2],
    ['0', 735, 0],
    ['-0', 735, 0],
  ])('%s × %i = %i', (quantity, unit, expected) => {
    expect(lineAmount(quantity, cents(unit))).toBe(expected);
  });

  it.each(['', 'two', '1,5', '--1', '1e999', '999999999999999'])('%s is no quantity of anything', (quantity) => {
    expect(lineAmount(quantity, cents(100))).toBeNull();
  });

  it('is what whole-number arithmetic says, for any quantity in thousandths', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -99_999, max: 99_999 }),
        fc.integer({ min: -50_000, max: 50_000 }),
        (mils, unit) => {
          const text = `${mils < 0 ? '-' : ''}${Math.floor(Math.abs(mils) / 1000)}.${String(Math.abs(mils) % 1000).padStart(3, '0')}`;
          const product = Math.abs(mils * unit);
          const rounded = Math.floor((product + 500) / 1000);
          const expected = mils * unit < 0 ? -rounded : rounded;
          expect(lineAmount(text, cents(unit))).toBe(expected === 0 ? 0 : expected);
        },
      ),
    );
  });

  it('sums only what it knows all of', () => {
    expect(sumOfLines([cents(735), cents(-100)])).toBe(635);
    expect(sumOfLines([cents(735), null])).toBeNull();
    expect(sumOfLines([])).toBeNull();
    expect(sumOfLines([ZERO_CENTS])).toBe(0);
  });
});
