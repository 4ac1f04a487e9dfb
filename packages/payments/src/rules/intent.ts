/** The first version of a payment, the facts that tell of it, and the order its driver gets. */
import { cents, type EpochMs, type FactDraft, magnitude } from '@tillbridge/kernel';
import type { AskedRefund, NoRefund, StartPayment } from '../desk.ts';
import type { Approval, BasketLine, Payment, PaymentId, RouteId } from '../payment.ts';
import type { PaymentPolicy } from '../policy.ts';
import type { PaymentOrder, PaymentReads, RouteTable } from '../ports.ts';
import { fact } from './changes.ts';
import { refusalOf, wayOfAskedRefund } from './may-start.ts';
import type { Way } from './way.ts';

const NO_ROUTE = '-' as RouteId;

/** What a new payment is made of: a till's command, or what a person asked for. */
export type PaymentParts = Pick<
  StartPayment,
  'subscriptionId' | 'externalPaymentId' | 'till' | 'sessionId' | 'method' | 'amountCents'
> &
  Pick<Payment, 'askedBy'>;

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
  const refusal = refusalOf(parts, way, reads, policy, at);
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

/** The refund that the same request made before; undefined when it made none. */
export function refundOfRequest(request: AskedRefund, reads: PaymentReads): Payment | undefined {
  const original = reads.byId(request.paymentId);
  return original === undefined ? undefined : reads.byKey(original.subscriptionId, refundName(request));
}

/** A request that comes again for something else is no repeat. */
export function isSameRefund({ paymentId, till, amountCents }: AskedRefund, known: Payment): boolean {
  return known.original === paymentId && known.till === till && known.amountCents === amountCents;
}

function refundName({ requestId }: Pick<AskedRefund, 'requestId'>): string {
  return `refund-${requestId}`;
}

/** A refund that a person asks for in the cashier's window; or why there can't be one now. */
export function newRefund(
  request: AskedRefund,
  id: PaymentId,
  routes: RouteTable,
  reads: PaymentReads,
  policy: PaymentPolicy,
  at: EpochMs,
): Payment | NoRefund {
  const way = wayOfAskedRefund(request, routes, reads);
  if (typeof way === 'string') return way;
  const parts: PaymentParts = {
    subscriptionId: way.original.subscriptionId,
    externalPaymentId: refundName(request),
    till: request.till,
    sessionId: null,
    method: way.original.method,
    amountCents: cents(-request.amountCents),
    askedBy: { person: request.person, reason: request.reason },
  };
  return newPayment(parts, id, way, reads, policy, at);
}

/** The facts of a payment's very first line. */
export function intended(payment: Payment): readonly FactDraft[] {
  const refused = payment.state !== 'intent';
  return [
    ...refundAsked(payment),
    fact(payment, refused ? 'payment.refused' : 'payment.intended', payment.createdAt, {
      subscription: payment.subscriptionId,
      externalPaymentId: payment.externalPaymentId,
      till: payment.till,
      method: payment.method,
      means: payment.means,
      direction: payment.direction,
      amountCents: payment.amountCents,
      route: payment.route,
      ...(payment.original === null ? {} : { original: payment.original }),
      ...(refused ? { reason: payment.reason } : { leaseUntil: payment.leaseUntil }),
    }),
  ];
}

/** Who asked for a refund in the cashier's window, and why. */
function refundAsked(payment: Payment): readonly FactDraft[] {
  if (payment.askedBy === null) return [];
  const { person, reason } = payment.askedBy;
  const body = { original: payment.original, amountCents: payment.amountCents, person, reason };
  return [fact(payment, 'payment.refund-asked', payment.createdAt, body)];
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
