/**
 * What a status code of an order means for us. Source: developer.pay.nl, "Transaction statuses", and the code list of
 * Pay.'s PHP SDK (`PayStatus`).
 */
import type { EndReason, Means, Phase } from '@tillbridge/payments';

/** `review`: money has moved in a way that is no answer to "is it paid"; a person has to look. */
export type StatusMeaning =
  | { readonly kind: 'pending'; readonly step: 'fresh' | 'running' | 'busy' }
  | { readonly kind: 'paid' }
  | { readonly kind: 'authorised' }
  | { readonly kind: 'declined'; readonly reason: EndReason }
  | { readonly kind: 'cancelled'; readonly reason: EndReason }
  | { readonly kind: 'expired' }
  | { readonly kind: 'review' };

const FRESH = { kind: 'pending', step: 'fresh' } as const;
const RUNNING = { kind: 'pending', step: 'running' } as const;
const BUSY = { kind: 'pending', step: 'busy' } as const;
const REVIEW = { kind: 'review' } as const;

export const PAY_STATUS: ReadonlyMap<number, { readonly name: string; readonly meaning: StatusMeaning }> = new Map([
  [0, { name: 'WAIT', meaning: FRESH }],
  [20, { name: 'PENDING', meaning: FRESH }],
  [25, { name: 'PENDING', meaning: FRESH }],
  [50, { name: 'PENDING', meaning: RUNNING }],
  [60, { name: 'OPEN', meaning: RUNNING }],
  [90, { name: 'PENDING', meaning: RUNNING }],
  [98, { name: 'PENDING', meaning: RUNNING }],
  [75, { name: 'CONFIRMED', meaning: BUSY }],
  [76, { name: 'CONFIRMED', meaning: BUSY }],
  [80, { name: 'PARTIAL_PAYMENT', meaning: BUSY }],
  [85, { name: 'VERIFY', meaning: BUSY }],
  // Of refunds and direct debits, which have no other place to show their state.
  [91, { name: 'REFUND_OR_DEBIT', meaning: REVIEW }],
  [94, { name: 'REFUND_OR_DEBIT', meaning: REVIEW }],
  [95, { name: 'AUTHORIZE', meaning: { kind: 'authorised' } }],
  [97, { name: 'PARTLY_CAPTURED', meaning: { kind: 'authorised' } }],
  [100, { name: 'PAID', meaning: { kind: 'paid' } }],
  [106, { name: 'REFUND_OR_DEBIT', meaning: REVIEW }],
  [127, { name: 'REFUND_OR_DEBIT', meaning: REVIEW }],
  [526, { name: 'REFUND_OR_DEBIT', meaning: REVIEW }],
  [-51, { name: 'PAID_CHECKAMOUNT', meaning: REVIEW }],
  [-60, { name: 'FAILURE', meaning: { kind: 'declined', reason: 'failed' } }],
  [-61, { name: 'VOID', meaning: { kind: 'cancelled', reason: 'cancelled-by-till' } }],
  [-63, { name: 'DENIED', meaning: { kind: 'declined', reason: 'declined-by-issuer' } }],
  [-64, { name: 'DENIED_BY_MERCHANT', meaning: { kind: 'declined', reason: 'failed' } }],
  [-70, { name: 'CHARGEBACK', meaning: REVIEW }],
  [-71, { name: 'CHARGEBACK', meaning: REVIEW }],
  [-72, { name: 'REFUNDING', meaning: REVIEW }],
  [-80, { name: 'EXPIRED', meaning: { kind: 'expired' } }],
  [-81, { name: 'REFUND', meaning: REVIEW }],
  [-82, { name: 'PARTIAL_REFUND', meaning: REVIEW }],
  [-90, { name: 'CANCEL', meaning: { kind: 'cancelled', reason: 'cancelled-by-customer' } }],
]);

/** A code the table doesn't have: below zero Pay.'s own SDK reads it as cancelled; above, nothing is proven. */
export function meaningOf(code: number): StatusMeaning {
  const known = PAY_STATUS.get(code);
  if (known !== undefined) return known.meaning;
  return code < 0 ? { kind: 'cancelled', reason: 'failed' } : REVIEW;
}

/** For details and logs, for example `-63 DENIED`. */
export function statusName(code: number): string {
  const known = PAY_STATUS.get(code);
  return known === undefined ? String(code) : `${code} ${known.name}`;
}

/**
 * What people may be told while an order is pending. The Order API shows no more than 20, 50 and the end: with a
 * terminal 50 means that the amount stands on it; on the hosted page it means, together with a payment attempt, that
 * the guest has opened it and chosen a method.
 */
export function phaseOf(meaning: StatusMeaning, means: Means, attempted: boolean): Phase {
  if (meaning.kind !== 'pending') return 'checking';
  if (meaning.step === 'busy') return 'processing';
  if (means === 'card') return meaning.step === 'fresh' ? 'starting' : 'present-card';
  return meaning.step === 'running' && attempted ? 'scanned' : 'scan';
}
