/** What the matching is given and what it answers. Pure: no clock, no chance; the same input gives the same offer. */
import type { Cents } from '@tillbridge/kernel';
import type { Catalogue } from './ports.ts';
import type { LocalText } from './rule.ts';
import type { SaleLine, Spend } from './sale.ts';
import type { Entitlement, EntitlementId, Refusal, VoucherId } from './voucher.ts';

/** An entitlement that was shown in a sale, and that time and place let count. */
export interface ClaimedEntitlement {
  readonly voucher: VoucherId;
  readonly entitlement: Entitlement;
  /** Units this sale may take: what is left, not held elsewhere, within the limits. Null: without end. */
  readonly available: number | null;
  /** The article the guest chose from the rule's `adds`; `none` for "not now"; null: not asked yet. */
  readonly chosen: string | null;
}

export interface MatchInput {
  readonly lines: readonly SaleLine[];
  /** In the order they were shown. */
  readonly claims: readonly ClaimedEntitlement[];
  readonly catalogue: Catalogue;
}

/** A discount without a name yet. Several on one line are one discount to the till. */
export interface LineOffer {
  readonly lineId: string;
  readonly voucher: VoucherId;
  readonly entitlement: EntitlementId;
  readonly pieces: number | null;
  /** Those pieces, or the line, cost nothing any more. */
  readonly whole: boolean;
  readonly cents: Cents;
}

export interface Offer {
  /**
   * One per line and entitlement at most. Without the guest's own balance the sum is as high as the rules allow, and no
   * voucher is spent that could be left out; balance pays what is left.
   */
  readonly discounts: readonly LineOffer[];
  readonly spends: readonly Spend[];
  /** Claims that give nothing, each with its reason. */
  readonly refusals: readonly { readonly entitlement: EntitlementId; readonly refusal: Refusal }[];
  /** Articles to put into the sale. Free of charge, so they are no part of `discounts`; `units` are spent by them too. */
  readonly additions: readonly {
    readonly voucher: VoucherId;
    readonly entitlement: EntitlementId;
    readonly article: string;
    readonly pieces: number;
    readonly label: LocalText;
  }[];
  /** A question to the guest before anything of this entitlement counts. */
  readonly choice: {
    readonly entitlement: EntitlementId;
    readonly options: readonly { readonly id: string; readonly label: LocalText }[];
  } | null;
}

export type MatchBasket = (input: MatchInput) => Offer;
