/** What the three sides of one payment amount to: a kind, one sentence, and who acts. Pure. */
import type { ReconcileKind, ReconcileLine } from '@tillbridge/contracts';
import { type Cents, formatDecimalEuros } from '@tillbridge/kernel';
import type { ListedPayment } from '@tillbridge/payments';
import type { Entry } from './entry.ts';

/** What is known of the provider's side of a payment. */
export type ProviderSide =
  | { readonly kind: 'line'; readonly line: ListedPayment }
  /** The list was read, and there is nothing of it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-asked'; readonly detail: string }
  /** A terminal on a wire, or an account without a list. `totalsAgree`: its end of day was compared with the journal. */
  | { readonly kind: 'no-list'; readonly totalsAgree: boolean };

export type Verdict = Pick<ReconcileLine, 'kind' | 'explanation' | 'whoActs'>;

export function verdictOf(entry: Entry, provider: ProviderSide): Verdict {
  return withoutTheProvider(entry) ?? withTheProvider(entry, provider);
}

/** What is wrong whatever the provider says. */
function withoutTheProvider(entry: Entry): Verdict | null {
  const paid = wordOf(entry);
  if (entry.stands === 'refused') {
    return entry.told === 'paid'
      ? verdict(
          'told-not-paid',
          `The till was told ${paid}, but the scheme refused it when the terminal sent it.`,
          'manager',
        )
      : null;
  }
  if (entry.stands === 'queued') {
    const told = entry.told === 'paid' ? `The till was told ${paid}` : 'The till was not told';
    return verdict('not-settled', `${told}; the terminal took it offline and it is not settled yet.`, 'manager');
  }
  return null;
}

function withTheProvider(entry: Entry, provider: ProviderSide): Verdict {
  switch (provider.kind) {
    case 'line':
      return withItsLine(entry, provider.line);
    case 'absent':
      return withoutItsMoney(entry, 'The provider has nothing of it');
    case 'not-asked':
      return verdict(
        'provider-not-asked',
        `The provider could not be asked (${provider.detail}): reconcile again.`,
        'it',
      );
    case 'no-list':
      return alone(entry, provider.totalsAgree);
  }
}

function withItsLine(entry: Entry, line: ListedPayment): Verdict {
  const paid = wordOf(entry);
  const listed = `${formatDecimalEuros(line.amountCents)} euros`;
  switch (line.state) {
    case 'open':
      return verdict(
        'open-at-provider',
        entry.stands === 'paid'
          ? `The journal has proof that it is ${paid}, but the provider still lists it as open: reconcile again tomorrow.`
          : `The provider lists it as open: ${listed} may still be ${paid}.`,
        entry.stands === 'paid' ? 'nobody' : 'cashier',
      );
    case 'not-paid':
      return withoutItsMoney(entry, `The provider lists it as not ${paid}`);
    case 'paid':
      break;
  }
  const counted = entry.stands === 'paid' ? entry.finalCents : entry.askedCents;
  if (line.amountCents !== counted) {
    const ours = `${formatDecimalEuros(counted)} euros`;
    return verdict('amount-differs', `The provider lists ${listed}; the journal says ${ours}.`, 'manager');
  }
  if (entry.tillAsks && entry.told !== 'paid')
    return verdict('paid-not-told', notTold(entry, 'at the provider'), 'manager');
  if (entry.stands !== 'paid') {
    return verdict('journal-differs', `It is ${paid} at the provider, but the journal has no proof of it.`, 'it');
  }
  return EQUAL;
}

function withoutItsMoney(entry: Entry, why: string): Verdict {
  const paid = wordOf(entry);
  if (entry.told === 'paid') return verdict('told-not-paid', `The till was told ${paid}: ${lower(why)}.`, 'manager');
  if (entry.stands === 'paid') {
    return verdict('told-not-paid', `The journal has proof that it is ${paid}: ${lower(why)}.`, 'it');
  }
  if (entry.stands === 'open') {
    return verdict(
      'open-here',
      `${why}, and the journal has no proof of its end: settle it in the cashier window.`,
      'cashier',
    );
  }
  return EQUAL;
}

/** Journal and till alone. */
function alone(entry: Entry, totalsAgree: boolean): Verdict {
  const paid = wordOf(entry);
  if (entry.told === 'paid' && entry.stands !== 'paid') {
    return verdict('told-not-paid', `The till was told ${paid}, but the journal has no proof of it.`, 'manager');
  }
  if (entry.stands === 'open') {
    return verdict('open-here', 'The journal has no proof of its end: settle it in the cashier window.', 'cashier');
  }
  if (entry.stands === 'paid' && entry.tillAsks && entry.told !== 'paid') {
    return verdict('paid-not-told', notTold(entry, 'on the terminal'), 'manager');
  }
  if (totalsAgree) return EQUAL;
  return verdict(
    'not-compared',
    'There is no list to compare it with: compare the totals on the terminal’s end-of-day receipt.',
    'nobody',
  );
}

function notTold(entry: Entry, where: string): string {
  const till = entry.told === 'not-paid' ? 'the till was told that it is not' : 'the till was not told';
  return `It is ${wordOf(entry)} ${where}, but ${till}.`;
}

/** A line of a provider that is none of our payments. */
export function strangerVerdict(line: ListedPayment, original: Entry | null): Verdict {
  const amount = `${formatDecimalEuros(line.amountCents)} euros`;
  if (line.state === 'not-paid') return EQUAL;
  if (line.state === 'open') {
    return verdict('open-at-provider', `The provider has an open order of ${amount} that is none of ours.`, 'nobody');
  }
  if (line.direction === 'refund') {
    const of = original === null ? 'a payment that is none of ours' : `payment ${original.id}`;
    return verdict(
      'refund-only-at-provider',
      `${amount} of ${of} were given back at the provider, not from a till.`,
      'manager',
    );
  }
  return verdict('only-at-provider', `${amount} were paid at the provider and no till asked for them.`, 'manager');
}

/** A further line of the provider for a payment that has one. */
export function secondVerdict(line: ListedPayment, entry: Entry): Verdict {
  const amount = `${formatDecimalEuros(line.amountCents)} euros`;
  switch (line.state) {
    case 'paid':
      return verdict('twice-at-provider', `The provider has ${amount} more for payment ${entry.id}.`, 'manager');
    case 'open':
      return verdict('open-at-provider', `The provider has one more open order for payment ${entry.id}.`, 'cashier');
    case 'not-paid':
      return EQUAL;
  }
}

export function otherDayVerdict(entry: Entry): Verdict {
  return verdict('other-day', `Payment ${entry.id} was asked for on another day and is compared there.`, 'nobody');
}

export function totalsVerdict(what: 'paid' | 'refunded', terminal: Cents, journal: Cents): Verdict {
  const [there, here] = [formatDecimalEuros(terminal), formatDecimalEuros(journal)];
  return verdict(
    'totals-differ',
    `The terminal’s end of day says ${there} euros ${what}, the journal ${here}.`,
    'manager',
  );
}

const EQUAL: Verdict = { kind: 'equal', explanation: '', whoActs: 'nobody' };

function wordOf({ direction }: Pick<Entry, 'direction'>): string {
  return direction === 'pay' ? 'paid' : 'given back';
}

function lower(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

function verdict(kind: ReconcileKind, explanation: string, whoActs: ReconcileLine['whoActs']): Verdict {
  return { kind, explanation, whoActs };
}
