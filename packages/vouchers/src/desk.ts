/**
 * The voucher desk: what tills, ticket shops and cashiers ask of vouchers. Every answer is durable before it is given.
 */
import type { Cents, EpochMs, InboxReceipt } from '@tillbridge/kernel';
import type { InjectionEntry, InjectionFilter, VoucherDraft } from './ports.ts';
import type { LocalText } from './rule.ts';
import type { DiscountId, Redemption, SaleKey, SaleLine, SalePlace, SaleVouchers, Spend } from './sale.ts';
import type { BlockReason, EntitlementId, Refusal, ShopId, Voucher, VoucherId } from './voucher.ts';

/** What a till says about a sale. `lines` is the whole basket; null when the message held none. */
export interface SaleWord {
  readonly sale: SaleKey;
  readonly place: SalePlace;
  readonly lines: readonly SaleLine[] | null;
  /**
   * The till waits for the answer and acts on it. What was answered to a word it doesn't wait for was not heard: it is
   * answered again to the next one.
   */
  readonly heard: boolean;
  readonly receipt: InboxReceipt;
}

/** An article that is to be put into the sale, free of charge. */
export interface LineAddition {
  readonly lineId: string;
  readonly article: string;
  readonly pieces: number;
  readonly discountId: DiscountId;
  readonly label: LocalText;
}

/** The one discount a line is to carry: what all entitlements take off it together. */
export interface CarriedDiscount {
  readonly id: DiscountId;
  readonly lineId: string;
  /** Whole pieces it is for; null: the discount is on the line. */
  readonly pieces: number | null;
  /** Those pieces, or the line, cost nothing any more. */
  readonly whole: boolean;
  readonly cents: Cents;
  readonly label: LocalText;
}

/** A question to the guest that the till asks. The same event comes again with the answer. Ids are article numbers, or `none`. */
export interface Choice {
  /** Which entitlement it is about. */
  readonly entitlement: EntitlementId;
  readonly label: LocalText;
  readonly options: readonly { readonly id: string; readonly label: LocalText }[];
}

/** One voucher of the sale, for the screens: how many came off now, and how many are left. */
export interface AppliedVoucher {
  readonly label: LocalText;
  readonly spend: Spend;
  /** Units that stay after this sale; null: without end. */
  readonly left: number | null;
  readonly issued: number | null;
}

/** What the till is to do. Empty lists and nulls: nothing. */
export interface SaleAnswer {
  /** True: the code is ours, so the till needs not look for it itself. */
  readonly recognized: boolean;
  /** Discounts that the lines must carry from now on and don't yet. */
  readonly set: readonly CarriedDiscount[];
  /** Lines that must carry none of ours any more. */
  readonly clear: readonly { readonly lineId: string; readonly discountId: DiscountId }[];
  readonly additions: readonly LineAddition[];
  readonly choice: Choice | null;
  /** Everything that counts in this sale now. */
  readonly applied: readonly AppliedVoucher[];
  /** Why what was scanned gives nothing, or not all; the newest scan first. */
  readonly refusals: readonly { readonly code: string; readonly label: LocalText | null; readonly refusal: Refusal }[];
}

export interface Scan extends SaleWord {
  readonly code: string;
  /** Options the guest chose in the till's dialog about this scan; null: none was shown. */
  readonly chosen: readonly string[] | null;
}

export interface InjectionOrder {
  readonly shop: ShopId;
  readonly by: InjectionEntry['by'];
  readonly operation: string;
  readonly idempotencyKey: string | null;
  /** SHA-256 of the request, to tell a repeat from another request under the same key. */
  readonly digest: string;
  readonly vouchers: readonly VoucherDraft[];
  readonly requestId: string;
  /** What the shop is answered, in its own protocol's words: for the injection log. */
  responseOf(answer: InjectionAnswer): string;
}

/** How a shop's order came, for the injection log. `response`: what it is answered when it is done. */
export type LoggedCall = Pick<InjectionEntry, 'by' | 'operation' | 'requestId' | 'response'>;

/** A call that may have been answered before. */
export type EarlierCall = Pick<InjectionOrder, 'shop' | 'digest'> & { readonly idempotencyKey: string };

export type InjectionAnswer =
  | { readonly ok: true; readonly replay: boolean; readonly vouchers: readonly StoredVoucher[] }
  /** Nothing of the order was stored. `index` says which voucher of it is at fault. */
  | { readonly ok: false; readonly fault: InjectionFault };

