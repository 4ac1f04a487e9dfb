/** Which line of a provider's list is which of our payments. */
import type { ListedPayment } from '@tillbridge/payments';
import type { Entry } from './entry.ts';

/** A provider's line and the payment of ours that it is, or that it takes something back of. */
export interface Matched {
  readonly line: ListedPayment;
  readonly account: string;
  readonly entry: Entry | null;
  /** With a refund that is none of ours: the payment it gives back. */
  readonly original: Entry | null;
}

/**
 * By our own reference where the provider keeps it, else by its own. A refund is also recognised by what it gives back
 * and its amount, once: providers name the original in a refund's line, or nothing else at all.
 */
export function match(
  entries: readonly Entry[],
  lists: ReadonlyMap<string, readonly ListedPayment[]>,
  accountOf: (route: string) => string | null,
): readonly Matched[] {
  const byName = new Map<string, Entry>();
  for (const entry of entries) {
    byName.set(`${entry.direction} our ${entry.id}`, entry);
    const account = accountOf(entry.route);
    if (account !== null && entry.providerRef !== null) {
      byName.set(`${entry.direction} ${account} ${entry.providerRef}`, entry);
    }
  }
  // Our ids are unique, whoever lists them; a provider's name means something in its own account alone.
  const named = (account: string, { direction, reference, providerRef }: ListedPayment, as = direction) =>
    (reference === null ? undefined : byName.get(`${as} our ${reference}`)) ??
    byName.get(`${as} ${account} ${providerRef}`) ??
    null;

  const taken = new Set<Entry>();
  const first: Matched[] = [];
  for (const [account, lines] of lists) {
    for (const line of lines) {
      const entry = named(account, line);
      if (entry !== null) taken.add(entry);
      const original = entry === null && line.direction === 'refund' ? named(account, line, 'pay') : null;
      first.push({ line, account, entry, original });
    }
  }
  return first.map((matched) => {
    if (matched.entry !== null || matched.original === null) return matched;
    const entry = entries.find(
      (one) =>
        one.direction === 'refund' &&
        one.original === matched.original?.id &&
        one.finalCents === matched.line.amountCents &&
        !taken.has(one),
    );
    if (entry === undefined) return matched;
    taken.add(entry);
    return { ...matched, entry };
  });
}
