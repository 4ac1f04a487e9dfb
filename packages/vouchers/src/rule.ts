/**
 * What a voucher is worth, as data. A rule never changes once a voucher rests on it: another wording is another rule, and
 * vouchers keep theirs. `rule.wire.ts` has the schema that settings and injections are checked with.
 */
import type { Cents } from '@tillbridge/kernel';

export type TextLanguage = 'nl' | 'de' | 'fr' | 'en';

/** A short text in the languages it was given in; at least one. */
export type LocalText = Readonly<Partial<Record<TextLanguage, string>>>;

/**
 * What the guest gets, and in which unit an entitlement to it is counted:
 *
 * | kind         | gives, per unit                                             | unit                       |
 * |--------------|-------------------------------------------------------------|----------------------------|
 * | `items`      | one whole piece of an article in scope, free up to the cap  | piece                      |
 * | `percentage` | a share of every line in scope, up to the cap for the sale  | one sale                   |
 * | `amount`     | up to a fixed amount off the lines in scope; no rest stays  | one sale                   |
 * | `balance`    | money off the lines in scope, as far as it reaches          | one cent                   |
 */
export type Benefit =
  | { readonly kind: 'items'; readonly capCents: Cents | null }
  /** 10 % is 1000. 1 to 10,000. */
  | { readonly kind: 'percentage'; readonly basisPoints: number; readonly capCents: Cents | null }
  | { readonly kind: 'amount'; readonly cents: Cents }
  | { readonly kind: 'balance' };

/** Which lines of a sale count. Article numbers are text: they go beyond what a number holds exactly. */
export type Scope =
  | { readonly kind: 'articles'; readonly articles: readonly string[] }
  /** A category: the till's turnover groups, as the catalogue says which article belongs to which. */
  | { readonly kind: 'turnover-groups'; readonly groups: readonly number[] }
  /** Every line, less what is left out. */
  | {
      readonly kind: 'assortment';
      readonly exceptArticles: readonly string[];
      readonly exceptGroups: readonly number[];
    };

/** Local time at the venue. Days: 1 Monday to 7 Sunday. Minutes after midnight; `until` is not in it, and may be 1440. */
export interface OpeningHours {
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly untilMinute: number;
}

/** Where a voucher counts: at a branch, or at a workplace of a branch. Empty lists: everywhere. */
export interface Places {
  readonly branches: readonly number[];
  readonly workplaces: readonly { readonly branch: number; readonly workplace: number }[];
}

/** How much may be spent, in the units of the benefit; null: no limit but what was issued. */
export interface SpendLimits {
  /** Within one sale. */
  readonly perVisit: number | null;
  /** Per calendar day at the venue. */
  readonly perDay: number | null;
  /** In any so many calendar days, today the last of them. */
  readonly perPeriod: { readonly units: number; readonly days: number } | null;
}

export interface Rule {
  /** What till and screens call it: "Hamburgermenu". */
  readonly label: LocalText;
  readonly benefit: Benefit;
  readonly scope: Scope;
  /** Empty: at any time. */
  readonly hours: readonly OpeningHours[];
  readonly places: Places;
  readonly limits: SpendLimits;
  /** What the lines in scope must come to before anything is taken off. */
  readonly minimumSpendCents: Cents | null;
  /** `alone`: not in one sale with anything else of ours, a second voucher of the same rule included. */
  readonly combines: 'freely' | 'alone';
  /**
   * For `items`: what may be put into a sale that has no piece in scope left. It is in scope by itself. More than one: the
   * guest chooses. Empty: the article must be in the sale first.
   */
  readonly adds: readonly { readonly article: string; readonly label: LocalText }[];
}
