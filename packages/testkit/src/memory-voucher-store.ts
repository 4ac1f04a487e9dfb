import { type FactDraft, type InboxReceipt, type OutboxDraft, TillbridgeError } from '@tillbridge/kernel';
import { STORE_ERRORS } from '@tillbridge/store-sqlite';
import type {
  BlockReason,
  DiscountId,
  EntitlementId,
  InjectionEntry,
  InjectionFilter,
  Redemption,
  SaleKey,
  SaleVouchers,
  ShopId,
  Voucher,
  VoucherCode,
  VoucherDraft,
  VoucherId,
  VoucherReads,
  VoucherStore,
  VoucherTransaction,
} from '@tillbridge/vouchers';

/** Values never change, so that a copy of the maps is a copy of everything. */
interface Tables {
  readonly vouchers: Map<VoucherId, Voucher>;
  readonly owners: Map<string, VoucherId>;
  readonly sales: Map<string, SaleVouchers>;
  readonly redemptions: Map<string, Redemption>;
  readonly seen: Set<string>;
  readonly injections: InjectionEntry[];
  readonly replays: Map<string, { readonly digest: string; readonly answer: string }>;
  readonly facts: FactDraft[];
  readonly inbox: Set<string>;
  readonly outbox: Map<string, OutboxDraft>;
}

/** A voucher store in memory with the manners of the real one: transactions, unique codes, guarded counters. */
export class MemoryVoucherStore implements VoucherStore {
  private tables: Tables = {
    vouchers: new Map(),
    owners: new Map(),
    sales: new Map(),
    redemptions: new Map(),
    seen: new Set(),
    injections: [],
    replays: new Map(),
    facts: [],
    inbox: new Set(),
    outbox: new Map(),
  };
  /** When set, commits fail with it, as on a full disk. */
  failWith: Error | null = null;
  /** Commits that changed something. */
  commits = 0;

  async commit<T>(work: (transaction: VoucherTransaction) => T): Promise<T> {
    await Promise.resolve();
    if (this.failWith !== null) throw this.failWith;
    const draft: Tables = {
      vouchers: new Map(this.tables.vouchers),
      owners: new Map(this.tables.owners),
      sales: new Map(this.tables.sales),
      redemptions: new Map(this.tables.redemptions),
      seen: new Set(this.tables.seen),
      injections: [...this.tables.injections],
      replays: new Map(this.tables.replays),
      facts: [...this.tables.facts],
      inbox: new Set(this.tables.inbox),
      outbox: new Map(this.tables.outbox),
    };
    const result = work(new MemoryTransaction(draft));
    if (result instanceof Promise) throw new TypeError('work in a transaction must be synchronous');
    this.tables = draft;
    this.commits += 1;
    return result;
  }

  facts(): readonly FactDraft[] {
    return this.tables.facts;
  }

  outbox(): readonly OutboxDraft[] {
    return [...this.tables.outbox.values()];
  }

  all(): readonly Voucher[] {
    return [...this.tables.vouchers.values()];
  }

  sales(): readonly SaleVouchers[] {
    return [...this.tables.sales.values()];
  }

  redemptions(): readonly Redemption[] {
    return [...this.tables.redemptions.values()];
  }

  private get reads(): VoucherReads {
    return new MemoryTransaction(this.tables);
  }

  byCode(code: string) {
    return this.reads.byCode(code);
  }
  byId(id: VoucherId) {
    return this.reads.byId(id);
  }
  byOrder(orderReference: string, limit: number) {
    return this.reads.byOrder(orderReference, limit);
  }
  receivedBetween(shop: ShopId, from: number, until: number, limit: number) {
    return this.reads.receivedBetween(shop, from, until, limit);
  }
  entitlementOwner(id: EntitlementId) {
    return this.reads.entitlementOwner(id);
  }
  sale(sale: SaleKey) {
    return this.reads.sale(sale);
  }
  salesHolding(id: VoucherId) {
    return this.reads.salesHolding(id);
  }
  salesDue(now: number, limit: number) {
    return this.reads.salesDue(now, limit);
  }
  salesIdle(before: number, limit: number) {
    return this.reads.salesIdle(before, limit);
  }
  saleGiving(subscriptionId: string, discount: DiscountId) {
    return this.reads.saleGiving(subscriptionId, discount);
  }
  redemptionsOf(id: VoucherId, limit: number) {
    return this.reads.redemptionsOf(id, limit);
  }
  redemptionsOfSale(sale: SaleKey) {
    return this.reads.redemptionsOfSale(sale);
  }
  spentSince(id: EntitlementId, since: number) {
    return this.reads.spentSince(id, since);
  }
  overUse(limit: number) {
    return this.reads.overUse(limit);
  }
  injections(filter: InjectionFilter) {
    return this.reads.injections(filter);
  }
  voucherCount() {
    return this.reads.voucherCount();
  }
}

