/**
 * What a status of an order means for us. Source: docs.multisafepay.com, "Payment statuses", "POS card payment flow",
 * "Soft declines" and the enumerations of the API reference.
 *
 * A terminal's order ends `completed` or `cancelled` and in no other way; `declined` is a card that was turned away, and
 * the guest may try again. A payment page's order may also end `expired` or `void`.
 */
import type { Direction } from '@tillbridge/payments';

/** `review`: money has moved in a way that is no answer to "is it paid"; a person has to look. */
export type StatusMeaning = 'open' | 'declined' | 'waiting' | 'paid' | 'reserved' | 'cancelled' | 'expired' | 'review';

const OF_PAYMENT: ReadonlyMap<string, StatusMeaning> = new Map([
  ['initialized', 'open'],
  ['declined', 'declined'],
  ['uncleared', 'waiting'],
  ['completed', 'paid'],
  // Sent to the guest after it was paid: the financial status has to say so.
  ['shipped', 'paid'],
  ['cancelled', 'cancelled'],
  ['void', 'cancelled'],
  ['expired', 'expired'],
  ['reserved', 'review'],
  ['refunded', 'review'],
  ['partial_refunded', 'review'],
  ['chargeback', 'review'],
]);

const OF_REFUND: ReadonlyMap<string, StatusMeaning> = new Map([
  ...OF_PAYMENT,
  // Accepted, and paid out at night if the balance allows.
  ['reserved', 'reserved'],
  ['refunded', 'paid'],
  ['partial_refunded', 'review'],
  ['shipped', 'review'],
]);

/** Financial statuses that a paid order can't have. */
const UNPAID_MONEY: ReadonlySet<string> = new Set(['cancelled', 'declined', 'expired', 'void']);

/** A status that is in no table proves nothing: the order stays open. */
export function meaningOf(
  status: string,
  financialStatus: string | null | undefined,
  direction: Direction,
): StatusMeaning {
  const meaning = (direction === 'refund' ? OF_REFUND : OF_PAYMENT).get(status) ?? 'review';
  if (meaning !== 'paid') return meaning;
  if (financialStatus !== null && financialStatus !== undefined && UNPAID_MONEY.has(financialStatus)) return 'review';
  return status === 'shipped' && financialStatus !== 'completed' ? 'review' : 'paid';
}

/** Whether an order of this status may still stand on its terminal. A status that is in no table may. */
export function isUnderWay(status: string, direction: Direction): boolean {
  const meaning = (direction === 'refund' ? OF_REFUND : OF_PAYMENT).get(status);
  return meaning === undefined || meaning === 'open' || meaning === 'declined' || meaning === 'waiting';
}
