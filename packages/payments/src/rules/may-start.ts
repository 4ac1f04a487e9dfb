/** What may start: every reason for which a payment is refused before a driver hears of it. */
import type { EpochMs } from '@tillbridge/kernel';
import type { AskedRefund, NoRefund, StartPayment } from '../desk.ts';
import { type EndReason, isTakenOffline, type Payment, type RouteId } from '../payment.ts';
import type { PaymentPolicy } from '../policy.ts';
import type { PaymentReads, RouteTable } from '../ports.ts';
import type { Way } from './way.ts';
import { isBeingRefunded, leftToRefund, wayBackOf } from './way-back.ts';

interface Refusal {
  readonly reason: EndReason;
  readonly busyUntil: EpochMs | null;
}

/** Why this must not start now; null when it may. */
export function refusalOf(
  asked: Pick<StartPayment, 'subscriptionId' | 'sessionId' | 'amountCents'>,
  { driver, back }: Way,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): Refusal | null {
  if (driver === undefined) return { reason: 'no-route', busyUntil: null };
  if (asked.amountCents < 0 && back === null) return { reason: 'refund-not-possible', busyUntil: null };
  if (asked.sessionId !== null) {
    const open = reads.openOfSession(asked.subscriptionId, asked.sessionId);
    if (open.some((payment) => !isReleased(payment, policy))) return { reason: 'second-tender', busyUntil: null };
  }
  if (driver.means === 'card' && back !== 'account') {
    const busyUntil = occupiedUntil(reads.openOnTerminal(driver.terminal), driver.route, policy, at);
    if (busyUntil !== null) return { reason: 'terminal-in-use', busyUntil };
  }
  return null;
}

/** The way of a refund that a person asks for in the cashier's window; or why there can't be one now. */
export function wayOfAskedRefund(
  { paymentId, till, amountCents }: AskedRefund,
  routes: Pick<RouteTable, 'byId'>,
  reads: PaymentReads,
): (Way & { readonly original: Payment }) | NoRefund {
  const original = reads.byId(paymentId);
  if (original === undefined || original.till !== till) return 'not-found';
  const refunds = reads.refundsOf(original.id);
  if (amountCents < 1 || amountCents > leftToRefund(original, refunds)) return 'not-now';
  if (isBeingRefunded(original, refunds)) return 'not-now';
  const driver = routes.byId(original.route);
  const back = wayBackOf(original, driver);
  return back === null ? 'not-allowed' : { driver, original, back };
}

/** A payment whose outcome is unknown, but which a named person lets the sale go on without (P4). */
function isReleased(payment: Payment, policy: PaymentPolicy): boolean {
  return policy.secondTenderOnWitness === 'pin' && payment.state === 'unknown' && payment.witness?.says === 'declined';
}

/**
 * What another route has on the same terminal is stopped over that route, and nobody here sees whether it arrived: until
 * its end is proved it keeps the terminal for this long beyond its lease.
 */
const OTHER_ROUTE_MS = 120_000;

/** Until when one of the open payments of a terminal may keep `route` from it; null when none does any more. */
export function occupiedUntil(
  open: readonly Payment[],
  route: RouteId,
  policy: PaymentPolicy,
  at: EpochMs,
): EpochMs | null {
  let latest: EpochMs | null = null;
  for (const payment of open) {
    // Beyond the lease the amount is off the terminal, whatever became of it (P6).
    const until = payment.leaseUntil + (payment.route === route ? 0 : OTHER_ROUTE_MS);
    if (until <= at || isTakenOffline(payment) || isReleased(payment, policy)) continue;
    latest = Math.max(latest ?? 0, until);
  }
  return latest;
}
