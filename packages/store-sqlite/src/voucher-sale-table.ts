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

const SELECT = 'SELECT subscription_id, session_id, stage, lease_until, version, body FROM voucher_sales';

/** Every query of sales that hold vouchers, for the test of their plans. */
export const VOUCHER_SALE_QUERIES = {
  sale: `${SELECT} WHERE subscription_id = ? AND session_id = ?`,
  openSales: `${SELECT} INDEXED BY voucher_sales_open WHERE stage = 'open' ORDER BY lease_until`,
} as const;

const ADDITION_STATES: Readonly<Record<AddedArticle['state'], true>> = { due: true, told: true, settled: true };
const STAGES: Readonly<Record<SaleVouchers['stage'], true>> = { open: true, parked: true, lapsed: true };

/** The vouchers of sales that may still go on. */
export class VoucherSaleTable {
  private readonly select: Statement<SqlValue[], SqlRow>;
  private readonly selectOpen: Statement<SqlValue[], SqlRow>;
  private readonly insertRow: Statement<SqlValue[]>;
  private readonly updateRow: Statement<SqlValue[]>;
  private readonly deleteRow: Statement<SqlValue[]>;
  private readonly onlyWriter: boolean;
  /** The open ones as the only writer knows them: a handful, looked at with every scan. Never more than the file has. */
  private known: Map<string, SaleVouchers> | undefined;

  constructor(connection: Connection, options: { readonly onlyWriter: boolean }) {
    this.onlyWriter = options.onlyWriter;
    this.select = connection.prepare<SqlValue[], SqlRow>(VOUCHER_SALE_QUERIES.sale);
    this.selectOpen = connection.prepare<SqlValue[], SqlRow>(VOUCHER_SALE_QUERIES.openSales);
    this.insertRow = connection.prepare<SqlValue[]>(
      `INSERT INTO voucher_sales (stage, lease_until, version, body, subscription_id, session_id) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    this.updateRow = connection.prepare<SqlValue[]>(
      `UPDATE voucher_sales SET stage = ?, lease_until = ?, version = ?, body = ?
       WHERE subscription_id = ? AND session_id = ?`,
    );
    this.deleteRow = connection.prepare<SqlValue[]>(
      'DELETE FROM voucher_sales WHERE subscription_id = ? AND session_id = ?',
    );
  }

  sale(key: SaleKey): SaleVouchers | undefined {
    const open = this.onlyWriter ? this.open().get(keyOf(key)) : undefined;
    if (open !== undefined) return open;
    const row = this.select.get(key.subscriptionId, key.sessionId);
    return row === undefined ? undefined : decodeSale(row);
  }

  /** Open sales that take something of this voucher. */
  holding(voucher: VoucherId): readonly SaleVouchers[] {
    return [...this.open().values()].filter(({ spends }) => spends.some((spend) => spend.voucher === voucher));
  }

  /** Open sales whose lease ended, the longest ended first. */
  due(now: EpochMs, limit: number): readonly SaleVouchers[] {
    return [...this.open().values()]
      .filter(({ leaseUntil }) => leaseUntil <= now)
      .sort((a, b) => a.leaseUntil - b.leaseUntil)
      .slice(0, limit);
  }

  put(sale: SaleVouchers): void {
    const { place, claims, discounts, earlier, additions, spends, cutOff } = sale;
    const body = JSON.stringify({ place, claims, discounts, earlier, additions, spends, cutOff });
    const values = [sale.stage, sale.leaseUntil, sale.version, body, sale.sale.subscriptionId, sale.sale.sessionId];
    if (this.updateRow.run(...values).changes === 0) this.insertRow.run(...values);
    if (sale.stage === 'open') this.known?.set(keyOf(sale.sale), sale);
    else this.known?.delete(keyOf(sale.sale));
  }

  remove(sale: SaleKey): void {
    this.deleteRow.run(sale.subscriptionId, sale.sessionId);
    this.known?.delete(keyOf(sale));
  }

  /** After writes were undone: the file knows. */
  forget(): void {
    this.known = undefined;
  }

  private open(): ReadonlyMap<string, SaleVouchers> {
    if (this.known !== undefined) return this.known;
    const open = new Map(
      this.selectOpen
        .all()
        .map(decodeSale)
        .map((sale) => [keyOf(sale.sale), sale]),
    );
    if (this.onlyWriter) this.known = open;
    return open;
  }
}

function keyOf({ subscriptionId, sessionId }: SaleKey): string {
  return `${subscriptionId}\n${sessionId}`;
}

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
