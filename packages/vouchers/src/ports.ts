/** What the voucher room needs of the rooms around it. */
import type { EpochMs, FactDraft, InboxReceipt, OutboxDraft } from '@tillbridge/kernel';
import type { Rule } from './rule.ts';
import type { DiscountId, Redemption, SaleKey, SaleVouchers } from './sale.ts';
import type { BlockReason, EntitlementId, ShopId, Voucher, VoucherId } from './voucher.ts';

/** A voucher that is to be stored. */
export interface VoucherDraft {
  readonly shop: ShopId;
  readonly orderReference: string;
  /** The ticket's code: the one that opens the gate. */
  readonly code: string;
  readonly entitlements: readonly EntitlementDraft[];
}

export interface EntitlementDraft {
  readonly ruleName: string;
  readonly rule: Rule;
  readonly validFrom: EpochMs | null;
  readonly validUntil: EpochMs | null;
  /** Units; null: without end. */
  readonly issued: number | null;
  /** A code of this entitlement alone, beside the ticket's. */
  readonly code: string | null;
}

/** One call of a ticket shop, for the injection log. Never holds what was bought by whom. */
export interface InjectionEntry {
  readonly at: EpochMs;
  readonly shop: ShopId;
  /** How it came: `rest`, `soap`. */
  readonly by: string;
  readonly operation: string;
  readonly orderReference: string | null;
  /** What the shop was answered: a SOAP result, an HTTP status with its error code. */
  readonly response: string;
  readonly vouchers: number;
  /** Ours, also in the logs. */
  readonly requestId: string;
}

export interface InjectionFilter {
  readonly shop?: ShopId;
  readonly orderReference?: string;
  readonly from?: EpochMs;
  readonly until?: EpochMs;
  /** Entries older than this one, for the next page. */
  readonly before?: number;
  readonly limit: number;
}

export interface VoucherReads {
  /** By any code it ever had. Exact: no case folding, no trimming. */
  byCode(code: string): Voucher | undefined;
  byId(id: VoucherId): Voucher | undefined;
  /** In the order they came, at most `limit`. */
  byOrder(orderReference: string, limit: number): readonly Voucher[];
  /** What a shop injected from `from` until before `until`, in the order it came, at most `limit`. */
  receivedBetween(shop: ShopId, from: EpochMs, until: EpochMs, limit: number): readonly Voucher[];
  entitlementOwner(id: EntitlementId): Voucher | undefined;
  sale(sale: SaleKey): SaleVouchers | undefined;
  /** Open sales that hold something of this voucher. */
  salesHolding(id: VoucherId): readonly SaleVouchers[];
  /** Open sales whose lease ended at or before `now`. */
  salesDue(now: EpochMs, limit: number): readonly SaleVouchers[];
  /** Parked and lapsed sales whose lease ended before then, the longest ended first. */
  salesIdle(before: EpochMs, limit: number): readonly SaleVouchers[];
  /** The sale, of whatever stage, that gave this discount, now or earlier. */
  saleGiving(subscriptionId: string, discount: DiscountId): SaleVouchers | undefined;
  /** The newest first. */
  redemptionsOf(id: VoucherId, limit: number): readonly Redemption[];
  redemptionsOfSale(sale: SaleKey): readonly Redemption[];
  /** Units spent from `since` on; credited ones don't count. */
  spentSince(id: EntitlementId, since: EpochMs): number;
  /** Over-use nobody has seen yet. */
  overUse(limit: number): readonly Redemption[];
  injections(filter: InjectionFilter): readonly (InjectionEntry & { readonly number: number })[];
  voucherCount(): number;
}

