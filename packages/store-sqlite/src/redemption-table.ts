import type { Cents, EpochMs } from '@tillbridge/kernel';
import type { DiscountId, EntitlementId, RedeemedLine, Redemption, SaleKey, VoucherId } from '@tillbridge/vouchers';
import { voucherConflict } from './errors.ts';
import { JsonReader } from './json-reader.ts';
import { RowReader } from './row-reader.ts';
import { type Connection, SqliteError, type SqlRow, type SqlValue, type Statement } from './sqlite.ts';
import type { VoucherIds } from './voucher-ids.ts';

const SELECT = `SELECT voucher, id, entitlement, code, subscription_id, session_id, till, branch, workplace, employee, at,
  units, cents, lines, credited_at, mark FROM voucher_redemptions`;
const UNSEEN = `mark = 'over' AND seen_at IS NULL`;

/** Every query of redemptions, for the test of their plans. */
export const REDEMPTION_QUERIES = {
  redemptionsOf: `${SELECT} WHERE voucher = +? ORDER BY at DESC, number DESC LIMIT +?`,
  redemptionsOfSale: `${SELECT} INDEXED BY voucher_redemptions_by_sale
    WHERE subscription_id = +? AND session_id = +? AND session_id IS NOT NULL ORDER BY number`,
  spentSince: `SELECT sum(units) AS units FROM voucher_redemptions
    WHERE voucher = ? AND at >= ? AND entitlement = ? AND credited_at IS NULL`,
  overUse: `${SELECT} INDEXED BY voucher_redemptions_over WHERE ${UNSEEN} ORDER BY at, number LIMIT +?`,
} as const;

const MARKS: Readonly<Record<NonNullable<Redemption['mark']>, true>> = { over: true, offline: true };

/** What was spent, in the order it was. */
export class RedemptionTable {
  private readonly ids: VoucherIds;
  private readonly statements: Readonly<Record<keyof typeof REDEMPTION_QUERIES, Statement<SqlValue[], SqlRow>>>;
  private readonly insertRow: Statement<SqlValue[]>;
  private readonly credit: Statement<SqlValue[]>;
  private readonly see: Statement<SqlValue[]>;

  constructor(connection: Connection, ids: VoucherIds) {
    const prepare = (sql: string) => connection.prepare<SqlValue[], SqlRow>(sql);
    this.ids = ids;
    this.statements = {
      redemptionsOf: prepare(REDEMPTION_QUERIES.redemptionsOf),
      redemptionsOfSale: prepare(REDEMPTION_QUERIES.redemptionsOfSale),
      spentSince: prepare(REDEMPTION_QUERIES.spentSince),
      overUse: prepare(REDEMPTION_QUERIES.overUse),
    };
    this.insertRow = connection.prepare<SqlValue[]>(
      `INSERT INTO voucher_redemptions (voucher, id, entitlement, code, subscription_id, session_id, till, branch,
         workplace, employee, at, units, cents, lines, credited_at, mark)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.credit = connection.prepare<SqlValue[]>(
      'UPDATE voucher_redemptions SET credited_at = ? WHERE id = ? AND credited_at IS NULL',
    );
    this.see = connection.prepare<SqlValue[]>(
      `UPDATE voucher_redemptions SET seen_at = ?, seen_by = ? WHERE id = ? AND ${UNSEEN}`,
    );
  }

  of(voucher: VoucherId, limit: number): readonly Redemption[] {
    const place = this.ids.read(voucher);
    return place?.nth === 0 ? this.decodeAll(this.statements.redemptionsOf.all(place.number, limit)) : [];
  }

  ofSale(sale: SaleKey): readonly Redemption[] {
    return this.decodeAll(this.statements.redemptionsOfSale.all(sale.subscriptionId, sale.sessionId));
  }

  spentSince(id: EntitlementId, since: EpochMs): number {
    const place = this.ids.read(id);
    if (place === undefined) return 0;
    const row = this.statements.spentSince.get(place.number, since, place.nth) ?? {};
    return new RowReader(row, 'voucher_redemptions').integerOrNull('units') ?? 0;
  }

  overUse(limit: number): readonly Redemption[] {
    return this.decodeAll(this.statements.overUse.all(limit));
  }

  /** Throws `TILL-230` when the id is there already, or what was redeemed is not stored. */
  insert(redemption: Redemption): void {
    const place = this.ids.read(redemption.entitlement);
    const owner = this.ids.read(redemption.voucher);
    if (place === undefined || place.nth === 0 || owner?.number !== place.number || owner.nth !== 0) {
      throw voucherConflict(redemption.id, 'what was redeemed is not stored');
    }
    const { id, code, sale, place: where, at, units, cents, lines, creditedAt, mark } = redemption;
    try {
      this.insertRow.run(
        owner.number,
        id,
        place.nth,
        code,
        sale?.subscriptionId ?? null,
        sale?.sessionId ?? null,
        where.till,
        where.branch,
        where.workplace,
        where.employee,
        at,
        units,
        cents,
        JSON.stringify(lines),
        creditedAt,
        mark,
      );
    } catch (error) {
      if (error instanceof SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE') {
        throw voucherConflict(id, 'added twice', error);
      }
      throw error;
    }
  }

  /** Throws `TILL-230` unless it is there and was not credited before. */
  markCredited(id: string, at: EpochMs): void {
    if (this.credit.run(at, id).changes !== 1) throw voucherConflict(id, 'not stored, or credited before');
  }

  /** What somebody has seen already stays as it is. */
  markSeen(id: string, at: EpochMs, by: string): void {
    this.see.run(at, by, id);
  }

  private decodeAll(rows: readonly SqlRow[]): readonly Redemption[] {
    return rows.map((row) => this.decode(row));
  }

  private decode(raw: SqlRow): Redemption {
    const row = new RowReader(raw, 'voucher_redemptions');
    const voucher = this.ids.voucher(row.integer('voucher'));
    return {
      id: row.text('id'),
      voucher,
      entitlement: this.ids.entitlement(voucher, row.integer('entitlement')),
      code: row.text('code'),
      sale: row.isNull('session_id')
        ? null
        : { subscriptionId: row.text('subscription_id'), sessionId: row.text('session_id') },
      place: {
        till: row.text('till'),
        branch: row.integer('branch'),
        workplace: row.integer('workplace'),
        employee: row.integerOrNull('employee'),
      },
      at: row.integer('at'),
      units: row.integer('units'),
      cents: row.integer('cents') as Cents,
      lines: JsonReader.list(row, 'lines', decodeLine),
      creditedAt: row.integerOrNull('credited_at'),
      mark: row.wordOrNull('mark', MARKS),
    };
  }
}

function decodeLine(line: JsonReader): RedeemedLine {
  return {
    discount: line.text('discount') as DiscountId,
    pieces: line.integerOrNull('pieces'),
    cents: line.integer('cents') as Cents,
  };
}
