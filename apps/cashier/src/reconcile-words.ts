/** A day's reconciliation as people read it: what is the matter, what is missing, and the differences. Pure. */
import { RECONCILE_NOTES, type ReconcileLine, type ReconcileReport, type ReconcileSide } from '@tillbridge/contracts';
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
