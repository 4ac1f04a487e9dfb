import type { Digest } from '@tillbridge/kernel';
import type { VoucherReads, VoucherTransaction } from '@tillbridge/vouchers';
import { InjectionTable } from './injection-table.ts';
import { RedemptionTable } from './redemption-table.ts';
import { RowReader } from './row-reader.ts';
import type { Connection, SqlRow } from './sqlite.ts';
import { VoucherIds } from './voucher-ids.ts';
import { VoucherNames } from './voucher-names.ts';
import { VoucherSaleTable } from './voucher-sale-table.ts';
import { VoucherTable } from './voucher-table.ts';

/** Everything the file knows of vouchers. */
export class VoucherTables {
  private readonly names: VoucherNames;
  private readonly vouchers: VoucherTable;
  private readonly sales: VoucherSaleTable;
  private readonly redemptions: RedemptionTable;
  private readonly injections: InjectionTable;

  constructor(connection: Connection, digest: Digest, options: { readonly onlyWriter: boolean }) {
    const key = connection.prepare<[], SqlRow>('SELECT key FROM voucher_key').get() ?? {};
    const ids = new VoucherIds(new RowReader(key, 'voucher_key').text('key'));
    this.names = new VoucherNames(connection, digest);
    this.vouchers = new VoucherTable(connection, ids, this.names, options);
    this.sales = new VoucherSaleTable(connection, options);
    this.redemptions = new RedemptionTable(connection, ids);
    this.injections = new InjectionTable(connection, this.names);
  }

  /** After writes were undone: whatever was remembered of them has to be read again. */
  forget(): void {
    this.names.forget();
    this.vouchers.forgetRecent();
    this.sales.forget();
  }

  /** `reading` runs each read. */
  reads(reading: <T>(read: () => T) => T = (read) => read()): VoucherReads {
    const { vouchers, sales, redemptions, injections } = this;
    return {
      byCode: (code) => reading(() => vouchers.byCode(code)),
      byId: (id) => reading(() => vouchers.byId(id)),
      byOrder: (orderReference, limit) => reading(() => vouchers.byOrder(orderReference, limit)),
      receivedBetween: (shop, from, until, limit) => reading(() => vouchers.receivedBetween(shop, from, until, limit)),
      entitlementOwner: (id) => reading(() => vouchers.entitlementOwner(id)),
      sale: (sale) => reading(() => sales.sale(sale)),
      salesHolding: (id) => reading(() => sales.holding(id)),
      salesDue: (now, limit) => reading(() => sales.due(now, limit)),
      salesIdle: (before, limit) => reading(() => sales.idle(before, limit)),
      saleGiving: (subscriptionId, discount) => reading(() => sales.giving(subscriptionId, discount)),
      redemptionsOf: (id, limit) => reading(() => redemptions.of(id, limit)),
      redemptionsOfSale: (sale) => reading(() => redemptions.ofSale(sale)),
      spentSince: (id, since) => reading(() => redemptions.spentSince(id, since)),
      overUse: (limit) => reading(() => redemptions.overUse(limit)),
      injections: (filter) => reading(() => injections.entries(filter)),
      voucherCount: () => reading(() => vouchers.count()),
    };
  }

  transaction(journal: Pick<VoucherTransaction, 'appendFact' | 'accept' | 'enqueue'>): VoucherTransaction {
    const { vouchers, sales, redemptions, injections } = this;
    return {
      ...this.reads(),
      appendFact: journal.appendFact,
      accept: journal.accept,
      enqueue: journal.enqueue,
      insertVoucher: (draft, receivedAt) => vouchers.insert(draft, receivedAt),
      adjust: (id, by) => vouchers.adjust(id, by),
      replaceCode: (old, fresh, at) => vouchers.replaceCode(old, fresh, at),
      block: (id, reason, at) => vouchers.block(id, reason, at),
      putSale: (sale) => sales.put(sale),
      removeSale: (sale) => sales.remove(sale),
      insertRedemption: (redemption) => redemptions.insert(redemption),
      markCredited: (id, at) => redemptions.markCredited(id, at),
      markSeen: (id, at, by) => redemptions.markSeen(id, at, by),
      logInjection: (entry) => injections.log(entry),
      replayOf: (shop, key) => injections.replayOf(shop, key),
      keepReplay: (shop, key, digest, answer, at) => injections.keepReplay(shop, key, digest, answer, at),
    };
  }
}
