/** Which payment a refund takes back, how much of it is left, and which way the money goes. */
import type { Cents } from '@tillbridge/kernel';
import { isOpen, isProvenUnpaid, type Payment } from '../payment.ts';
import type { PaymentReads, ProviderAccount, RouteDriver, RouteTable } from '../ports.ts';

/** How a refund goes: at the terminal, with the card presented, or over the provider's account. */
export type WayBack = 'terminal' | 'account';

/** An account that gives money back, and can be asked what became of it. */
export type RefundingAccount = ProviderAccount & Required<Pick<ProviderAccount, 'refund' | 'enquireRefund'>>;

/** An account that can't be asked is not used: a lost reply would stay open for ever. */
export function isRefunding(account: ProviderAccount | undefined): account is RefundingAccount {
  return account?.refund !== undefined && account.enquireRefund !== undefined;
}

/** The way on which `original` can be given back; null when its route has none. */
export function wayBackOf(original: Payment, driver: RouteDriver | undefined): WayBack | null {
  if (driver === undefined) return null;
  const settled = original.approval?.settlement === 'final';
  if (settled && original.providerRef !== null && isRefunding(driver.account)) return 'account';
  return driver.means === 'card' && driver.canRefund ? 'terminal' : null;
}

/**
 * What of a payment can still be given back, in cents. A refund counts until it is proven that no money moved.
 * `refunds` may hold other payments too.
 */
export function leftToRefund(original: Payment, refunds: readonly Payment[]): number {
  const { approval } = original;
  if (original.direction !== 'pay' || original.state !== 'approved' || approval === null) return 0;
  if (approval.settlement === 'refused') return 0;
  let left: number = approval.finalCents;
  for (const refund of refunds) {
    if (refund.original !== original.id || isProvenUnpaid(refund)) continue;
    left -= refund.approval?.finalCents ?? refund.amountCents;
  }
  return Math.max(0, left);
}

/** A refund of `original` whose end isn't proven: until then no person asks for another (P4). */
export function isBeingRefunded(original: Payment, refunds: readonly Payment[]): boolean {
  return refunds.some((refund) => refund.original === original.id && isOpen(refund));
}

/**
 * The payment that a till's refund takes back: one of its sale that took at least as much and whose route can give it
 * back. One of the same method and amount comes first, the newest of several. Undefined when the sale doesn't tell.
 */
export function takenBackBy(
  refund: { readonly method: string; readonly amountCents: Cents },
  ofSale: readonly Payment[],
  routes: Pick<RouteTable, 'byId'>,
  refundsOf: PaymentReads['refundsOf'],
): Payment | undefined {
  const likeness = (one: Payment) =>
    (one.method === refund.method ? 2 : 0) + (one.approval?.finalCents === refund.amountCents ? 1 : 0);
  // The sale is in order of arrival, and sorting keeps that order among equals.
  return ofSale
    .toReversed()
    .filter((one) => leftToRefund(one, refundsOf(one.id)) >= refund.amountCents)
    .filter((one) => wayBackOf(one, routes.byId(one.route)) !== null)
    .toSorted((one, other) => likeness(other) - likeness(one))[0];
}
