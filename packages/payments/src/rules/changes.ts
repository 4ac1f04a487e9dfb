/** The parts that every change of a payment is made of: the payment as it then is, its facts, and what must go out. */
import type { EpochMs, FactDraft, OutboxDraft, PlainJson } from '@tillbridge/kernel';
import type { Payment } from '../payment.ts';

/** What an event did. `payment` is the old object when only a fact is to be kept. */
export interface Transition {
  readonly payment: Payment;
  readonly facts: readonly FactDraft[];
  readonly outbox: readonly OutboxDraft[];
}

/** The outbox kind of an abort that must reach the provider or terminal. */
export const ABORT_KIND = 'provider.abort';

export type Changes = Partial<Omit<Payment, 'id' | 'version'>>;

type FactBody = { readonly [key: string]: PlainJson };

export function fact(payment: Payment, kind: string, at: EpochMs, body: FactBody): FactDraft {
  return { kind, subject: payment.id, at, body };
}

/** A change of state. */
export function moved(payment: Payment, changes: Changes, at: EpochMs, kind: string, body: FactBody): Transition {
  return noted(payment, { ...changes, changedAt: at }, at, kind, body);
}

/** A change that leaves the state alone. */
export function noted(payment: Payment, changes: Changes, at: EpochMs, kind: string, body: FactBody): Transition {
  return {
    payment: { ...payment, ...changes, version: payment.version + 1 },
    facts: [fact(payment, kind, at, body)],
    outbox: [],
  };
}

export function abortOf(payment: Payment, at: EpochMs): OutboxDraft {
  return { kind: ABORT_KIND, key: payment.id, payload: { paymentId: payment.id }, notBefore: at };
}
