import type { AppliedVoucherView, VoucherRefusalView } from '@tillbridge/contracts';
import type { EpochMs } from '@tillbridge/kernel';
import {
  type Language,
  textIn,
  type VoucherRefusal,
  type VoucherSituation,
  voucherSentences,
} from '@tillbridge/language';
import type { TillWords, VoucherEventPorts } from '@tillbridge/mplus';
import type { TillId } from '@tillbridge/payments';
import type { AppliedVoucher, LocalText, OpeningHours, Places, Refusal, SaleAnswer } from '@tillbridge/vouchers';

export interface VoucherWordsPorts {
  now(): EpochMs;
  /** The venue's. */
  readonly timeZone: string;
  languageOf(till: TillId): Language;
  /** The names of places as people know them. */
  placesOf(places: Places): string;
}

/** What tills show about vouchers, each in its own language. */
export function voucherWords(ports: VoucherWordsPorts): Pick<VoucherEventPorts, 'words' | 'labelOf'> {
  return {
    words: (till, answer) => wordsOf(ports.languageOf(till.till), answer, ports),
    labelOf: (till, label) => textIn(label, ports.languageOf(till.till)),
  };
}

/** The words of one answer: a refusal first, since somebody waits for its reason; else what counted last. */
function wordsOf(language: Language, answer: SaleAnswer, ports: VoucherWordsPorts): TillWords | null {
  const say = (situation: VoucherSituation) =>
    voucherSentences(language, situation, ports.now(), 'till', ports.timeZone);
  const [refused] = answer.refusals;
  if (refused !== undefined) {
    return say(situationOf(refused.refusal, refused.label, language, ports.placesOf));
  }
  const applied = answer.applied.at(-1);
  return applied === undefined ? null : say(appliedSituation(applied, language));
}

/** What counts in a sale, as windows get it. */
export function appliedView({ label, spend, left, issued }: AppliedVoucher): AppliedVoucherView {
  const isMoney = spend.units === spend.cents && issued !== null;
  const units = isMoney ? null : spend.units;
  return { id: spend.entitlement, label: { ...label }, amountCents: spend.cents, units, left, issued };
}

function appliedSituation(applied: AppliedVoucher, language: Language): VoucherSituation {
  return { kind: 'applied', ...appliedView(applied), label: textIn(applied.label, language) };
}

/** A refusal as windows get it. Names of places and hours are in `language`. */
export function refusalView(
  refusal: Refusal,
  language: Language,
  placesOf: (places: Places) => string,
): VoucherRefusalView {
  return refusal.why === 'no-article' ? { why: 'no-article' } : plain(refusal, '', language, placesOf);
}

/** A refusal as the sentences want it: names instead of numbers, labels in the language. */
export function situationOf(
  refusal: Refusal,
  label: LocalText | null,
  language: Language,
  placesOf: (places: Places) => string,
): VoucherSituation {
  const own = label === null ? '' : textIn(label, language);
  if (refusal.why === 'no-article') return { kind: 'held', label: own };
  return { kind: 'refused', ...plain(refusal, own, language, placesOf) };
}

type Plain = Exclude<Refusal, { why: 'no-article' }>;

function plain(
  refusal: Plain,
  label: string,
  language: Language,
  placesOf: (places: Places) => string,
): Exclude<VoucherRefusal, { why: 'no-article' }> {
  switch (refusal.why) {
    case 'used-up':
      return { why: 'used-up', at: refusal.lastAt, till: refusal.lastPlace };
    case 'limit-reached': {
      const { units, days, again, lastAt, lastPlace } = refusal;
      return { why: 'limit-reached', units, days, again, lastAt, till: lastPlace };
    }
    case 'wrong-place':
      return { why: 'wrong-place', places: placesOf(refusal.places) };
    case 'wrong-time':
      return { why: 'wrong-time', hours: refusal.hours.map((hours) => hoursText(hours, language)).join(', ') };
    case 'not-combined':
      return { why: 'not-combined', other: refusal.other === null ? label : textIn(refusal.other, language) };
    case 'in-use':
      return { why: 'in-use', till: refusal.place, since: refusal.since, until: refusal.until };
    case 'cancelled':
      return { why: 'cancelled', at: refusal.at, order: refusal.orderReference };
    default:
      return refusal;
  }
}

/** 5 January 1970 was a Monday. */
const A_MONDAY = Date.UTC(1970, 0, 5);
const DAY_MS = 86_400_000;

/** "ma-vr 11:00-17:00". */
function hoursText({ days, fromMinute, untilMinute }: OpeningHours, language: Language): string {
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const named = spans(days).map(([first, last]) => {
    const [from, until] = [first, last].map((day) => weekday.format(A_MONDAY + (day - 1) * DAY_MS).replace('.', ''));
    return from === until ? from : `${from}\u2013${until}`;
  });
  return `${days.length === 7 ? '' : `${named.join(', ')} `}${clock(fromMinute)}\u2013${clock(untilMinute)}`;
}

/** Runs of days: 1, 2, 3, 6 is [1, 3] and [6, 6]. */
function spans(days: readonly number[]): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const day of days.toSorted((a, b) => a - b)) {
    const open = found.at(-1);
    if (open !== undefined && day === open[1] + 1) open[1] = day;
    else found.push([day, day]);
  }
  return found;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
