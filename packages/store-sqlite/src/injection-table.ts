import type { EpochMs } from '@tillbridge/kernel';
import type { InjectionEntry, InjectionFilter, ShopId } from '@tillbridge/vouchers';
import { RowReader } from './row-reader.ts';
import type { Connection, SqlRow, SqlValue, Statement } from './sqlite.ts';
import type { VoucherNames } from './voucher-names.ts';

const DAY_MS = 86_400_000;
/** Longer than a ticket shop goes on repeating one call. */
const REPLAYS_KEPT_MS = 7 * DAY_MS;
/** Old answers that one write may take away: more than it adds, and never enough to be felt. */
const FORGOTTEN_AT_ONCE = 8;

const SELECT = `SELECT number, at, shop, by, operation, order_reference, response, vouchers, request_id
  FROM voucher_injections`;
/** From, up to, and then the place of the entry that the page before ended with. */
const PAGE = 'at >= +? AND at <= +? AND (at < +? OR number < +?) ORDER BY at DESC, number DESC LIMIT +?';

/** Every query of ticket shops' calls, for the test of their plans. */
export const INJECTION_QUERIES = {
  injections: `${SELECT} INDEXED BY voucher_injections_by_time WHERE ${PAGE}`,
  injectionsOfShop: `${SELECT} INDEXED BY voucher_injections_by_shop WHERE shop = +? AND ${PAGE}`,
  injectionsOfOrder: `${SELECT} INDEXED BY voucher_injections_by_order
    WHERE order_reference = +? AND order_reference IS NOT NULL AND (+? IS NULL OR shop = +?) AND ${PAGE}`,
  injectionAt: 'SELECT at FROM voucher_injections WHERE number = ?',
  replay: 'SELECT digest, answer FROM voucher_replays WHERE shop = ? AND key = ?',
  oldReplays: `SELECT rowid FROM voucher_replays WHERE at < +? ORDER BY at LIMIT ${FORGOTTEN_AT_ONCE}`,
} as const;

/** What ticket shops called, and what a repeated call is answered. */
export class InjectionTable {
  private readonly names: VoucherNames;
  private readonly statements: Readonly<
    Record<Exclude<keyof typeof INJECTION_QUERIES, 'oldReplays'>, Statement<SqlValue[], SqlRow>>
  >;
  private readonly insertEntry: Statement<SqlValue[]>;
  private readonly insertReplay: Statement<SqlValue[]>;
  private readonly forgetReplays: Statement<SqlValue[]>;

  constructor(connection: Connection, names: VoucherNames) {
    const prepare = (sql: string) => connection.prepare<SqlValue[], SqlRow>(sql);
    this.names = names;
    this.statements = {
      injections: prepare(INJECTION_QUERIES.injections),
      injectionsOfShop: prepare(INJECTION_QUERIES.injectionsOfShop),
      injectionsOfOrder: prepare(INJECTION_QUERIES.injectionsOfOrder),
      injectionAt: prepare(INJECTION_QUERIES.injectionAt),
      replay: prepare(INJECTION_QUERIES.replay),
    };
    this.insertEntry = connection.prepare<SqlValue[]>(
      `INSERT INTO voucher_injections (at, shop, by, operation, order_reference, response, vouchers, request_id)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.insertReplay = connection.prepare<SqlValue[]>(
      'INSERT INTO voucher_replays (shop, key, digest, answer, at) VALUES (?, ?, ?, ?, ?)',
    );
    this.forgetReplays = connection.prepare<SqlValue[]>(
      `DELETE FROM voucher_replays WHERE rowid IN (${INJECTION_QUERIES.oldReplays})`,
    );
  }

  log(entry: InjectionEntry): void {
    const { at, by, operation, orderReference, response, vouchers, requestId } = entry;
    const shop = this.names.numberOfShop(entry.shop);
    this.insertEntry.run(at, shop, by, operation, orderReference, response, vouchers, requestId);
  }

  /** The newest first. An entry is older than another by its time, then by the order they came in. */
  entries(filter: InjectionFilter): readonly (InjectionEntry & { readonly number: number })[] {
    const shop = filter.shop === undefined ? null : this.names.knownShop(filter.shop);
    const page = this.pageOf(filter);
    if (shop === undefined || page === undefined) return [];
    if (filter.orderReference !== undefined) {
      return this.decodeAll(this.statements.injectionsOfOrder.all(filter.orderReference, shop, shop, ...page));
    }
    if (shop !== null) return this.decodeAll(this.statements.injectionsOfShop.all(shop, ...page));
    return this.decodeAll(this.statements.injections.all(...page));
  }

  replayOf(shop: ShopId, key: string): { readonly digest: string; readonly answer: string } | undefined {
    const number = this.names.knownShop(shop);
    const stored = number === undefined ? undefined : this.statements.replay.get(number, key);
    if (stored === undefined) return undefined;
    const row = new RowReader(stored, 'voucher_replays');
    return { digest: row.text('digest'), answer: row.text('answer') };
  }

  /** Takes a few old answers away with it. */
  keepReplay(shop: ShopId, key: string, digest: string, answer: string, at: EpochMs): void {
    this.forgetReplays.run(at - REPLAYS_KEPT_MS);
    this.insertReplay.run(this.names.numberOfShop(shop), key, digest, answer, at);
  }

  /** The values of `PAGE`; undefined when the entry to go on from isn't there. */
  private pageOf({ from, until, before, limit }: InjectionFilter): readonly number[] | undefined {
    const first = from ?? Number.MIN_SAFE_INTEGER;
    const last = until === undefined ? Number.MAX_SAFE_INTEGER : until - 1;
    if (before === undefined) return [first, last, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, limit];
    const row = this.statements.injectionAt.get(before);
    if (row === undefined) return undefined;
    const at = new RowReader(row, 'voucher_injections').integer('at');
    return [first, Math.min(last, at), at, before, limit];
  }

  private decodeAll(rows: readonly SqlRow[]): readonly (InjectionEntry & { readonly number: number })[] {
    return rows.map((raw) => {
      const row = new RowReader(raw, 'voucher_injections');
      return {
        number: row.integer('number'),
        at: row.integer('at'),
        shop: this.names.shop(row.integer('shop')),
        by: row.text('by'),
        operation: row.text('operation'),
        orderReference: row.textOrNull('order_reference'),
        response: row.text('response'),
        vouchers: row.integer('vouchers'),
        requestId: row.text('request_id'),
      };
    });
  }
}
