/** What the cashier reads about a voucher. */
import type {
  AppliedVoucherView,
  EntitlementStory,
  SaleVouchersView,
  VoucherAnswer,
  VoucherRefusalView,
  VoucherStoryView,
  VoucherVerdict,
} from '@tillbridge/contracts';
import { VOUCHER_REFUSALS } from '@tillbridge/contracts';
import {
  formatDate,
  type SentenceKey,
  type Translator,
  textIn,
  type VoucherSituation,
  voucherSentences,
} from '@tillbridge/language';

/** C19: "Hamburgermenu: 2 toegepast. Nog 2 van 4 over." */
export function appliedWords(applied: AppliedVoucherView, words: Translator, now: number): string {
  const label = textIn(applied.label, words.language);
  return said({ kind: 'applied', ...applied, label }, words, now);
}

export interface RefusedWords {
  readonly text: string;
  /** Whose matter it is, and which voucher. */
  readonly small: string;
  /** Nothing is wrong: it waits for its article. */
  readonly isHeld: boolean;
}

export function refusedWords(
  { code, label, refusal }: SaleVouchersView['refused'][number],
  words: Translator,
  now: number,
): RefusedWords {
  const name = label === null ? '' : textIn(label, words.language);
  const isHeld = refusal.why === 'no-article';
  const about = name === '' || isHeld ? [code] : [name, code];
  return {
    text: sentenceOf(refusal, name, words, now),
    small: [...(isHeld ? [] : [VOUCHER_REFUSALS[refusal.why].owner]), ...about].join(' · '),
    isHeld,
  };
}

function sentenceOf(refusal: VoucherRefusalView, label: string, words: Translator, now: number): string {
  if (refusal.why === 'no-article') return said({ kind: 'held', label }, words, now);
  return said({ kind: 'refused', ...refusal }, words, now);
}

function said(situation: VoucherSituation, words: Translator, now: number): string {
  return voucherSentences(words.language, situation, now, 'window').message;
}

export interface VerdictWords {
  readonly head: string;
  readonly action: string;
  /** Whose matter it is, and who acts. */
  readonly small: string;
}

export function verdictWords(
  { refusal, owner, acts }: VoucherVerdict,
  label: EntitlementStory['label'] | null,
  words: Translator,
  now: number,
): VerdictWords {
  const who =
    acts === 'nobody' ? words.t('lookUp.nobodyActs') : words.t('lookUp.acts', { who: words.t(`lookUp.who.${acts}`) });
  return {
    head: words.t(`lookUp.status.${refusal.why}`),
    action: sentenceOf(refusal, label === null ? '' : textIn(label, words.language), words, now),
    small: `${owner} · ${who}`,
  };
}

export type StoryField = 'valid' | 'partly' | 'refused';

/** What is to be said of a whole voucher, first. */
export function storyWords(
  story: VoucherStoryView,
  words: Translator,
  now: number,
): VerdictWords & { readonly field: StoryField } {
  if (story.verdict !== null) return { field: 'refused', ...verdictWords(story.verdict, null, words, now) };
  const refused = story.entitlements.filter(({ verdict }) => verdict !== null);
  const [first] = refused;
  if (first?.verdict && refused.length === story.entitlements.length) {
    return { field: 'refused', ...verdictWords(first.verdict, first.label, words, now) };
  }
  const action = story.entitlements
    .filter(({ verdict }) => verdict === null)
    .map((each) => `${textIn(each.label, words.language)}: ${leftWords(each, words)}`)
    .join('. ');
  const head = words.t(refused.length === 0 ? 'lookUp.valid' : 'lookUp.partly');
  return { field: refused.length === 0 ? 'valid' : 'partly', head, action: `${action}.`, small: '' };
}

/** What is to be said when nothing was found. */
export function nothingWords({ by, verdict }: VoucherAnswer, words: Translator, now: number): VerdictWords {
  const said = verdict === null ? { head: '', action: '', small: '' } : verdictWords(verdict, null, words, now);
  return by === 'order' ? { ...said, action: words.t('lookUp.unknownOrder') } : said;
}

/** "Nog 2 van 4". */
export function leftWords({ left, issued, unit }: EntitlementStory, words: Translator): string {
  if (left === null || issued === null) return words.t('lookUp.endless');
  const figure = (units: number): string | number => (unit === 'cent' ? words.amount(units) : units);
  return words.t('lookUp.left', { left: figure(Math.max(0, left)), issued: figure(issued) });
}

/** When it counts, and how much of it open sales hold. */
export function validityWords(
  { validFrom, validUntil, held, unit }: EntitlementStory,
  words: Translator,
  now: number,
): string {
  const from = validFrom === null ? null : formatDate(validFrom, now, words.language);
  // The first moment it no longer counts: people are told the last day it does.
  const until = validUntil === null ? null : formatDate(validUntil - 1, now, words.language);
  const valid =
    from === null
      ? until === null
        ? words.t('lookUp.validAlways')
        : words.t('lookUp.validUntil', { until })
      : until === null
        ? words.t('lookUp.validFrom', { from })
        : words.t('lookUp.validBetween', { from, until });
  if (held === 0) return valid;
  return `${valid} · ${words.t('lookUp.held', { held: unit === 'cent' ? words.amount(held) : held })}`;
}

/** "2 × Hamburgermenu"; money and passes by their name alone. */
export function spentWords(
  spent: { readonly label: EntitlementStory['label']; readonly unit: EntitlementStory['unit']; readonly units: number },
  words: Translator,
): string {
  const label = textIn(spent.label, words.language);
  return spent.unit === 'piece' ? `${spent.units}\u00a0× ${label}` : label;
}

/** "21 nov. 14:05". */
export function whenWords(at: number, words: Translator, now: number): string {
  return `${formatDate(at, now, words.language)} ${words.time(at)}`;
}

/** The parts of the vouchers' side of the window. */
export const PARTS = ['story', 'log', 'overUse'] as const;
export type Part = (typeof PARTS)[number];
export const PART_KEYS = {
  story: 'lookUp.parts.story',
  log: 'lookUp.parts.log',
  overUse: 'lookUp.parts.overUse',
} as const satisfies Record<Part, SentenceKey>;
