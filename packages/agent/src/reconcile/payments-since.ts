import type { EpochMs } from '@tillbridge/kernel';
import { isOverAccount, type Payment, type PaymentId, type RouteId } from '@tillbridge/payments';
import type { KnownOrder } from '@tillbridge/psp-pay';
import type { Store } from '@tillbridge/store-sqlite';
import { devicePaymentsSince } from '../exchanges/device-journal.ts';

/** Facts are read backwards from the newest until all of a page are older by this: wall clocks jump. */
const CLOCK_JUMP_MS = 86_400_000;
const FACTS_A_PAGE = 500;

export type Books = Pick<Store, 'facts' | 'head' | 'byId'>;

/**
 * The payments that the journal speaks of since then, and a day more. Every payment has a fact from its first moment, so
 * none is missing; the payments themselves have no index by time.
 */
export function paymentsSince(store: Books, since: EpochMs): ReadonlyMap<PaymentId, Payment> {
  const payments = new Map<PaymentId, Payment>();
  for (let end = store.head().sequence; end > 0; end -= FACTS_A_PAGE) {
    const from = Math.max(1, end - FACTS_A_PAGE + 1);
    const page = store.facts(from, end - from + 1);
    for (const { subject } of page) {
      const payment = payments.has(subject as PaymentId) ? undefined : store.byId(subject as PaymentId);
      if (payment !== undefined) payments.set(payment.id, payment);
    }
    if (page.every(({ at }) => at < since - CLOCK_JUMP_MS)) break;
  }
  return payments;
}

/**
 * The orders of an account at a provider that our own books name for a time: those of our payments on its routes, and
 * those that its status calls told of. A refund over the account has no order of its own: it stands in the books of the
 * payment that it gives back, however old that is.
 */
export function ordersOf(
  store: Books,
  account: string,
  routes: readonly RouteId[],
  from: EpochMs,
  until: EpochMs,
): readonly KnownOrder[] {
  const isWithin = (at: EpochMs) => at >= from && at < until;
  const names = new Set<string>();
  for (const payment of paymentsSince(store, from).values()) {
    if (!routes.includes(payment.route) || !isWithin(payment.createdAt)) continue;
    const ordered = isOverAccount(payment) && payment.original !== null ? store.byId(payment.original) : payment;
    // A terminal on a wire knows a payment by our own name, which no provider does.
    if (ordered?.providerRef && ordered.providerRef !== ordered.id) names.add(ordered.providerRef);
  }
  for (const device of devicePaymentsSince(store, from)) {
    // One that was taken offline is told of, and booked, on a later day.
    if (device.account === account && (isWithin(device.at) || isWithin(device.toldAt))) names.add(device.orderId);
  }
  return [...names].map((providerRef) => ({ providerRef }));
}
