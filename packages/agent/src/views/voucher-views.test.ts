import { cents } from '@tillbridge/kernel';
import type { BasketLine } from '@tillbridge/payments';
import type { AppliedVoucher, EntitlementId, LineDiscount, VoucherId } from '@tillbridge/vouchers';
import { describe, expect, it } from 'vitest';
import type { SaleVoucherState } from '../vouchers/sale-vouchers.ts';
import { cashierView } from './cashier-view.ts';
import { displayView } from './display-view.ts';
import { basketLine, CASHIER_FRAME, DISPLAY_FRAME, ViewWorld } from './test/view-world.ts';

const BURGER = { nl: 'Hamburgermenu', en: 'Burger menu' };

function applied(entitlement: string, changes: Partial<AppliedVoucher> = {}): AppliedVoucher {
  const spend = { voucher: 'v' as VoucherId, entitlement: entitlement as EntitlementId, units: 2, cents: cents(2_500) };
  return { label: BURGER, spend, left: 2, issued: 4, ...changes };
}

function off(id: string, lineId: string, entitlement: string, amount: number): LineDiscount {
  return {
    ...{ id: id as LineDiscount['id'], lineId, voucher: 'v' as VoucherId, entitlement: entitlement as EntitlementId },
    ...{ pieces: 1, whole: false, cents: cents(amount) },
  };
}

function state(changes: Partial<SaleVoucherState>): SaleVoucherState {
  return { applied: [], discounts: [], refused: [], news: null, ...changes };
}

function discounted(line: BasketLine, id: string | null, amount: number | null): BasketLine {
  return { ...line, discount: { id, cents: amount === null ? null : cents(amount) } };
}

function look(world: ViewWorld) {
  return displayView(world.picture, DISPLAY_FRAME);
}

describe('D21 and D22: what a guest is told of a voucher', () => {
  it('is over the basket for a while, and the row stays', () => {
    const world = new ViewWorld();
    world.basket('a', discounted(basketLine('menu', 2_500), 'd1', 2_500), basketLine('fries', 375));
    world.saleVouchers = state({
      applied: [applied('burger')],
      discounts: [off('d1', 'menu', 'burger', 2_500)],
      news: { kind: 'applied', at: world.now, applied: [applied('burger')] },
    });
    const first = look(world);
    expect(first.value.voucher).toEqual({
      kind: 'applied',
      id: String(world.now),
      vouchers: [{ id: 'burger', label: BURGER, amountCents: 2_500, units: 2, left: 2, issued: 4 }],
    });
    expect(first.changesAt).toBe(world.now + 5_000);
    expect(first.value.basket).toMatchObject({
      lines: [{ amountCents: 2_500 }, { amountCents: 375 }],
      discounts: [{ id: 'burger', label: BURGER, cents: 2_500, left: { count: 2, unit: 'piece' } }],
      totalCents: 375,
    });
    expect(look(world.pass(5_000)).value).toMatchObject({ voucher: null, basket: { discounts: [{ cents: 2_500 }] } });
  });

  it('says why not, longer', () => {
    const world = new ViewWorld();
    world.basket('a', basketLine('menu', 2_500));
    const refusal = { why: 'used-up', lastAt: 1, lastPlace: 'Kiosk' } as const;
    const refused = { code: 'T', label: null, refusal };
    world.saleVouchers = state({ refused: [refused], news: { kind: 'refused', at: world.now, refused } });
    expect(look(world).value.voucher).toMatchObject({ kind: 'refused', refusal: { why: 'used-up', till: 'Kiosk' } });
    expect(look(world.pass(7_999)).value.voucher).not.toBeNull();
    expect(look(world.pass(1)).value.voucher).toBeNull();
  });

  it('gives way to a payment, where nothing but the amount is said', () => {
    const world = new ViewWorld();
    world.basket('a', basketLine('menu', 2_500));
    world.saleVouchers = state({ news: { kind: 'read', at: world.now } });
    expect(look(world).value.voucher).toMatchObject({ kind: 'read' });
    world.started(world.pay('a'), 'present-card');
    expect(look(world).value).toMatchObject({ screen: { kind: 'present-card' }, voucher: null });
  });

  it('stands on the empty screen too: a ticket may come before the order', () => {
    const world = new ViewWorld();
    world.says('a', { kind: 'opened' });
    world.saleVouchers = state({ news: { kind: 'read', at: world.now } });
    expect(look(world).value).toMatchObject({ screen: { kind: 'idle' }, voucher: { kind: 'read' } });
  });
});

describe('what comes off an order', () => {
  it('is told by voucher, several on one line, and the till’s own by itself', () => {
    const world = new ViewWorld();
    world.basket('a', discounted(basketLine('menu', 5_000), 'd1', 3_000), discounted(basketLine('mug', 895), null, 95));
    const balance = { ...applied('gift'), left: 9_500, issued: 10_000 };
    world.saleVouchers = state({
      applied: [applied('burger'), { ...balance, spend: { ...balance.spend, units: 500, cents: cents(500) } }],
      discounts: [off('d1', 'menu', 'burger', 2_500), off('d1', 'menu', 'gift', 500)],
    });
    expect(look(world).value.basket).toMatchObject({
      discounts: [
        { id: 'burger', cents: 2_500, left: { count: 2, unit: 'piece' } },
        { id: 'gift', cents: 500, left: { count: 9_500, unit: 'cent' } },
        { id: 'other', label: null, cents: 95, left: null },
      ],
      totalCents: 2_800,
    });
  });

  it('has no total when the till says a discount without its amount', () => {
    const world = new ViewWorld();
    world.basket('a', discounted(basketLine('menu', 5_000), null, null));
    expect(look(world).value.basket).toMatchObject({ discounts: [], totalCents: null });
  });

  it('has the till’s own total where it states one', () => {
    const world = new ViewWorld();
    const lines = [discounted(basketLine('menu', 5_000), null, null)];
    world.says('a', { kind: 'basket', lines, totalCents: cents(4_200) });
    expect(look(world).value.basket?.totalCents).toBe(4_200);
  });
});

describe('C19: the cashier’s view of the sale', () => {
  it('has what counts and what doesn’t, as codes and figures', () => {
    const world = new ViewWorld();
    world.basket('a', basketLine('menu', 2_500));
    world.saleVouchers = state({
      applied: [applied('burger', { left: null, issued: null })],
      refused: [
        { code: 'T', label: BURGER, refusal: { why: 'wrong-place', places: { branches: [9], workplaces: [] } } },
        { code: 'U', label: BURGER, refusal: { why: 'no-article' } },
      ],
    });
    expect(cashierView(world.picture, CASHIER_FRAME, [], []).value.sale?.vouchers).toEqual({
      applied: [{ id: 'burger', label: BURGER, amountCents: 2_500, units: 2, left: null, issued: null }],
      refused: [
        { code: 'T', label: BURGER, refusal: { why: 'wrong-place', places: 'Kiosk' } },
        { code: 'U', label: BURGER, refusal: { why: 'no-article' } },
      ],
    });
  });
});