class MemoryTransaction implements VoucherTransaction {
  private readonly tables: Tables;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  byCode(code: string): Voucher | undefined {
    const owner = this.tables.owners.get(code);
    return owner === undefined ? undefined : this.byId(owner);
  }
  byId(id: VoucherId): Voucher | undefined {
    return this.tables.vouchers.get(id);
  }
  byOrder(orderReference: string, limit: number): readonly Voucher[] {
    return this.where((voucher) => voucher.orderReference === orderReference).slice(0, limit);
  }
  receivedBetween(shop: ShopId, from: number, until: number, limit: number): readonly Voucher[] {
    return this.where((voucher) => voucher.shop === shop && voucher.receivedAt >= from && voucher.receivedAt < until)
      .sort((a, b) => a.receivedAt - b.receivedAt)
      .slice(0, limit);
  }
  entitlementOwner(id: EntitlementId): Voucher | undefined {
    return this.where(({ entitlements }) => entitlements.some((entitlement) => entitlement.id === id))[0];
  }
  voucherCount(): number {
    return this.tables.vouchers.size;
  }

  sale(sale: SaleKey): SaleVouchers | undefined {
    return this.tables.sales.get(keyOf(sale));
  }
  salesHolding(id: VoucherId): readonly SaleVouchers[] {
    return this.openSales().filter(({ spends }) => spends.some(({ voucher }) => voucher === id));
  }
  salesDue(now: number, limit: number): readonly SaleVouchers[] {
    return this.openSales()
      .filter(({ leaseUntil }) => leaseUntil <= now)
      .sort((a, b) => a.leaseUntil - b.leaseUntil)
      .slice(0, limit);
  }

  salesIdle(before: number, limit: number): readonly SaleVouchers[] {
    return [...this.tables.sales.values()]
      .filter(({ stage, leaseUntil }) => stage !== 'open' && leaseUntil < before)
      .sort((a, b) => a.leaseUntil - b.leaseUntil)
      .slice(0, limit);
  }
  saleGiving(subscriptionId: string, discount: DiscountId): SaleVouchers | undefined {
    return [...this.tables.sales.values()].find(
      ({ sale, discounts, earlier, additions }) =>
        sale.subscriptionId === subscriptionId &&
        ([...discounts, ...earlier].some(({ id }) => id === discount) ||
          additions.some(({ discountId }) => discountId === discount)),
    );
  }

  redemptionsOf(id: VoucherId, limit: number): readonly Redemption[] {
    return [...this.tables.redemptions.values()]
      .filter(({ voucher }) => voucher === id)
      .reverse()
      .slice(0, limit);
  }
  redemptionsOfSale(sale: SaleKey): readonly Redemption[] {
    return [...this.tables.redemptions.values()].filter(
      (redemption) => redemption.sale !== null && keyOf(redemption.sale) === keyOf(sale),
    );
  }
  spentSince(id: EntitlementId, since: number): number {
    return [...this.tables.redemptions.values()]
      .filter(({ entitlement, at, creditedAt }) => entitlement === id && at >= since && creditedAt === null)
      .reduce((sum, { units }) => sum + units, 0);
  }
  overUse(limit: number): readonly Redemption[] {
    return [...this.tables.redemptions.values()]
      .filter(({ id, mark }) => mark === 'over' && !this.tables.seen.has(id))
      .sort((a, b) => a.at - b.at)
      .slice(0, limit);
  }

  injections(filter: InjectionFilter) {
    const entries = this.tables.injections.map((entry, index) => ({ ...entry, number: index + 1 }));
    const newestFirst = entries.sort((a, b) => b.at - a.at || b.number - a.number);
    const before = newestFirst.findIndex(({ number }) => number === filter.before);
    if (filter.before !== undefined && before === -1) return [];
    return newestFirst
      .slice(before + 1)
      .filter(
        ({ shop, orderReference, at }) =>
          (filter.shop === undefined || shop === filter.shop) &&
          (filter.orderReference === undefined || orderReference === filter.orderReference) &&
          (filter.from === undefined || at >= filter.from) &&
          (filter.until === undefined || at < filter.until),
      )
      .slice(0, filter.limit);
  }

  appendFact(draft: FactDraft): void {
    this.tables.facts.push(draft);
  }
  accept({ source, identity }: InboxReceipt): boolean {
    const key = `${source}\n${identity}`;
    if (this.tables.inbox.has(key)) return false;
    this.tables.inbox.add(key);
    return true;
  }
  enqueue(draft: OutboxDraft): void {
    const key = `${draft.kind}\n${draft.key}`;
    if (!this.tables.outbox.has(key)) this.tables.outbox.set(key, draft);
  }

