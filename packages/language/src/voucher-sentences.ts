import { formatDate, formatTime } from './figures.ts';
import type { Language } from './language.ts';
import type { TillSentences } from './till-sentences.ts';
import { createTranslator, type SentenceKey, type Translator } from './translator.ts';

/** What is known about a voucher in a sale, in plain figures. Moments are epoch milliseconds, money is cents. */
export type VoucherSituation =
  | {
      readonly kind: 'applied';
      readonly label: string;
      /** What comes off. */
      readonly amountCents: number;
      /** Pieces, or sales, or null where the voucher is money. */
      readonly units: number | null;
      /** Null: without end. */
      readonly left: number | null;
      readonly issued: number | null;
    }
  /** Ours and valid, and nothing in the basket is for it yet. */
  | { readonly kind: 'held'; readonly label: string }
  | ({ readonly kind: 'refused' } & VoucherRefusal);

export type VoucherRefusal =
  | { readonly why: 'not-received' | 'unreadable' | 'twice-here' | 'cannot-check' }
  | { readonly why: 'replaced' | 'expired' | 'not-yet'; readonly at: number }
  | { readonly why: 'cancelled'; readonly at: number; readonly order: string }
  | { readonly why: 'used-up'; readonly at: number | null; readonly till: string | null }
  | { readonly why: 'too-few-left'; readonly left: number; readonly issued: number; readonly asked: number }
  | {
      readonly why: 'limit-reached';
      readonly units: number;
      /** 0: in one sale, 1: in a day. */
      readonly days: number;
      readonly again: number | null;
      readonly lastAt: number | null;
      readonly till: string | null;
    }
  | { readonly why: 'wrong-place'; readonly places: string }
  | { readonly why: 'wrong-time'; readonly hours: string }
  | { readonly why: 'no-article'; readonly items: string }
  | { readonly why: 'minimum'; readonly minimumCents: number; readonly missingCents: number }
  | { readonly why: 'not-combined'; readonly other: string }
  | { readonly why: 'in-use'; readonly till: string; readonly since: number; readonly until: number };

/**
 * Both texts about a voucher, for the till's screens and ours. `now` decides whether a date needs its year; `timeZone` is
 * the venue's, by default the machine's.
 */
export function voucherSentences(
  language: Language,
  situation: VoucherSituation,
  now: number,
  medium: 'till' | 'window' = 'till',
  timeZone?: string,
): TillSentences {
  const words = createTranslator(language, medium);
  const [name, values] = sentenceOf(words, situation, {
    date: (at) => formatDate(at, now, language, timeZone),
    time: (at) => formatTime(at, language, timeZone),
  });
  const filled = { ...NOTHING, ...values };
  return {
    message: words.t(`voucher.${name}.cashier`, filled),
    customerMessage: words.t(`voucher.${name}.customer`, filled),
  };
}

const NOTHING = {
  amount: '',
  asked: '',
  date: '',
  days: '',
  hours: '',
  issued: '',
  items: '',
  label: '',
  left: '',
  order: '',
  other: '',
  places: '',
  till: '',
  time: '',
  total: '',
  units: '',
  until: '',
} as const;
type Values = { readonly [Name in keyof typeof NOTHING]?: string | number };

type Name = { [Key in SentenceKey]: Key extends `voucher.${infer Own}.cashier` ? Own : never }[SentenceKey];
type Sentence = readonly [name: Name, values: Values];

/** Moments as people in the venue read them. */
interface Moments {
  date(at: number): string;
  time(at: number): string;
}

function sentenceOf(words: Translator, situation: VoucherSituation, moments: Moments): Sentence {
  switch (situation.kind) {
    case 'applied':
      return applied(words, situation);
    case 'held':
      return ['held', { label: situation.label }];
    case 'refused':
      return refused(words, situation, moments);
  }
}

function applied(words: Translator, situation: Extract<VoucherSituation, { kind: 'applied' }>): Sentence {
  const { label, units, left, issued } = situation;
  const amount = words.amount(situation.amountCents);
  if (left === null || issued === null) return ['appliedPass', { label, amount }];
  if (left === 0) return ['appliedLast', { label, amount }];
  if (units !== null) return ['applied', { label, amount, units, left, issued }];
  return ['appliedMoney', { label, amount, left: words.amount(left), issued: words.amount(issued) }];
}

function refused(words: Translator, refusal: VoucherRefusal, { date, time }: Moments): Sentence {
  switch (refusal.why) {
    case 'not-received':
      return ['notReceived', {}];
    case 'unreadable':
      return ['unreadable', {}];
    case 'twice-here':
      return ['twiceHere', {}];
    case 'cannot-check':
      return ['cannotCheck', {}];
    case 'replaced':
      return ['replaced', { date: date(refusal.at) }];
    case 'cancelled':
      return ['cancelled', { date: date(refusal.at), order: refusal.order }];
    case 'expired':
      // The first moment it no longer counted: people are told the last day it did.
      return ['expired', { date: date(refusal.at - 1) }];
    case 'not-yet':
      return ['notYet', { date: date(refusal.at), time: time(refusal.at) }];
    case 'used-up': {
      const { at, till } = refusal;
      return at === null || till === null ? ['usedUpBefore', {}] : ['usedUp', { date: date(at), time: time(at), till }];
    }
    case 'too-few-left':
      return ['tooFewLeft', { left: refusal.left, issued: refusal.issued, asked: refusal.asked }];
    case 'limit-reached':
      return limited(refusal, { date, time });
    case 'wrong-place':
      return ['wrongPlace', { places: refusal.places }];
    case 'wrong-time':
      return ['wrongTime', { hours: refusal.hours }];
    case 'no-article':
      return ['noArticle', { items: refusal.items }];
    case 'minimum': {
      const total = words.amount(refusal.minimumCents - refusal.missingCents);
      return ['minimum', { amount: words.amount(refusal.minimumCents), total }];
    }
    case 'not-combined':
      return ['notCombined', { other: refusal.other }];
    case 'in-use': {
      const { till, since, until } = refusal;
      return ['inUse', { till, time: time(since), until: time(until) }];
    }
  }
}

function limited(
  { units, days, again, lastAt, till }: Extract<VoucherRefusal, { why: 'limit-reached' }>,
  { date, time }: Moments,
): Sentence {
  if (days === 0) return ['limitVisit', { units }];
  if (days > 1 && again !== null) return ['limitPeriod', { units, days, date: date(again) }];
  return lastAt === null || till === null
    ? ['limitDayUnused', { units }]
    : ['limitDay', { units, time: time(lastAt), till }];
}
