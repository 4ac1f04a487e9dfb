/** A day's reconciliation as people read it: what is the matter, the totals, and the differences. Pure. */
import {
  RECONCILE_NOTES,
  type ReconcileLine,
  type ReconcileReport,
  type ReconcileSide,
  type ReconcileSum,
  type ReconcileTotal,
} from '@tillbridge/contracts';
import { formatDate, reconcileSentence, type SentenceKey, type Translator } from '@tillbridge/language';

/** Characters of a payment's id that people name it by. */
const SHORT_REFERENCE_LENGTH = 6;

/** `partly`: nothing differs, and a provider's list is missing. */
export type ReconcileVerdict = 'agrees' | 'nothing' | 'partly' | 'differs';

/** What somebody has to look at. That a provider wasn't asked is said once, of its list. */
export function differencesOf({ lines }: Pick<ReconcileReport, 'lines'>): readonly ReconcileLine[] {
  return lines.filter(({ kind }) => !RECONCILE_NOTES.includes(kind) && kind !== 'provider-not-asked');
}

export function reconcileVerdict(report: ReconcileReport): ReconcileVerdict {
  if (differencesOf(report).length > 0) return 'differs';
  if (report.accounts.some(({ answer }) => answer === 'unreachable')) return 'partly';
  return report.lines.length === 0 ? 'nothing' : 'agrees';
}

/** The two sentences at the top. */
export function verdictWords(
  report: ReconcileReport,
  words: Translator,
): { readonly head: string; readonly action: string } {
  const { day, madeAt, until } = report;
  const verdict = reconcileVerdict(report);
  const head =
    verdict === 'differs'
      ? words.t('reconcile.differs.head', { count: differencesOf(report).length })
      : words.t(`reconcile.${verdict}.head`);
  const compared = words.t('reconcile.compared', { count: comparedOf(report), date: dayWords(day, madeAt, words) });
  return { head, action: madeAt < until ? `${compared} ${words.t('reconcile.stillRunning')}` : compared };
}

const NOT_OF_A_PAYMENT: readonly ReconcileLine['kind'][] = ['provider-not-asked', 'totals-differ', 'other-day'];

function comparedOf({ lines }: ReconcileReport): number {
  return lines.filter(({ kind }) => !NOT_OF_A_PAYMENT.includes(kind)).length;
}

/** A date of the calendar, whatever the window's own time zone is. */
function dayWords(day: string, now: number, words: Translator): string {
  return formatDate(Date.parse(`${day}T12:00:00Z`), now, words.language, 'UTC');
}

/** A provider's list that is missing, and how many payments wait for it. */
export function notFetched(
  report: ReconcileReport,
  words: Translator,
): readonly {
  readonly account: string;
  readonly head: string;
  readonly action: string;
  readonly detail: string | null;
}[] {
  return report.accounts.flatMap(({ account, name, answer, detail }) => {
    if (answer !== 'unreachable') return [];
    const count = report.lines.filter((line) => line.kind === 'provider-not-asked' && line.account === account).length;
    const action =
      count === 0 ? words.t('reconcile.notFetched.none') : words.t('reconcile.notFetched.waiting', { count });
    return [{ account, head: words.t('reconcile.notFetched.head', { account: name }), action, detail }];
  });
}

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

/** A difference as it stands in the list. */
export interface DifferenceWords {
  readonly what: string;
  readonly amount: string;
  readonly at: number;
  readonly device: string;
  readonly till: string | null;
  readonly sentence: string;
  /** What each of the three says; empty where the totals alone differ. */
  readonly sides: readonly { readonly who: string; readonly says: string }[];
  readonly who: string;
  readonly reference: string | null;
}

export function differenceWords(
  line: ReconcileLine,
  report: ReconcileReport,
  tills: readonly { readonly id: string; readonly name: string }[],
  words: Translator,
): DifferenceWords {
  const { why, direction, amountCents, at, payment, providerRef, till, told, journal, provider } = line;
  const about = { direction, thereCents: why?.thereCents ?? null, hereCents: why?.hereCents ?? null };
  const ref = why?.payment?.slice(-SHORT_REFERENCE_LENGTH) ?? null;
  const total = report.totals.find(({ route, account }) =>
    line.route === null ? route === null && account === line.account : route === line.route,
  );
  const says = (
    side: ReconcileSide | null,
    none: SentenceKey & `reconcile.lines.${'nothing' | 'notHeard' | 'notKnown'}`,
  ) => (side === null ? words.t(none) : sideWords(side, line, words));
  return {
    what: words.t(direction === 'refund' ? 'reconcile.lines.refund' : 'reconcile.lines.payment'),
    amount: words.amount(direction === 'refund' ? -amountCents : amountCents),
    at,
    device: total?.name ?? '',
    till: till === null ? null : (tills.find(({ id }) => id === till)?.name ?? till),
    sentence: why === null ? '' : reconcileSentence(words, why.reason, { ...about, ref }),
    sides:
      told === null && journal === null && provider === null
        ? []
        : [
            { who: words.t('reconcile.sums.till'), says: says(told, 'reconcile.lines.notHeard') },
            { who: words.t('reconcile.sums.journal'), says: says(journal, 'reconcile.lines.nothing') },
            { who: words.t('reconcile.sums.provider'), says: says(provider, 'reconcile.lines.notKnown') },
          ],
    who: words.t(`reconcile.who.${line.whoActs}`),
    reference: (payment ?? providerRef)?.slice(-SHORT_REFERENCE_LENGTH) ?? null,
  };
}

const SAYS = ['paid', 'not-paid', 'open', 'queued', 'refused', 'absent', 'review'] as const;

function sideWords(side: ReconcileSide, { direction, amountCents }: ReconcileLine, words: Translator): string {
  const said = SAYS.find((known) => known === side.says);
  const text =
    said === undefined
      ? side.says
      : direction === 'refund' && said === 'paid'
        ? words.t('reconcile.says.back')
        : direction === 'refund' && said === 'not-paid'
          ? words.t('reconcile.says.not-back')
          : words.t(`reconcile.says.${said}`);
  return side.cents === 0 || side.cents === amountCents ? text : `${text}, ${words.amount(side.cents)}`;
}
