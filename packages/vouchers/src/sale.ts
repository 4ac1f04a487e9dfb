/** A sale at a till, as vouchers see it. */
import type { Brand, Cents, EpochMs } from '@tillbridge/kernel';
import type { EntitlementId, VoucherId } from './voucher.ts';

/** A till's sale: its subscription and session. */
export interface SaleKey {
  readonly subscriptionId: string;
  readonly sessionId: string;
}

/** Where a sale stands, in words for people ("Restaurant 2") and in the till's numbers. */
export interface SalePlace {
  readonly till: string;
  readonly branch: number;
  readonly workplace: number;
  readonly employee: number | null;
}

/** A line of the basket. */
export interface SaleLine {
  readonly lineId: string;
  readonly article: string | null;
  readonly text: string;
  /** Decimal, as the till wrote it: "2", "0.350". */
  readonly quantity: string;
  /** Per unit, including VAT; null: unknown, and nothing is ever taken off it. */
  readonly unitCents: Cents | null;
  /** What the line carries already. `ours` names a discount we gave; null: the line has another one. */
  readonly discount: { readonly ours: DiscountId | null } | null;
}

/** Our name of what stands on a line: a UUID. */
export type DiscountId = Brand<string, 'DiscountId'>;

/**
 * What comes off one line for one entitlement. Several entitlements may take pieces or money off the same line (four guests
 * with a ticket each, one line of four menus). The till lets a line carry one discount only, so theirs have the same id
 * and go to the till as one: `carriedDiscounts`.
 */
export interface LineDiscount {
  /** One per line. */
  readonly id: DiscountId;
  readonly lineId: string;
  readonly voucher: VoucherId;
  readonly entitlement: EntitlementId;
  /** Whole pieces it is for; null: the discount is on the line. */
  readonly pieces: number | null;
  /** Those pieces, or the line, cost nothing any more. */
  readonly whole: boolean;
  /** What comes off, exactly. Positive, never more than the line. */
  readonly cents: Cents;
}

/** What a sale takes from an entitlement. `cents` is the sum of its line discounts. */
export interface Spend {
  readonly voucher: VoucherId;
  readonly entitlement: EntitlementId;
  /** In the units of the benefit: pieces, sales or cents. */
  readonly units: number;
  readonly cents: Cents;
}

/** A code that was shown in a sale. */
export interface Claim {
  readonly code: string;
  readonly voucher: VoucherId;
  /** Null: every entitlement of the voucher. */
  readonly entitlement: EntitlementId | null;
  readonly at: EpochMs;
  /** What the guest chose when there was a choice: an article of the rule's `adds`, or `none`. */
  readonly chosen: readonly { readonly entitlement: EntitlementId; readonly article: string }[];
}

/** An article that was put into the sale for an entitlement, free of charge. */
export interface AddedArticle {
  /** Of the line it is to be; the till may name it otherwise. */
  readonly lineId: string;
  readonly discountId: DiscountId;
  readonly voucher: VoucherId;
  readonly entitlement: EntitlementId;
  readonly article: string;
  readonly pieces: number;
  /**
   * `due`: the till was not told so far. `told`: it was, and its units are held. `settled`: the next basket came, with the
   * line in it, which is matched like any other, or without.
   */
  readonly state: 'due' | 'told' | 'settled';
}

/**
 * What the vouchers of one open sale hold. Written before the till hears of it.
 *
 *     open ──paused──▶ parked (nothing held) ──resumed──▶ open       open ──completed──▶ redeemed, row gone
 *     open ──lease over──▶ lapsed (nothing held, claims kept) ──any word of the till──▶ open
 *     open ──merged──▶ parked ──its lines turn up in another sale──▶ their discounts and claims go over to that one
 */
export interface SaleVouchers {
  readonly sale: SaleKey;
  readonly place: SalePlace;
  readonly stage: 'open' | 'parked' | 'lapsed';
  readonly claims: readonly Claim[];
  /** What the lines are to carry; with what was added, the cause of `spends`. Kept while parked or lapsed. */
  readonly discounts: readonly LineDiscount[];
  /** What lines may still carry of before, should the till not have acted on an answer. Nothing is held for it. */
  readonly earlier: readonly LineDiscount[];
  readonly additions: readonly AddedArticle[];
  /** What is held: nothing unless open. */
  readonly spends: readonly Spend[];
  /** Something of it was decided while cut off from the venue. */
  readonly cutOff: boolean;
  readonly leaseUntil: EpochMs;
  /** Rises with each change. */
  readonly version: number;
}

/** What a line had carried when its sale was done. */
export interface RedeemedLine {
  readonly discount: DiscountId;
  readonly pieces: number | null;
  readonly cents: Cents;
}

/** What was spent: the memory of one sale and one entitlement. */
export interface Redemption {
  readonly id: string;
  readonly voucher: VoucherId;
  readonly entitlement: EntitlementId;
  readonly code: string;
  readonly sale: SaleKey | null;
  readonly place: SalePlace;
  readonly at: EpochMs;
  readonly units: number;
  readonly cents: Cents;
  /** Which discounts it went into, so that a line can be credited alone. Empty without a sale. */
  readonly lines: readonly RedeemedLine[];
  /**
   * Given back when the sale was credited. Of what is credited in part, the rest is a redemption of its own from then on.
   */
  readonly creditedAt: EpochMs | null;
  /**
   * `over`: the till had given it away although nothing was left (its hold had lapsed). Not counted in `redeemed`; stands
   * on the list of over-use until a person has seen it. `offline`: decided while cut off from the venue.
   */
  readonly mark: 'over' | 'offline' | null;
}
