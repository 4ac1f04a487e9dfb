import { cents, type EpochMs, magnitude } from '@tillbridge/kernel';
import type { AskedRefund, StartPayment } from './desk.ts';
import {
  type Approval,
  type BasketLine,
  type EndReason,
  isTakenOffline,
  type Payment,
  type PaymentId,
  type RouteId,
} from './payment.ts';
import type { CardTerminal, PaymentOrder, PaymentReads, QrProvider, RouteTable } from './ports.ts';
import { isBeingRefunded, leftToRefund, takenBackBy, type WayBack, wayBackOf } from './way-back.ts';

/** What a shop decides about payments. */
export interface PaymentPolicy {
  /** `pin`: a witnessed "declined" lets the sale go on with another tender. `off`: nothing but proof does. */
  readonly secondTenderOnWitness: 'pin' | 'off';
  /** The longest a provider may take to answer a start. */
  readonly beginTimeoutMs: number;
  /** The longest an enquiry or abort may take. */
  readonly enquiryTimeoutMs: number;
  /** After a lease ran out and the abort went out: how long the proof of the end may take before it counts as lost. */
  readonly proofAfterLeaseMs: number;
  /** The words on the payer's statement. */
  readonly statementText: string;
}

export const DEFAULT_POLICY: PaymentPolicy = {
  secondTenderOnWitness: 'pin',
  beginTimeoutMs: 20_000,
  enquiryTimeoutMs: 8_000,
  proofAfterLeaseMs: 20_000,
  statementText: 'Kassa',
};

const NO_ROUTE = '-' as RouteId;

/** Which way a payment goes. With a refund: what it takes back, and whether over the account of its provider. */
export interface Way {
  readonly driver: CardTerminal | QrProvider | undefined;
  readonly original: Payment | null;
  readonly back: WayBack | null;
}

/** What a new payment is made of: a till's command, or what a person asked for. */
export type PaymentParts = Pick<
  StartPayment,
  'subscriptionId' | 'externalPaymentId' | 'till' | 'sessionId' | 'method' | 'amountCents'
> &
  Pick<Payment, 'askedBy'>;

interface Refusal {
  readonly reason: EndReason;
  readonly busyUntil: EpochMs | null;
}

/**
 * The way of what a till asks for. A refund whose original is found in its own sale follows the route that took the
 * money, whatever route the method names; another one is the terminal's own business.
 */
export function wayOf(command: StartPayment, routes: RouteTable, reads: PaymentReads): Way {
  const direction = command.amountCents < 0 ? 'refund' : 'pay';
  const driver = routes.find(command.till, command.method, direction);
  if (direction === 'pay') return { driver, original: null, back: null };
  const amountCents = magnitude(command.amountCents);
  const ofSale = command.sessionId === null ? [] : reads.ofSession(command.subscriptionId, command.sessionId);
  const refundsOf = (id: PaymentId) => reads.refundsOf(id);
  const original = takenBackBy({ method: command.method, amountCents }, ofSale, routes, refundsOf);
  if (original !== undefined) {
    const itsDriver = routes.byId(original.route);
    return { driver: itsDriver, original, back: wayBackOf(original, itsDriver) };
  }
  return { driver, original: null, back: driver?.means === 'card' && driver.canRefund ? 'terminal' : null };
}

/** The first version of a payment: an intent, or the refusal of one that must not start. */
export function newPayment(
  parts: PaymentParts,
  id: PaymentId,
  way: Way,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): Payment {
  const { driver, original, back } = way;
  const refusal = refuse(parts, way, reads, policy, at);
  return {
    id,
    subscriptionId: parts.subscriptionId,
    externalPaymentId: parts.externalPaymentId,
    till: parts.till,
    sessionId: parts.sessionId,
    method: parts.method,
    means: driver?.means ?? 'card',
    direction: parts.amountCents < 0 ? 'refund' : 'pay',
    amountCents: magnitude(parts.amountCents),
    route: driver?.route ?? NO_ROUTE,
    terminal: driver?.means === 'card' && back !== 'account' ? driver.terminal : null,
    original: original?.id ?? null,
    askedBy: parts.askedBy,
    state: refusal === null ? 'intent' : 'cancelled',
    reason: refusal?.reason ?? null,
    detail: null,
    providerRef: null,
    qr: null,
    leaseUntil: at + (driver?.leaseMs ?? 0),
    busyUntil: refusal?.busyUntil ?? null,
    cancelRequest: null,
    approval: null,
    witness: null,
    handOver: null,
    alarm: null,
    createdAt: at,
    changedAt: at,
    version: 1,
  };
}