export interface StoredVoucher {
  readonly id: VoucherId;
  readonly code: string;
  readonly entitlements: readonly {
    readonly id: EntitlementId;
    readonly code: string | null;
    readonly ruleName: string;
    readonly validFrom: EpochMs | null;
    /** The first moment it is no longer valid. */
    readonly validUntil: EpochMs | null;
  }[];
}

export type InjectionFault =
  | { readonly why: 'duplicate-code'; readonly index: number; readonly code: string }
  /** The key was used for another request. */
  | { readonly why: 'key-reused' };

/** A redemption without a till's sale: an integrator's own till, or a look at what would happen. */
export interface DirectRedemption {
  /** Whose vouchers alone are meant. */
  readonly shop: ShopId;
  /** With an `entitlement` too, both must be of one voucher. */
  readonly code: string | null;
  readonly entitlement: EntitlementId | null;
  /** A whole number above zero. */
  readonly units: number;
  readonly place: SalePlace;
  readonly dryRun: boolean;
}

export type DirectAnswer =
  | { readonly ok: true; readonly redemptions: readonly Redemption[]; readonly left: number | null }
  | { readonly ok: false; readonly refusal: Refusal };

/** What can be said about a code or an order: everything a cashier or IT needs. */
export interface VoucherStory {
  readonly voucher: Voucher;
  /** Whether it would count at `place` now, entitlement by entitlement. */
  readonly standing: readonly {
    readonly entitlement: EntitlementId;
    readonly refusal: Refusal | null;
    readonly left: number | null;
  }[];
  /** What refuses the code itself; null: nothing does. */
  readonly refusal: Refusal | null;
  readonly heldBy: readonly SaleVouchers[];
  readonly redemptions: readonly Redemption[];
}

export interface VoucherDesk {
  /** A guest's code was scanned. */
  scan(scan: Scan): Promise<SaleAnswer>;
  /** Lines came, went or changed; the sale was taken up again; or its payment screen opens. */
  rematch(word: SaleWord): Promise<SaleAnswer>;
  /** The sale is done: what its lines carry is spent. */
  complete(word: SaleWord): Promise<void>;
  /**
   * Nothing was sold: everything is free again. `park`: it may be taken up later. `merged`: its lines go on in another
   * sale, and bring their vouchers along.
   */
  release(word: SaleWord, why: 'cancelled' | 'merged' | 'park'): Promise<void>;
  /** The sale was taken back: what its lines carried is given back. Null lines: all of it. */
  credit(word: SaleWord): Promise<void>;
  /** Frees what open sales hold beyond their lease; resolves with when to look next. */
  releaseLapsed(): Promise<EpochMs | null>;

  inject(order: InjectionOrder): Promise<InjectionAnswer>;
  /** What an earlier call under this key was answered, when it was the same one: also if it could not be made any more. */
  repeated(call: EarlierCall): Promise<InjectionAnswer | undefined>;
  /** A call that was refused before it came to vouchers, for the log. */
  noteInjection(entry: InjectionEntry): Promise<void>;
  /** A new code for the same voucher. Throws when the old one is unknown or the new one taken. */
  reissue(shop: ShopId, old: string, fresh: string, call?: LoggedCall): Promise<Voucher>;
  block(shop: ShopId, code: string, reason: BlockReason, call?: LoggedCall): Promise<Voucher>;
  redeem(order: DirectRedemption): Promise<DirectAnswer>;

  byCode(code: string, place: SalePlace | null): VoucherStory | undefined;
  byOrder(orderReference: string, place: SalePlace | null, limit?: number): readonly VoucherStory[];
  receivedBetween(shop: ShopId, from: EpochMs, until: EpochMs, limit: number): readonly Voucher[];
  /** The newest first, and not without end. */
  redemptionsOf(voucher: VoucherId): readonly Redemption[];
  injections(filter: InjectionFilter): readonly (InjectionEntry & { readonly number: number })[];
  overUse(): readonly Redemption[];
  seeOverUse(redemption: string, by: string): Promise<void>;
  /** What the sale's screens show. */
  ofSale(sale: SaleKey): SaleVouchers | undefined;
  /** Hears of every sale whose vouchers changed. */
  onChange(listener: (sale: SaleKey) => void): () => void;
}
