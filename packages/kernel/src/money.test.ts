import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonNumber } from './exact-json.ts';
import {
  addCents,
  type Cents,
  cents,
  formatDecimalEuros,
  LARGEST_AMOUNT_CENTS,
  magnitude,
  parseDecimalEuros,
  printEuros,
} from './money.ts';
import { parseExactJson } from './parse-exact-json.ts';

const amounts = fc.integer({ min: -LARGEST_AMOUNT_CENTS, max: LARGEST_AMOUNT_CENTS }).map((value) => cents(value));

describe('decimal euros', () => {
  test.each([
    ['2.7', 270],
    ['-12.5', -1_250],
    ['0', 0],
    ['-0', 0],
    ['-0.00', 0],
    ['0e99999', 0],
    ['1e-1', 10],
    ['1E+2', 10_000],
    ['2.70', 270],
    ['2.7000000000000000000000000000', 270],
    ['0.01', 1],
    ['1e-2', 1],
    ['10e-3', 1],
    ['0.0000000001e9', 10],
    ['12345678.9', 1_234_567_890],
    ['99999999.99', LARGEST_AMOUNT_CENTS],
  ])('%s is %i cents', (source, value) => {
    expect(parseDecimalEuros(source)).toEqual({ ok: true, cents: value });
  });

  test.each([
    ['2.705', 'too-many-decimals'],
    ['0.001', 'too-many-decimals'],
    ['1e-3', 'too-many-decimals'],
    ['1e-99999999999', 'too-many-decimals'],
    ['1e400', 'out-of-range'],
    ['1e99999999999', 'out-of-range'],
    ['100000000', 'out-of-range'],
    ['-100000000.00', 'out-of-range'],
    ['1'.repeat(10_000), 'out-of-range'],
    ['', 'not-a-decimal'],
    ['2,7', 'not-a-decimal'],
    ['+2.7', 'not-a-decimal'],
    ['.7', 'not-a-decimal'],
    ['2.', 'not-a-decimal'],
    ['02.7', 'not-a-decimal'],
    [' 2.7', 'not-a-decimal'],
    ['2.7\n', 'not-a-decimal'],
    ['NaN', 'not-a-decimal'],
    ['Infinity', 'not-a-decimal'],
    ['0x10', 'not-a-decimal'],
    ['٢', 'not-a-decimal'],
  ])('%j is refused: %s', (source, fault) => {
    expect(parseDecimalEuros(source)).toEqual({ ok: false, fault });
  });

  test('what is printed is read back as the same amount', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(parseDecimalEuros(formatDecimalEuros(amount))).toEqual({ ok: true, cents: amount });
      }),
    );
  });

  test('what is printed is a JSON number with at most two decimals and no exponent', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const text = formatDecimalEuros(amount);
        expect(text).toMatch(/^-?(0|[1-9]\d*)(\.\d?[1-9])?$/);
        expect(parseExactJson(text)).toEqual({ ok: true, value: new JsonNumber(text) });
        expect(Math.round(Number(text) * 100) + 0).toBe(amount);
      }),
    );
    expect([0, 5, 10, 100, -1, 270, 1_470, -1_250].map((value) => formatDecimalEuros(cents(value)))).toEqual([
      '0',
      '0.05',
      '0.1',
      '1',
      '-0.01',
      '2.7',
      '14.7',
      '-12.5',
    ]);
  });

  test('zeros that an exponent takes away again change nothing', () => {
    const notZero = amounts.filter((amount) => amount !== 0);
    fc.assert(
      fc.property(notZero, fc.nat({ max: 20 }), (amount, zeros) => {
        expect(parseDecimalEuros(`${amount}${'0'.repeat(zeros)}e${-2 - zeros}`)).toEqual({ ok: true, cents: amount });
      }),
    );
  });
});

describe('cents', () => {
  test('are whole, in range and never -0', () => {
    for (const bad of [
      0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      LARGEST_AMOUNT_CENTS + 1,
      -LARGEST_AMOUNT_CENTS - 1,
    ]) {
      expect(() => cents(bad)).toThrow(RangeError);
    }
    expect(Object.is(cents(-0), 0)).toBe(true);
    expect(Object.is(magnitude(cents(-0)), 0)).toBe(true);
    expect(magnitude(cents(-270))).toBe(270);
    expect(addCents(cents(270), cents(-20))).toBe(250);
    expect(() => addCents(cents(LARGEST_AMOUNT_CENTS), 1 as Cents)).toThrow(RangeError);
  });
});

test.each([
  [0, '0,00'],
  [5, '0,05'],
  [270, '2,70'],
  [123456, '1234,56'],
  [-1470, '-14,70'],
])('%i cents are printed as %s', (amount, text) => {
  expect(printEuros(amount, ',')).toBe(text);
  expect(printEuros(amount, '.')).toBe(text.replace(',', '.'));
});
