/** The totals of a day's reconciliation, row by row, and what has to be known to read them. Pure. */
import type { ReconcileLine, ReconcileReport, ReconcileSum, ReconcileTotal } from '@tillbridge/contracts';
import type { Translator } from '@tillbridge/language';

/** One row of the totals. A cell without an amount says why in `missing`. */
export interface SumRow {
  readonly key: string;
  readonly name: string;
  readonly kind: 'paid' | 'back';
  /** The sum of the rows above. */
  readonly isAll: boolean;
  readonly differs: boolean;
  readonly cells: readonly SumCell[];
}
export type SumCell = { readonly cents: number } | { readonly missing: 'no-list' | 'not-fetched' };

const SIDES = ['told', 'journal', 'provider'] as const;
type Sums = Readonly<Record<(typeof SIDES)[number], ReconcileSum>>;
type Missing = 'no-list' | 'not-fetched' | null;

/** What was paid and what went back, by each way to pay; and of all together where there are several. */
export function sumRows(report: ReconcileReport, words: Translator): readonly SumRow[] {
  const { totals } = report;
  const rows = totals.flatMap((total) => {
    const { route, account, differences } = total;
    const about = { key: JSON.stringify([route, account]), name: nameOf(total, words), differs: differences > 0 };
    return rowsOf({ ...about, isAll: false }, total, missingOf(total, report));
  });
  if (totals.length < 2) return rows;
  const all = { key: 'all', name: words.t('reconcile.sums.all'), differs: false, isAll: true };
  const missing = totals.map((total) => missingOf(total, report)).find((each) => each !== null) ?? null;
  const of = (side: (typeof SIDES)[number]) => added(totals.map((total) => total[side]));
  return [...rows, ...rowsOf(all, { told: of('told'), journal: of('journal'), provider: of('provider') }, missing)];
}

function rowsOf(about: Omit<SumRow, 'kind' | 'cells'>, sums: Sums, missing: Missing): readonly SumRow[] {
  const cells = (of: (sum: ReconcileSum) => number) =>
    SIDES.map((side) => (side === 'provider' && missing !== null ? { missing } : { cents: of(sums[side]) }));
  const hasBack = SIDES.some((side) => sums[side].refundedCents > 0);
  const hasPaid = !hasBack || SIDES.some((side) => sums[side].paidCents > 0);
  const paid = { ...about, kind: 'paid', cells: cells((sum) => sum.paidCents) } as const;
  // What went back is taken off; nothing has no sign.
  const back = { ...about, kind: 'back', cells: cells((sum) => 0 - sum.refundedCents) } as const;
  return [...(hasPaid ? [paid] : []), ...(hasBack ? [{ ...back, differs: about.differs && !hasPaid }] : [])];
}

function added(sums: readonly ReconcileSum[]): ReconcileSum {
  const of = (name: keyof ReconcileSum) => sums.reduce((sum, each) => sum + each[name], 0);
  return { paidCents: of('paidCents'), refundedCents: of('refundedCents') };
}

function nameOf({ route, name }: ReconcileTotal, words: Translator): string {
  return route === null ? words.t('reconcile.sums.notOurs', { account: name }) : name;
}

function missingOf({ account }: ReconcileTotal, { accounts }: ReconcileReport): Missing {
  const answer = accounts.find((each) => each.account === account)?.answer ?? 'no-list';
  if (answer === 'listed') return null;
  return answer === 'no-list' ? 'no-list' : 'not-fetched';
}

/** What has to be known to read the totals. */
export function sumNotes(report: ReconcileReport, words: Translator): readonly string[] {
  const otherDay = report.lines.filter(({ kind }) => kind === 'other-day').length;
  // No till asked for these refunds and none was told: its own total lacks them, and that is in order.
  const untold = report.lines
    .filter((line) => line.direction === 'refund' && line.told === null && line.payment !== null && isInOrder(line))
    .reduce((sum, { journal }) => sum + (journal?.cents ?? 0), 0);
  return [
    ...(untold > 0 ? [words.t('reconcile.sums.tillNotAsked', { amount: words.amount(untold) })] : []),
    ...(report.totals.some((total) => missingOf(total, report) === 'no-list')
      ? [words.t('reconcile.sums.noListMeans')]
      : []),
    ...(otherDay > 0 ? [words.t('reconcile.lines.otherDay', { count: otherDay })] : []),
  ];
}

function isInOrder({ kind }: ReconcileLine): boolean {
  return kind === 'equal' || kind === 'not-compared';
}
