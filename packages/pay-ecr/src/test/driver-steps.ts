/** A payment on the simulated terminal, step by step. */
import type { CallContext } from '@tillbridge/kernel';
import type { PaymentHandle, PaymentOrder, Phase, Standing } from '@tillbridge/payments';
import { expect, test } from 'vitest';
import { orderAt, type PayEcrShop, type ShopOptions, withShop } from './pay-ecr-shop.ts';

const BUDGET_MS = 10_000;
export const WATCH_MS = 300_000;

export function call(timeoutMs: number): CallContext {
  return { timeoutMs, signal: new AbortController().signal };
}

export function handleOf(order: PaymentOrder): PaymentHandle {
  return { reference: order.reference, providerRef: null, direction: order.direction, amountCents: order.amountCents };
}

export function begin(shop: PayEcrShop, parts: Partial<PaymentOrder> = {}) {
  const order = orderAt(shop.clock, parts);
  return { order, handle: handleOf(order), begun: shop.settle(shop.driver.begin(order, call(BUDGET_MS))) };
}

export async function started(shop: PayEcrShop, parts: Partial<PaymentOrder> = {}) {
  const { order, handle, begun } = begin(shop, parts);
  expect((await begun).kind).toBe('accepted');
  const heard: [Phase, string | null][] = [];
  const watch = (): Promise<Standing> => {
    const standing = shop.driver.follow(
      handle,
      (phase, words = null) => void heard.push([phase, words]),
      call(WATCH_MS),
    );
    standing.catch(() => undefined);
    return standing;
  };
  return { order, handle, watch, heard };
}

export const enquire = (shop: PayEcrShop, handle: PaymentHandle) =>
  shop.settle(shop.driver.enquire(handle, call(8_000)));

export function shopTest(name: string, use: (shop: PayEcrShop) => Promise<void>, options: ShopOptions = {}): void {
  test(name, () => withShop(use, options));
}

export const PAID = { kind: 'final', outcome: { kind: 'approved', approval: { settlement: 'final' } } };
