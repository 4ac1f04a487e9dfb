import { expect, it } from 'vitest';
import { discountRows, hiddenLines } from './basket-rows.ts';

it('hides nothing while every line has a row', () => {
  expect([hiddenLines(0, 8), hiddenLines(8, 8)]).toEqual([0, 0]);
});

it('keeps a row for the count, and the newest lines in view', () => {
  expect([hiddenLines(9, 8), hiddenLines(12, 8), hiddenLines(200, 8)]).toEqual([2, 5, 193]);
});

it('shows the newest line in any room', () => {
  expect(hiddenLines(5, 1)).toBe(4);
});

it('a discount takes a second row for what is left, where rows are short', () => {
  const row = { id: 'x', label: null, cents: 100 };
  const left = { count: 2, unit: 'piece' } as const;
  expect([discountRows({ ...row, left }, true), discountRows({ ...row, left }, false)]).toEqual([1, 2]);
  expect(discountRows({ ...row, left: { ...left, count: 0 } }, false)).toBe(1);
  expect(discountRows({ ...row, left: null }, false)).toBe(1);
});
