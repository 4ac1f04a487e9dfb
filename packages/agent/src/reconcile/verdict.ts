/** What the three sides of one payment amount to: a kind, the reason, and who acts. Pure. */
import type { ReconcileKind, ReconcileLine, ReconcileReason, ReconcileWhy } from '@tillbridge/contracts';
import type { Cents } from '@tillbridge/kernel';
import type { ListedPayment } from '@tillbridge/payments';
import type { DeviceEntry } from '../exchanges/device-journal.ts';
import type { Entry } from './entry.ts';

/** What is known of the provider's side of a payment. */
export type ProviderSide =
  | { readonly kind: 'line'; readonly line: ListedPayment }
  /** The list was read, and there is nothing of it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-asked'; readonly detail: string }
  /** A terminal on a wire, or an account without a list. `totalsAgree`: its end of day was compared with the journal. */
  | { readonly kind: 'no-list'; readonly totalsAgree: boolean };

export interface Verdict extends Pick<ReconcileLine, 'kind' | 'why' | 'whoActs'> {
  /** What IT wants to know beside the sentence; null: nothing. */
  readonly detail: string | null;
}

export function verdictOf(entry: Entry, provider: ProviderSide): Verdict {
  return withoutTheProvider(entry) ?? withTheProvider(entry, provider);
}

/** What is wrong whatever the provider says. */
function withoutTheProvider(entry: Entry): Verdict | null {
  switch (entry.stands) {
    case 'refused':
      return entry.told === 'paid' ? verdict('told-not-paid', 'schemeRefused', 'manager') : null;
    case 'queued':
      return verdict('not-settled', 'notSettled', 'manager');
    default:
      return null;
  }
}

function withTheProvider(entry: Entry, provider: ProviderSide): Verdict {
  switch (provider.kind) {
    case 'line':
      return withItsLine(entry, provider.line);
    case 'absent':
      return withoutItsMoney(entry, 'toldAbsent', 'provenAbsent');
    case 'not-asked':
      return notAsked(provider.detail);
    case 'no-list':
      return alone(entry, provider.totalsAgree);
  }
}

function withItsLine(entry: Entry, line: ListedPayment): Verdict {
  const there = { thereCents: line.amountCents };
  switch (line.state) {
    case 'open':
      return entry.stands === 'paid'
        ? verdict('open-at-provider', 'openProven', 'nobody')
        : verdict('open-at-provider', 'openThere', 'cashier', there);
    case 'not-paid':
      return withoutItsMoney(entry, 'toldNotPaid', 'provenNotPaid');
    case 'paid':
      break;
  }
  const counted = entry.stands === 'paid' ? entry.finalCents : entry.askedCents;
  if (line.amountCents !== counted) {
    return verdict('amount-differs', 'amountDiffers', 'manager', { ...there, hereCents: counted });
  }
  if (entry.tillAsks && entry.told !== 'paid') return notTold(entry);
  if (entry.stands !== 'paid') return verdict('journal-differs', 'journalDiffers', 'it');
  return EQUAL;
}

function withoutItsMoney(entry: Entry, told: ReconcileReason, proven: ReconcileReason): Verdict {
  if (entry.told === 'paid') return verdict('told-not-paid', told, 'manager');
  if (entry.stands === 'paid') return verdict('told-not-paid', proven, 'it');
  return entry.stands === 'open' ? verdict('open-here', 'openHere', 'cashier') : EQUAL;
}

/** Journal and till alone. */
function alone(entry: Entry, totalsAgree: boolean): Verdict {
  if (entry.told === 'paid' && entry.stands !== 'paid') return verdict('told-not-paid', 'toldUnproven', 'manager');
  if (entry.stands === 'open') return verdict('open-here', 'openAlone', 'cashier');
  if (entry.stands === 'paid' && entry.tillAsks && entry.told !== 'paid') return notTold(entry);
  return totalsAgree ? EQUAL : verdict('not-compared', 'notCompared', 'nobody');
}

function notTold({ told }: Entry): Verdict {
  return verdict('paid-not-told', told === 'not-paid' ? 'toldNot' : 'untold', 'manager');
}

/** A line of a provider that is none of our payments. */
export function strangerVerdict(line: ListedPayment, original: Entry | null): Verdict {
  const there = { thereCents: line.amountCents };
  if (line.state === 'not-paid') return EQUAL;
  if (line.state === 'open') return verdict('open-at-provider', 'openOnlyThere', 'nobody', there);
  if (line.direction === 'pay') return verdict('only-at-provider', 'onlyThere', 'manager', there);
  return original === null
    ? verdict('refund-only-at-provider', 'refundOfNobody', 'manager', there)
    : verdict('refund-only-at-provider', 'refundOnlyThere', 'manager', { ...there, payment: original.id });
}

/** A payment that was started on a terminal itself, by what its provider says now, or else said before. */
export function deviceVerdict(device: DeviceEntry, provider: ProviderSide): Verdict {
  if (provider.kind === 'not-asked') return notAsked(provider.detail);
  const isPaid = provider.kind === 'line' ? provider.line.state === 'paid' : device.state === 'paid';
  if (provider.kind === 'line' && provider.line.state === 'open') {
    return verdict('open-at-provider', 'openOnlyThere', 'nobody', { thereCents: provider.line.amountCents });
  }
  if (!isPaid) return EQUAL;
  if (provider.kind === 'absent') return verdict('told-not-paid', 'provenAbsent', 'it');
  const thereCents = provider.kind === 'line' ? provider.line.amountCents : device.amountCents;
  const kind = device.direction === 'pay' ? 'only-at-provider' : 'refund-only-at-provider';
  return verdict(kind, 'onDevice', 'manager', { thereCents });
}

/** A further line of the provider for a payment that has one. */
export function secondVerdict(line: ListedPayment, entry: Entry): Verdict {
  const payment = entry.id;
  switch (line.state) {
    case 'paid':
      return verdict('twice-at-provider', 'twice', 'manager', { thereCents: line.amountCents, payment });
    case 'open':
      return verdict('open-at-provider', 'openTwice', 'cashier', { payment });
    case 'not-paid':
      return EQUAL;
  }
}

export function otherDayVerdict(entry: Entry): Verdict {
  return verdict('other-day', 'otherDay', 'nobody', { payment: entry.id });
}

export function totalsVerdict(direction: Entry['direction'], terminal: Cents, journal: Cents): Verdict {
  const reason = direction === 'pay' ? 'endOfDayPaid' : 'endOfDayBack';
  return verdict('totals-differ', reason, 'manager', { thereCents: terminal, hereCents: journal });
}

const EQUAL: Verdict = { kind: 'equal', why: null, whoActs: 'nobody', detail: null };

function notAsked(detail: string): Verdict {
  return { ...verdict('provider-not-asked', 'notAsked', 'it'), detail };
}

function verdict(
  kind: ReconcileKind,
  reason: ReconcileReason,
  whoActs: ReconcileLine['whoActs'],
  names: Partial<Omit<ReconcileWhy, 'reason'>> = {},
): Verdict {
  return { kind, why: { reason, thereCents: null, hereCents: null, payment: null, ...names }, whoActs, detail: null };
}
