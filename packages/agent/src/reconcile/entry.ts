/** What our books say of one movement of money, apart from how the journal keeps it. */
import type { Cents, EpochMs } from '@tillbridge/kernel';
import { type Direction, isOpen, isUnsettled, type Payment } from '@tillbridge/payments';

export interface Entry {
  readonly id: string;
  readonly at: EpochMs;
  readonly direction: Direction;
  readonly route: string;
  readonly till: string | null;
  readonly externalPaymentId: string | null;
  readonly providerRef: string | null;
  /** With a refund: our id of the payment that is given back, when it is known. */
  readonly original: string | null;
  readonly askedCents: Cents;
  /**
   * `paid`: proved. `queued`: taken offline and not settled. `refused`: taken offline, counted as paid, and refused by
   * the scheme. `open`: no proof of an end.
   */
  readonly stands: 'paid' | 'queued' | 'refused' | 'open' | 'not-paid';
  /** What was confirmed; what was asked where nothing is. */
  readonly finalCents: Cents;
  /** Null: the till has not been told. */
  readonly told: 'paid' | 'not-paid' | null;
  /** False for what no till waits for: a refund from the cashier window. */
  readonly tillAsks: boolean;
}

export function entryOf(payment: Payment): Entry {
  const { id, createdAt, direction, route, till, externalPaymentId, providerRef, amountCents, approval, askedBy } =
    payment;
  return {
    id,
    at: createdAt,
    direction,
    route,
    till,
    externalPaymentId,
    providerRef,
    original: payment.original,
    askedCents: amountCents,
    stands: standing(payment),
    finalCents: approval?.finalCents ?? amountCents,
    told: askedBy === null ? (payment.handOver?.told ?? null) : null,
    tillAsks: askedBy === null,
  };
}

function standing(payment: Payment): Entry['stands'] {
  if (payment.approval?.settlement === 'refused') return 'refused';
  if (isUnsettled(payment) || (payment.state === 'unknown' && payment.reason === 'queued')) return 'queued';
  if (isOpen(payment)) return 'open';
  return payment.state === 'approved' ? 'paid' : 'not-paid';
}
