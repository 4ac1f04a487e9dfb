import type { Cents, EpochMs } from '@tillbridge/kernel';
import type {
  AddedArticle,
  Claim,
  DiscountId,
  EntitlementId,
  LineDiscount,
  SaleKey,
  SaleVouchers,
  Spend,
  VoucherId,
} from '@tillbridge/vouchers';
import { JsonReader } from './json-reader.ts';
import { RowReader } from './row-reader.ts';
import type { Connection, SqlRow, SqlValue, Statement } from './sqlite.ts';

const COLUMNS = 'subscription_id, session_id, lease_until, version, body';

/** Every query of sales that vouchers were shown in, for the test of their plans. */
export const VOUCHER_SALE_QUERIES = {
  openSales: `SELECT number, 'open' AS stage, ${COLUMNS} FROM voucher_open_sales ORDER BY number`,
  idleSale: `SELECT stage, ${COLUMNS} FROM voucher_idle_sales WHERE subscription_id = ? AND session_id = ?`,
  idleBefore: `SELECT stage, ${COLUMNS} FROM voucher_idle_sales WHERE lease_until < +? ORDER BY lease_until LIMIT +?`,
  idleGiving: `SELECT stage, ${COLUMNS} FROM voucher_idle_sales WHERE subscription_id = +? AND instr(body, +?) > 0 LIMIT 1`,
} as const;

const ADDITION_STATES: Readonly<Record<AddedArticle['state'], true>> = { due: true, told: true, settled: true };
const STAGES: Readonly<Record<SaleVouchers['stage'], true>> = { open: true, parked: true, lapsed: true };

interface OpenSale {
  /** Of its row. */
  readonly number: number;
  readonly sale: SaleVouchers;
}

/** The vouchers of sales that may still go on. */
export class VoucherSaleTable {
  private readonly selectOpen: Statement<SqlValue[], SqlRow>;
  private readonly selectIdle: Statement<SqlValue[], SqlRow>;
  private readonly selectIdleBefore: Statement<SqlValue[], SqlRow>;
  private readonly selectIdleGiving: Statement<SqlValue[], SqlRow>;
  private readonly insertOpen: Statement<SqlValue[]>;
  private readonly updateOpen: Statement<SqlValue[]>;
  private readonly deleteOpen: Statement<SqlValue[]>;
  private readonly insertIdle: Statement<SqlValue[]>;
  private readonly deleteIdle: Statement<SqlValue[]>;
  private readonly onlyWriter: boolean;
  /** The open ones as the only writer knows them: looked at with every scan. Never more than the file has. */
  private known: Map<string, OpenSale> | undefined;

