/** The totals of a report. */
import { RECONCILE_NOTES, type ReconcileLine, type ReconcileTotal } from '@tillbridge/contracts';

/** What people call a route, or an account where there is no route. */
export type NameOf = (what: { readonly route: string | null; readonly account: string | null }) => string;

export function isDifference({ kind }: Pick<ReconcileLine, 'kind'>): boolean {
  return !RECONCILE_NOTES.includes(kind);
}

/** One row for each route, in the order of its first line; what has no route goes by its account. */
export function totalsOf(lines: readonly ReconcileLine[], nameOf: NameOf): ReconcileTotal[] {
  const rows = new Map<string, ReconcileTotal>();
  for (const line of lines) {
    const { route, account, direction } = line;
    const key = route === null ? `account ${account}` : `route ${route}`;
    const before = rows.get(key) ?? {
      route,
      account,
      name: nameOf({ route, account }),
      lines: 0,
      differences: 0,
      told: NOTHING,
      journal: NOTHING,
      provider: NOTHING,
    };
    const plus = (sum: ReconcileTotal['told'], side: ReconcileLine['told']) => {
      // Its own day has it.
      const cents = line.kind === 'other-day' ? 0 : (side?.cents ?? 0);
      return direction === 'pay'
        ? { ...sum, paidCents: sum.paidCents + cents }
        : { ...sum, refundedCents: sum.refundedCents + cents };
    };
    rows.set(key, {
      ...before,
      lines: before.lines + 1,
      differences: before.differences + (isDifference(line) ? 1 : 0),
      told: plus(before.told, line.told),
      journal: plus(before.journal, line.journal),
      provider: plus(before.provider, line.provider),
    });
  }
  return [...rows.values()];
}

const NOTHING = { paidCents: 0, refundedCents: 0 };
