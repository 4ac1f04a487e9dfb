/**
 * What the status of an order and of a transaction means for us. Source: Kassa Compleet API documentation 1.2 and its
 * order schema of 2017, typed models of the platform's PHP client (`declined`), NoPayn tests (`voided`).
 *
 *   new ──guest opens the page or link──▶ processing ──▶ completed
 *    │                                     │  ▲ │
 *    │                                     ▼  │ └──▶ cancelled
 *    └──▶ expired, cancelled             error ── (may turn: another attempt) ──▶ expired
 */
export type KcOrderMeaning = 'fresh' | 'running' | 'paid' | 'failed' | 'cancelled' | 'expired' | 'mixed';

const ORDER: ReadonlyMap<string, KcOrderMeaning> = new Map([
  ['new', 'fresh'],
  ['processing', 'running'],
  ['completed', 'paid'],
  ['error', 'failed'],
  ['declined', 'failed'],
  ['cancelled', 'cancelled'],
  ['expired', 'expired'],
  ['see-transactions', 'mixed'],
]);

/** `settled`: the money is ours or guaranteed to us, as far as this transaction goes. The order decides all the same. */
export type KcTransactionMeaning = 'fresh' | 'waiting' | 'settled' | 'failed' | 'ended';

const TRANSACTION: ReadonlyMap<string, KcTransactionMeaning> = new Map([
  ['new', 'fresh'],
  ['pending', 'waiting'],
  ['processing', 'waiting'],
  ['completed', 'settled'],
  ['accepted', 'settled'],
  ['captured', 'settled'],
  ['error', 'failed'],
  ['declined', 'failed'],
  ['cancelled', 'ended'],
  ['expired', 'ended'],
  ['voided', 'ended'],
]);

/** A status that nobody has described proves nothing: undefined. */
export function orderMeaning(status: string): KcOrderMeaning | undefined {
  return ORDER.get(status);
}

export function transactionMeaning(status: string): KcTransactionMeaning | undefined {
  return TRANSACTION.get(status);
}