  constructor(connection: Connection, options: { readonly onlyWriter: boolean }) {
    this.onlyWriter = options.onlyWriter;
    this.selectOpen = connection.prepare<SqlValue[], SqlRow>(VOUCHER_SALE_QUERIES.openSales);
    this.selectIdle = connection.prepare<SqlValue[], SqlRow>(VOUCHER_SALE_QUERIES.idleSale);
    this.selectIdleBefore = connection.prepare<SqlValue[], SqlRow>(VOUCHER_SALE_QUERIES.idleBefore);
    this.selectIdleGiving = connection.prepare<SqlValue[], SqlRow>(VOUCHER_SALE_QUERIES.idleGiving);
    this.insertOpen = connection.prepare<SqlValue[]>(
      `INSERT INTO voucher_open_sales (${COLUMNS}) VALUES (?, ?, ?, ?, ?)`,
    );
    this.updateOpen = connection.prepare<SqlValue[]>(
      'UPDATE voucher_open_sales SET lease_until = ?, version = ?, body = ? WHERE number = ?',
    );
    this.deleteOpen = connection.prepare<SqlValue[]>('DELETE FROM voucher_open_sales WHERE number = ?');
    this.insertIdle = connection.prepare<SqlValue[]>(
      `INSERT OR REPLACE INTO voucher_idle_sales (${COLUMNS}, stage) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.deleteIdle = connection.prepare<SqlValue[]>(
      'DELETE FROM voucher_idle_sales WHERE subscription_id = ? AND session_id = ?',
    );
  }

  sale(key: SaleKey): SaleVouchers | undefined {
    const open = this.open().get(keyOf(key));
    if (open !== undefined) return open.sale;
    const row = this.selectIdle.get(key.subscriptionId, key.sessionId);
    return row === undefined ? undefined : decodeSale(row);
  }

  /** Open sales that take something of this voucher. */
  holding(voucher: VoucherId): readonly SaleVouchers[] {
    return this.openSales().filter(({ spends }) => spends.some((spend) => spend.voucher === voucher));
  }

  /** Open sales whose lease ended, the longest ended first. */
  due(now: EpochMs, limit: number): readonly SaleVouchers[] {
    return this.openSales()
      .filter(({ leaseUntil }) => leaseUntil <= now)
      .sort((a, b) => a.leaseUntil - b.leaseUntil)
      .slice(0, limit);
  }

  /** Sales that are not open and whose lease ended before then, the longest ended first. */
  idle(before: EpochMs, limit: number): readonly SaleVouchers[] {
    return this.selectIdleBefore.all(before, limit).map(decodeSale);
  }

  /** The sale that gave a discount: ids are ours, so that a body which holds one speaks of that discount. */
  giving(subscriptionId: string, discount: DiscountId): SaleVouchers | undefined {
    const gives = ({ sale, discounts, earlier, additions }: SaleVouchers) =>
      sale.subscriptionId === subscriptionId &&
      ([...discounts, ...earlier].some(({ id }) => id === discount) ||
        additions.some(({ discountId }) => discountId === discount));
    const open = this.openSales().find(gives);
    if (open !== undefined) return open;
    const row = this.selectIdleGiving.get(subscriptionId, JSON.stringify(discount));
    const idle = row === undefined ? undefined : decodeSale(row);
    return idle !== undefined && gives(idle) ? idle : undefined;
  }

  put(sale: SaleVouchers): void {
    if (sale.stage === 'open') this.putOpen(sale);
    else this.putIdle(sale);
  }

  remove(key: SaleKey): void {
    if (!this.removeOpen(key)) this.deleteIdle.run(key.subscriptionId, key.sessionId);
  }

  /** After writes were undone: the file knows. */
  forget(): void {
    this.known = undefined;
  }

  private putOpen(sale: SaleVouchers): void {
    const { subscriptionId, sessionId } = sale.sale;
    const stored = this.open().get(keyOf(sale.sale));
    if (stored !== undefined) {
      this.updateOpen.run(sale.leaseUntil, sale.version, bodyOf(sale), stored.number);
      this.known?.set(keyOf(sale.sale), { ...stored, sale });
      return;
    }
    this.deleteIdle.run(subscriptionId, sessionId);
    const row = this.insertOpen.run(subscriptionId, sessionId, sale.leaseUntil, sale.version, bodyOf(sale));
    this.known?.set(keyOf(sale.sale), { number: Number(row.lastInsertRowid), sale });
  }

  private putIdle(sale: SaleVouchers): void {
    const { subscriptionId, sessionId } = sale.sale;
    this.removeOpen(sale.sale);
    this.insertIdle.run(subscriptionId, sessionId, sale.leaseUntil, sale.version, bodyOf(sale), sale.stage);
  }

  private removeOpen(key: SaleKey): boolean {
    const stored = this.open().get(keyOf(key));
    if (stored === undefined) return false;
    this.deleteOpen.run(stored.number);
    this.known?.delete(keyOf(key));
    return true;
  }

  private openSales(): SaleVouchers[] {
    return Array.from(this.open().values(), ({ sale }) => sale);
  }

  private open(): ReadonlyMap<string, OpenSale> {
    if (this.known !== undefined) return this.known;
    const open = new Map(
      this.selectOpen.all().map((row) => {
        const sale = decodeSale(row);
        return [keyOf(sale.sale), { number: new RowReader(row, 'voucher_open_sales').integer('number'), sale }];
      }),
    );
    if (this.onlyWriter) this.known = open;
    return open;
  }
}

function bodyOf({ place, claims, discounts, earlier, additions, spends, cutOff }: SaleVouchers): string {
  return JSON.stringify({ place, claims, discounts, earlier, additions, spends, cutOff });
}

function keyOf({ subscriptionId, sessionId }: SaleKey): string {
  return `${subscriptionId}\n${sessionId}`;
}

/** Of either table. */
function decodeSale(raw: SqlRow): SaleVouchers {
  const row = new RowReader(raw, 'voucher_sales');
  const body = JsonReader.of(row, 'body');
  const place = body.object('place');
  return {
    sale: { subscriptionId: row.text('subscription_id'), sessionId: row.text('session_id') },
    place: {
      till: place.text('till'),
      branch: place.integer('branch'),
      workplace: place.integer('workplace'),
      employee: place.integerOrNull('employee'),
    },
    stage: row.word('stage', STAGES),
    claims: body.list('claims', decodeClaim),
    discounts: body.list('discounts', decodeDiscount),
    earlier: body.list('earlier', decodeDiscount),
    additions: body.list('additions', decodeAddition),
    spends: body.list('spends', decodeSpend),
    cutOff: body.boolean('cutOff'),
    leaseUntil: row.integer('lease_until'),
    version: row.integer('version'),
  };
}

function decodeClaim(claim: JsonReader): Claim {
  return {
    code: claim.text('code'),
    voucher: claim.text('voucher') as VoucherId,
    entitlement: claim.textOrNull('entitlement') as EntitlementId | null,
    at: claim.integer('at'),
    chosen: claim.list('chosen', (choice) => ({
      entitlement: choice.text('entitlement') as EntitlementId,
      article: choice.text('article'),
    })),
  };
}

function decodeDiscount(discount: JsonReader): LineDiscount {
  return {
    id: discount.text('id') as DiscountId,
    lineId: discount.text('lineId'),
    voucher: discount.text('voucher') as VoucherId,
    entitlement: discount.text('entitlement') as EntitlementId,
    pieces: discount.integerOrNull('pieces'),
    whole: discount.boolean('whole'),
    cents: discount.integer('cents') as Cents,
  };
}

function decodeAddition(addition: JsonReader): AddedArticle {
  return {
    lineId: addition.text('lineId'),
    discountId: addition.text('discountId') as DiscountId,
    voucher: addition.text('voucher') as VoucherId,
    entitlement: addition.text('entitlement') as EntitlementId,
    article: addition.text('article'),
    pieces: addition.integer('pieces'),
    state: addition.word('state', ADDITION_STATES),
  };
}

function decodeSpend(spend: JsonReader): Spend {
  return {
    voucher: spend.text('voucher') as VoucherId,
    entitlement: spend.text('entitlement') as EntitlementId,
    units: spend.integer('units'),
    cents: spend.integer('cents') as Cents,
  };
}
