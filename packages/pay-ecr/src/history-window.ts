/**
 * What the terminal's history proves about a payment that isn't in it. It keeps the last 20 finished transactions, and
 * their times are of its own clock, which we don't trust: so the newest entry from before the start is remembered, and
 * a history that still shows it reaches back past the start.
 */
import type { PaymentId } from '@tillbridge/payments';
import type { HistoryItem } from './messages.wire.ts';

/** How many transactions a terminal keeps (paynl/PAY.ECR, message protocol, HISTORY_LIST). */
export const HISTORY_SIZE = 20;

/** What names an entry for as long as it is kept: its status and its numbers may still change. */
export function entryKey(item: HistoryItem): string {
  return `${item.createdAt ?? ''} ${item.reference ?? ''}`;
}

/** The newest entry; the order in which a terminal lists them is nowhere said. Null for an empty history. */
export function newestEntry(items: readonly HistoryItem[]): string | null {
  let newest: HistoryItem | undefined;
  for (const item of items) if (newest === undefined || timeOf(item) > timeOf(newest)) newest = item;
  return newest === undefined ? null : entryKey(newest);
}

/**
 * Whether the history proves that the terminal has not finished the payment: it reaches back past the start, and nothing
 * in it can be the payment. An entry without a reference that came later could be.
 */
export function provesUnseen(
  items: readonly HistoryItem[],
  newestBefore: string | null,
  reference: PaymentId,
): boolean {
  if (items.some((item) => item.reference === reference)) return false;
  const known = items.find((item) => entryKey(item) === newestBefore);
  const reachesBack = newestBefore === null ? items.length < HISTORY_SIZE : known !== undefined;
  if (!reachesBack) return false;
  const since = known === undefined ? Number.NEGATIVE_INFINITY : timeOf(known);
  return !items.some((item) => item !== known && item.reference === null && !(timeOf(item) < since));
}

function timeOf(item: HistoryItem): number {
  const time = Date.parse(item.createdAt ?? '');
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
}