  insertVoucher(draft: VoucherDraft, receivedAt: number): Voucher {
    const number = this.tables.vouchers.size + 1;
    const id = idOf<VoucherId>(number, 0);
    const codes: VoucherCode[] = [{ code: draft.code, entitlement: null, replacedAt: null }];
    const entitlements = draft.entitlements.map(({ code, ...entitlement }, index) => {
      const own = idOf<EntitlementId>(number, index + 1);
      if (code !== null) codes.push({ code, entitlement: own, replacedAt: null });
      return { ...entitlement, id: own, redeemed: 0, held: 0 };
    });
    const { shop, orderReference } = draft;
    for (const { code } of codes) this.own(code, id);
    const voucher: Voucher = { id, shop, orderReference, codes, entitlements, receivedAt, blocked: null };
    this.tables.vouchers.set(id, voucher);
    return voucher;
  }

  adjust(id: EntitlementId, by: { readonly held?: number; readonly redeemed?: number }): void {
    const owner = this.entitlementOwner(id);
    if (owner === undefined) throw conflict(id, 'not stored');
    const entitlements = owner.entitlements.map((entitlement) => {
      if (entitlement.id !== id) return entitlement;
      const held = entitlement.held + (by.held ?? 0);
      const redeemed = entitlement.redeemed + (by.redeemed ?? 0);
      const most = entitlement.issued ?? Number.POSITIVE_INFINITY;
      if (held < 0 || redeemed < 0 || redeemed > most) throw conflict(id, 'more than there is');
      return { ...entitlement, held, redeemed };
    });
    this.tables.vouchers.set(owner.id, { ...owner, entitlements });
  }

  replaceCode(old: string, fresh: string, at: number): void {
    const owner = this.byCode(old);
    const replaced = owner?.codes.find(({ code }) => code === old);
    if (owner === undefined || replaced === undefined) throw conflict('a code', 'not stored');
    if (replaced.replacedAt !== null) throw conflict('a code', 'it was replaced before');
    this.own(fresh, owner.id);
    const codes = owner.codes.map((one) => (one === replaced ? { ...one, replacedAt: at } : one));
    codes.push({ ...replaced, code: fresh });
    this.tables.vouchers.set(owner.id, { ...owner, codes: codes.sort((a, b) => rankOf(a) - rankOf(b)) });
  }

  block(id: VoucherId, reason: BlockReason, at: number): void {
    const voucher = this.byId(id);
    if (voucher === undefined) throw conflict(id, 'not stored');
    this.tables.vouchers.set(id, { ...voucher, blocked: { at, reason } });
  }

  putSale(sale: SaleVouchers): void {
    this.tables.sales.set(keyOf(sale.sale), sale);
  }
  removeSale(sale: SaleKey): void {
    this.tables.sales.delete(keyOf(sale));
  }

  insertRedemption(redemption: Redemption): void {
    if (this.tables.redemptions.has(redemption.id)) throw conflict(redemption.id, 'added twice');
    if (this.entitlementOwner(redemption.entitlement)?.id !== redemption.voucher) {
      throw conflict(redemption.id, 'what was redeemed is not stored');
    }
    this.tables.redemptions.set(redemption.id, redemption);
  }
  markCredited(id: string, at: number): void {
    const redemption = this.tables.redemptions.get(id);
    if (redemption?.creditedAt !== null) throw conflict(id, 'not stored, or credited before');
    this.tables.redemptions.set(id, { ...redemption, creditedAt: at });
  }
  markSeen(redemption: string): void {
    this.tables.seen.add(redemption);
  }

  logInjection(entry: InjectionEntry): void {
    this.tables.injections.push(entry);
  }
  replayOf(shop: ShopId, idempotencyKey: string) {
    return this.tables.replays.get(`${shop}\n${idempotencyKey}`);
  }
  keepReplay(shop: ShopId, idempotencyKey: string, digest: string, answer: string): void {
    this.tables.replays.set(`${shop}\n${idempotencyKey}`, { digest, answer });
  }

  private where(test: (voucher: Voucher) => boolean): Voucher[] {
    return [...this.tables.vouchers.values()].filter(test);
  }
  private openSales(): SaleVouchers[] {
    return [...this.tables.sales.values()].filter(({ stage }) => stage === 'open');
  }
  private own(code: string, id: VoucherId): void {
    if (this.tables.owners.has(code)) throw conflict(id, 'the code was used before');
    this.tables.owners.set(code, id);
  }
}

function conflict(about: string, detail: string): TillbridgeError {
  return new TillbridgeError(STORE_ERRORS.voucherConflict, { about, detail });
}

function keyOf({ subscriptionId, sessionId }: SaleKey): string {
  return `${subscriptionId}\n${sessionId}`;
}

function idOf<Id extends string>(number: number, nth: number): Id {
  return `00000000-0000-8${String(nth).padStart(3, '0')}-8000-${String(number).padStart(12, '0')}` as Id;
}

/** The voucher's current code, those that were replaced, codes of single entitlements. */
function rankOf({ entitlement, replacedAt }: VoucherCode): number {
  return entitlement !== null ? 2 : replacedAt !== null ? 1 : 0;
}
