import type { Brand, EpochMs } from '@tillbridge/kernel';
import type { LocalText, OpeningHours, Places, Rule } from './rule.ts';

/** Our own name of a voucher: a UUID, made by the store. */
export type VoucherId = Brand<string, 'VoucherId'>;
/** Our own name of an entitlement: a UUID, made by the store. */
export type EntitlementId = Brand<string, 'EntitlementId'>;
/** The ticket shop that sold it, as the settings name it. */
export type ShopId = Brand<string, 'ShopId'>;

/** What a guest bought in a ticket shop: a code, and what it entitles to. */
export interface Voucher {
  readonly id: VoucherId;
  readonly shop: ShopId;
  /** The shop's order. Several vouchers may belong to one. */
  readonly orderReference: string;
  /** The current code, then those that were replaced, and codes of single entitlements. */
  readonly codes: readonly VoucherCode[];
  readonly entitlements: readonly Entitlement[];
  readonly receivedAt: EpochMs;
  /** Withdrawn by the shop: nothing more is redeemed. */
  readonly blocked: { readonly at: EpochMs; readonly reason: BlockReason } | null;
}

export type BlockReason = 'cancelled' | 'refunded';

/** What a scanner reads. Unique over everything that was ever injected. */
export interface VoucherCode {
  readonly code: string;
  /** Null: all entitlements of the voucher. */
  readonly entitlement: EntitlementId | null;
  /** When another code took its place; null: it counts. */
  readonly replacedAt: EpochMs | null;
}

/** So much of what a rule gives. Units are those of the rule's benefit. */
export interface Entitlement {
  readonly id: EntitlementId;
  readonly rule: Rule;
  /** The name the shop and the settings know the rule by. */
  readonly ruleName: string;
  readonly validFrom: EpochMs | null;
  /** The first moment it is no longer valid. */
  readonly validUntil: EpochMs | null;
  /** Null: without end, as a season pass is. */
  readonly issued: number | null;
  /** Never more than `issued` (V1). Credited sales are given back. */
  readonly redeemed: number;
  /** Held by sales that are still open. */
  readonly held: number;
}

/** Why a scanned code, or an entitlement of it, gives nothing now. The names are those of the sentences. */
export type Refusal =
  /** Not one of ours: the till may know the code. */
  | { readonly why: 'not-received' }
  /** The shape says it is a ticket code, and its check says it was read badly. */
  | { readonly why: 'unreadable' }
  | { readonly why: 'replaced'; readonly at: EpochMs }
  | { readonly why: 'cancelled'; readonly at: EpochMs; readonly orderReference: string }
  | { readonly why: 'expired'; readonly at: EpochMs }
  | { readonly why: 'not-yet'; readonly at: EpochMs }
  | { readonly why: 'used-up'; readonly lastAt: EpochMs | null; readonly lastPlace: string | null }
  /** More was asked for than is left; only where a number is asked for. */
  | { readonly why: 'too-few-left'; readonly left: number; readonly issued: number; readonly asked: number }
  /** The share of this sale, day or period is gone: `units` in `days` days (0: in one sale); `again`: when the next begins. */
  | {
      readonly why: 'limit-reached';
      readonly units: number;
      readonly days: number;
      readonly again: EpochMs | null;
      readonly lastAt: EpochMs | null;
      readonly lastPlace: string | null;
    }
  | { readonly why: 'wrong-place'; readonly places: Places }
  | { readonly why: 'wrong-time'; readonly hours: readonly OpeningHours[] }
  | { readonly why: 'minimum'; readonly missingCents: number; readonly minimumCents: number }
  /** Nothing in the basket that it is for. */
  | { readonly why: 'no-article' }
  /** Each piece and each euro counts for one voucher at most, and others do better there; or the till gave a discount. */
  | { readonly why: 'not-combined'; readonly other: LocalText | null }
  /** Held by another sale until then, unless that one goes on. */
  | { readonly why: 'in-use'; readonly place: string; readonly since: EpochMs; readonly until: EpochMs }
  /** The same code again in the same sale. */
  | { readonly why: 'twice-here' }
  /** Cut off from the venue, and the policy says no. */
  | { readonly why: 'cannot-check' };
