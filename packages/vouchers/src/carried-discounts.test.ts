import { cents } from '@tillbridge/kernel';
import { expect, test } from 'vitest';
import { carriedDiscounts } from './carried-discounts.ts';
import type { LocalText } from './rule.ts';
import type { DiscountId, LineDiscount } from './sale.ts';
import type { EntitlementId, VoucherId } from './voucher.ts';

const LABELS: Readonly<Record<string, LocalText>> = {
  meal: { nl: 'Menu', en: 'Meal' },
  meal2: { nl: 'Menu', en: 'Meal' },
  pass: { en: 'Pass', de: 'Saisonkarte' },
};

function part(lineId: string, name: string, pieces: number | null, value: number, whole: boolean): LineDiscount {
  return {
    id: `discount of ${lineId}` as DiscountId,
    lineId,
    voucher: 'a voucher' as VoucherId,
    entitlement: name as EntitlementId,
    pieces,
    whole,
    cents: cents(value),
  };
}

function carried(...parts: LineDiscount[]) {
  return carriedDiscounts(parts, (entitlement) => LABELS[entitlement] ?? {});
}

test('pieces of two vouchers are one discount with one label', () => {
  expect(
    carried(part('a', 'meal', 1, 1250, true), part('b', 'pass', null, 40, false), part('a', 'meal2', 2, 2500, true)),
  ).toEqual([
    { id: 'discount of a', lineId: 'a', pieces: 3, whole: true, cents: 3750, label: LABELS.meal },
    { id: 'discount of b', lineId: 'b', pieces: null, whole: false, cents: 40, label: LABELS.pass },
  ]);
});

test('pieces and money together are money off the line, and both are named', () => {
  expect(carried(part('a', 'meal', 1, 1250, true), part('a', 'pass', null, 125, false))).toEqual([
    { id: 'discount of a', lineId: 'a', pieces: null, whole: false, cents: 1375, label: { en: 'Meal + Pass' } },
  ]);
});