/** One transaction: what it reads is what it writes on. */
export interface VoucherTransaction extends VoucherReads {
  appendFact(draft: FactDraft): unknown;
  accept(receipt: InboxReceipt): boolean;
  enqueue(draft: OutboxDraft): void;
  /** Throws when a code was ever used before: look first. Stores rules once, however many vouchers rest on them. */
  insertVoucher(draft: VoucherDraft, receivedAt: EpochMs): Voucher;
  /** The answer to a call with this idempotency key, when there was one. `digest` is that of the request. */
  replayOf(shop: ShopId, idempotencyKey: string): { readonly digest: string; readonly answer: string } | undefined;
  keepReplay(shop: ShopId, idempotencyKey: string, digest: string, answer: string, at: EpochMs): void;
  logInjection(entry: InjectionEntry): void;
  /** Adds to the counters; the store refuses to go below zero or, for `redeemed`, beyond what was issued. */
  adjust(id: EntitlementId, by: { readonly held?: number; readonly redeemed?: number }): void;
  putSale(sale: SaleVouchers): void;
  removeSale(sale: SaleKey): void;
  insertRedemption(redemption: Redemption): void;
  markCredited(id: string, at: EpochMs): void;
  /** A person has seen an over-use. */
  markSeen(redemption: string, at: EpochMs, by: string): void;
  replaceCode(old: string, fresh: string, at: EpochMs): void;
  block(id: VoucherId, reason: BlockReason, at: EpochMs): void;
}

export interface VoucherStore extends VoucherReads {
  /** Runs `work` in the next shared commit; resolves once the disk has it. */
  commit<T>(work: (transaction: VoucherTransaction) => T): Promise<T>;
}

/**
 * Who else has to be told of a voucher that came in: asked within the transaction that stores it, so that what it answers
 * is as durable as the voucher. Null: nobody.
 */
export type Forwarding = (voucher: Voucher) => OutboxDraft | null;

/** An article of the till's own catalogue. */
export interface CatalogueArticle {
  /** As a line of a sale carries it. */
  readonly number: string;
  readonly name: string;
  /** Turnover group; null: it has none. */
  readonly group: number | null;
  /** False: not sold any more. */
  readonly active: boolean;
  /** The group it came from, and when that was seen; null: it was always in its group. */
  readonly moved: { readonly from: number | null; readonly at: EpochMs } | null;
  /** When the whole catalogue was read and it wasn't there any more; null: it is. */
  readonly goneAt: EpochMs | null;
}

/** How far the till's catalogue was read. */
export interface CatalogueProgress {
  /** The highest sync marker of an article that was read: text, since it goes beyond what a number holds exactly. */
  readonly marker: string;
  /** When everything new was read last; null: not once. */
  readonly readAt: EpochMs | null;
  /** When everything was read last, from the first marker on; null: not once. */
  readonly wholeAt: EpochMs | null;
}

export interface CatalogueGroup {
  readonly number: number;
  readonly name: string;
}

export interface CatalogueCopy {
  readonly articles: readonly CatalogueArticle[];
  /** Turnover groups. */
  readonly groups: readonly CatalogueGroup[];
  readonly progress: CatalogueProgress;
}

/** Our copy of the till's catalogue, which stands without a line to anybody. */
export interface CatalogueStore {
  read(): CatalogueCopy;
  /** Adds or changes articles, replaces all groups unless null; resolves once the disk has it. */
  write(change: {
    readonly articles: readonly CatalogueArticle[];
    readonly groups: readonly CatalogueGroup[] | null;
    readonly progress: CatalogueProgress;
  }): Promise<void>;
}

/** What the till sells, as far as we were told. */
export interface Catalogue {
  /** The turnover group of an article; null: unknown. */
  turnoverGroupOf(article: string): number | null;
  /** What the till calls an article; null: unknown. */
  nameOf(article: string): string | null;
}

/** The other tills of the site. */
export interface VenueLink {
  /** `alone`: there is no other till, so what we know is all there is. */
  standing():
    | { readonly kind: 'alone' }
    | { readonly kind: 'connected' }
    | { readonly kind: 'cut-off'; readonly since: EpochMs };
}
