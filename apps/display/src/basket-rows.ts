import type { BasketDiscountView } from '@tillbridge/contracts';

/** How many of the oldest lines don't fit; the sentence that counts them takes a row of its own. */
export function hiddenLines(lines: number, rows: number): number {
  return lines <= rows ? 0 : Math.max(0, lines - Math.max(1, rows - 1));
}

/** What a discount takes of the rows: how many are left stands beneath its name where a row is short. */
export function discountRows({ left }: BasketDiscountView, isWide: boolean): number {
  return isWide || left === null || left.count === 0 ? 1 : 2;
}
