import { type EpochMs, magnitude } from '@tillbridge/kernel';
import type { StartPayment } from './desk.ts';
import {
  type Approval,
  type EndReason,
  isTakenOffline,
  type Payment,
  type PaymentId,
  type RouteId,
} from './payment.ts';
import type { CardTerminal, PaymentOrder, PaymentReads, QrProvider } from './ports.ts';

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

interface Refusal {
  readonly reason: EndReason;
  readonly busyUntil: EpochMs | null;
}

/** The first version of a payment: an intent, or the refusal of one that must not start. */
export function newPayment(
  command: StartPayment,
  id: PaymentId,
  driver: CardTerminal | QrProvider | undefined,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): Payment {
  const refusal = refuse(command, driver, reads, policy, at);
  return {
    id,
    subscriptionId: command.subscriptionId,
    externalPaymentId: command.externalPaymentId,
    till: command.till,
    sessionId: command.sessionId,
    method: command.method,
    means: driver?.means ?? 'card',
    direction: command.amountCents < 0 ? 'refund' : 'pay',
    amountCents: magnitude(command.amountCents),
    route: driver?.route ?? NO_ROUTE,
    terminal: driver?.means === 'card' ? driver.terminal : null,
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
  command: StartPayment,
  driver: CardTerminal | QrProvider | undefined,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): Refusal | null {
  if (driver === undefined) return { reason: 'no-route', busyUntil: null };
  if (command.amountCents < 0 && !(driver.means === 'card' && driver.canRefund)) {
    return { reason: 'refund-not-possible', busyUntil: null };
  }
  if (command.sessionId !== null) {
    const open = reads.openOfSession(command.subscriptionId, command.sessionId);
    if (open.some((payment) => !isReleased(payment, policy))) return { reason: 'second-tender', busyUntil: null };
  }
  if (driver.means === 'card') {
    const busyUntil = occupiedUntil(reads.openOnTerminal(driver.terminal), policy, at);
    if (busyUntil !== null) return { reason: 'terminal-in-use', busyUntil };
  }
  return null;
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

/**
 * The payment that a refund takes back: the sale's newest one on the same route and of the same amount, unless a refund
 * of that amount came after it. Undefined when the sale doesn't tell.
 */
export function takenBackBy(refund: Payment, ofSale: readonly Payment[]): Payment | undefined {
  const before = ofSale
    .filter((one) => one.id !== refund.id && one.state === 'approved' && one.route === refund.route)
    .filter((one) => one.amountCents === refund.amountCents && one.createdAt <= refund.createdAt)
    .toSorted((one, other) => other.createdAt - one.createdAt);
  const newest = before[0];
  return newest?.direction === 'pay' && newest.approval?.finalCents === newest.amountCents ? newest : undefined;
}

/** What the driver is asked to do. `ofSale`: the payments of the same sale. */
export function orderOf(
  payment: Payment,
  command: StartPayment,
  policy: PaymentPolicy,
  ofSale: readonly Payment[],
): PaymentOrder {
  const original = payment.direction === 'refund' ? takenBackBy(payment, ofSale) : undefined;
  return {
    ...(original?.approval == null ? {} : { original: originalOf(original, original.approval) }),
    reference: payment.id,
    direction: payment.direction,
    amountCents: payment.amountCents,
    till: payment.till,
    description: policy.statementText,
    lines: command.lines,
    expiresAt: payment.leaseUntil,
  };
}

function originalOf(payment: Payment, approval: Approval): NonNullable<PaymentOrder['original']> {
  const { id, providerRef } = payment;
  const { transactionReference, finalCents } = approval;
  return { reference: id, providerRef, transactionReference, amountCents: finalCents };
}
