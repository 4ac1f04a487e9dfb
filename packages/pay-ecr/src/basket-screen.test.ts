import type { Cents } from '@tillbridge/kernel';
import type { BasketLine } from '@tillbridge/payments';
import { describe, expect, test } from 'vitest';
import { orderAt, type PayEcrShop, withShop } from './test/pay-ecr-shop.ts';

const lines = (count: number): BasketLine[] =>
  Array.from({ length: count }, (_, i) => ({
    lineId: String(i),
    articleNumber: null,
    text: `Article ${i + 1}`,
    quantity: '1',
    unitCents: 100 as Cents,
    vatPercentage: '9',
  }));
const show = (shop: PayEcrShop, count: number) => shop.driver.basket?.show(lines(count), (count * 100) as Cents);
const orders = (shop: PayEcrShop) =>
  shop.trace.flatMap((line) => line.match(/^to-terminal \{"type":"(ORDER_\w+)"/)?.[1] ?? []);
const call = { timeoutMs: 10_000, signal: new AbortController().signal };

describe('the basket on the terminal’s screen', () => {
  test('created once, updated after, cleared', () =>
    withShop(async (shop) => {
      show(shop, 1);
      await shop.pass(0);
      show(shop, 2);
      await shop.pass(0);
      expect(shop.terminal.view()).toMatchObject({ state: 'order', transaction: { amountCents: 200 } });
      expect(shop.terminal.view().lines.map(({ text }) => text)).toEqual(['Article 1', 'Article 2']);
      shop.driver.basket?.clear();
      await shop.pass(0);
      expect(shop.terminal.view()).toMatchObject({ state: 'idle', connections: 0 });
      expect(orders(shop)).toEqual(['ORDER_CREATE', 'ORDER_UPDATE', 'ORDER_STOP']);
    }));

  test('of many changes at once the last one wins', () =>
    withShop(async (shop) => {
      for (let count = 1; count <= 20; count += 1) show(shop, count);
      await shop.pass(0);
      expect(shop.terminal.view().lines).toHaveLength(20);
      expect(orders(shop)).toEqual(['ORDER_CREATE', 'ORDER_UPDATE']);
    }));

  test('a payment goes first, and what changed meanwhile comes after it', () =>
    withShop(async (shop) => {
      show(shop, 1);
      await shop.pass(0);
      const order = orderAt(shop.clock);
      expect((await shop.settle(shop.driver.begin(order, call))).kind).toBe('accepted');
      show(shop, 2);
      await shop.pass(2_000);
      expect(orders(shop)).toEqual(['ORDER_CREATE', 'ORDER_STOP']);
      const handle = { ...order, providerRef: null };
      const standing = shop.driver.follow(handle, () => undefined, { ...call, timeoutMs: 60_000 });
      shop.terminal.act('decline');
      await shop.settle(standing);
      await shop.pass(0);
      expect(shop.terminal.view()).toMatchObject({ state: 'order', transaction: { amountCents: 200 } });
    }));

  test('a basket that was paid does not come back', () =>
    withShop(async (shop) => {
      show(shop, 1);
      await shop.pass(0);
      const order = orderAt(shop.clock);
      await shop.settle(shop.driver.begin(order, call));
      const standing = shop.driver.follow({ ...order, providerRef: null }, () => undefined, {
        ...call,
        timeoutMs: 60_000,
      });
      shop.terminal.act('approve');
      await shop.settle(standing);
      await shop.pass(0);
      expect(shop.terminal.view().state).toBe('idle');
    }));

  test('the basket of an earlier run is replaced', () =>
    withShop(async (shop) => {
      show(shop, 1);
      await shop.pass(0);
      shop.restart();
      show(shop, 3);
      await shop.pass(0);
      expect(shop.terminal.view().lines).toHaveLength(3);
    }));

  test('failures are logged and never thrown; the next change tries again', () =>
    withShop(async (shop) => {
      shop.terminal.fault({ do: 'error', on: 'ORDER_CREATE', reason: 'no products' });
      show(shop, 1);
      await shop.pass(0);
      expect(shop.log.lines).toMatchObject([
        { level: 'warn', fields: { message: 'ORDER_CREATE', why: 'no products' } },
      ]);
      show(shop, 2);
      await shop.pass(0);
      expect(shop.terminal.view().lines).toHaveLength(2);
    }));

  test('nobody there, or another till’s payment: nothing happens', () =>
    withShop(async (shop) => {
      shop.terminal.act('occupy');
      show(shop, 1);
      await shop.pass(0);
      shop.laid.unplug();
      show(shop, 2);
      await shop.pass(10_000);
      expect(orders(shop)).toEqual([]);
    }));

  test('a terminal without the screen has no basket', () =>
    withShop(async (shop) => expect(shop.driver.basket).toBeUndefined(), { settings: { basket: false } }));
});