function refuse(
  parts: PaymentParts,
  { driver, back }: Way,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): Refusal | null {
  if (driver === undefined) return { reason: 'no-route', busyUntil: null };
  if (parts.amountCents < 0 && back === null) return { reason: 'refund-not-possible', busyUntil: null };
  if (parts.sessionId !== null) {
    const open = reads.openOfSession(parts.subscriptionId, parts.sessionId);
    if (open.some((payment) => !isReleased(payment, policy))) return { reason: 'second-tender', busyUntil: null };
  }
  if (driver.means === 'card' && back !== 'account') {
    const busyUntil = occupiedUntil(reads.openOnTerminal(driver.terminal), policy, at);
    if (busyUntil !== null) return { reason: 'terminal-in-use', busyUntil };
  }
  return null;
}

/** A refund that a person asks for in the cashier's window; or why there can't be one now. */
export function newRefund(
  request: AskedRefund,
  id: PaymentId,
  routes: RouteTable,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): Payment | 'not-found' | 'not-now' | 'not-allowed' {
  const { till, amountCents, person, reason } = request;
  const original = reads.byId(request.paymentId);
  if (original === undefined || original.till !== till) return 'not-found';
  const refunds = reads.refundsOf(original.id);
  if (amountCents < 1 || amountCents > leftToRefund(original, refunds)) return 'not-now';
  if (isBeingRefunded(original, refunds)) return 'not-now';
  const driver = routes.byId(original.route);
  const back = wayBackOf(original, driver);
  if (back === null) return 'not-allowed';
  const parts: PaymentParts = {
    subscriptionId: original.subscriptionId,
    externalPaymentId: `refund-${id}`,
    till,
    sessionId: null,
    method: original.method,
    amountCents: cents(-amountCents),
    askedBy: { person, reason },
  };
  return newPayment(parts, id, { driver, original, back }, reads, policy, at);
}

/** A payment whose outcome is unknown, but which a named person lets the sale go on without (P4). */
function isReleased(payment: Payment, policy: PaymentPolicy): boolean {
  return policy.secondTenderOnWitness === 'pin' && payment.state === 'unknown' && payment.witness?.says === 'declined';
}

/** Until when one of the open payments may hold its terminal; null when none does any more. */
export function occupiedUntil(open: readonly Payment[], policy: PaymentPolicy, at: EpochMs): EpochMs | null {
  let latest: EpochMs | null = null;
  for (const payment of open) {
    // Beyond the lease the amount is off the terminal, whatever became of it (P6).
    if (payment.leaseUntil <= at || isTakenOffline(payment) || isReleased(payment, policy)) continue;
    latest = Math.max(latest ?? 0, payment.leaseUntil);
  }
  return latest;
}

/** What the driver is asked to do. */
export function orderOf(
  payment: Payment,
  lines: readonly BasketLine[],
  policy: PaymentPolicy,
  original: Payment | undefined,
): PaymentOrder {
  return {
    ...(original?.approval == null ? {} : { original: originalOf(original, original.approval) }),
    reference: payment.id,
    direction: payment.direction,
    amountCents: payment.amountCents,
    till: payment.till,
    description: policy.statementText,
    lines,
    expiresAt: payment.leaseUntil,
  };
}

function originalOf(payment: Payment, approval: Approval): NonNullable<PaymentOrder['original']> {
  const { id, providerRef } = payment;
  const { transactionReference, finalCents } = approval;
  return { reference: id, providerRef, transactionReference, amountCents: finalCents };
}
