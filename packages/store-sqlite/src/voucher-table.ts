import type { EpochMs } from '@tillbridge/kernel';
import type {
  BlockReason,
  Entitlement,
  EntitlementId,
  ShopId,
  Voucher,
  VoucherCode,
  VoucherDraft,
  VoucherId,
} from '@tillbridge/vouchers';
import { voucherConflict } from './errors.ts';
import { JsonReader } from './json-reader.ts';
import { RecentVouchers } from './recent-vouchers.ts';
import { RowReader } from './row-reader.ts';
import { type Connection, SqliteError, type SqlRow, type SqlValue, type Statement } from './sqlite.ts';
import type { VoucherIds } from './voucher-ids.ts';
import type { VoucherNames } from './voucher-names.ts';

const CODE_MEMBERS = `'number', number, 'code', code, 'entitlement', entitlement, 'replacedAt', replaced_at`;
const ENTITLEMENT_MEMBERS = `'nth', nth, 'rule', rule, 'validFrom', valid_from, 'validUntil', valid_until,
  'issued', issued, 'redeemed', redeemed, 'held', held`;
// A whole voucher is one statement: each one more would take and give back the file's lock.
const SELECT = `SELECT number, shop, code, order_reference, received_at, blocked_at, blocked_reason,
    (SELECT json_group_array(json_object(${CODE_MEMBERS})) FROM voucher_other_codes
      WHERE voucher = v.number) AS other_codes,
    (SELECT json_group_array(json_object(${ENTITLEMENT_MEMBERS})) FROM voucher_entitlements
      WHERE voucher = v.number) AS entitlements
  FROM vouchers v`;

/** Every query of vouchers, their codes and entitlements, for the test of their plans. */
export const VOUCHER_QUERIES = {
  voucherByCode: `${SELECT} WHERE number = coalesce(
    (SELECT number FROM vouchers WHERE code = ?), (SELECT voucher FROM voucher_other_codes WHERE code = ?))`,
  voucherByNumber: `${SELECT} WHERE number = ?`,
  vouchersByOrder: `${SELECT} WHERE order_reference = +? ORDER BY number LIMIT +?`,
  vouchersReceived: `${SELECT} INDEXED BY vouchers_by_time
    WHERE shop = +? AND received_at >= +? AND received_at < +? ORDER BY received_at, number LIMIT +?`,
  currentCode: 'SELECT number FROM vouchers WHERE code = ?',
  otherCode: 'SELECT number, voucher, entitlement, replaced_at FROM voucher_other_codes WHERE code = ?',
  voucherCount: 'SELECT max(number) AS count FROM vouchers',
} as const;

const CODE_TAKEN: ReadonlySet<string> = new Set(['SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_TRIGGER']);
const BLOCK_REASONS: Readonly<Record<BlockReason, true>> = { cancelled: true, refunded: true };

/** Vouchers in the file, in the order they came. */
export class VoucherTable {
  private readonly ids: VoucherIds;
  private readonly names: VoucherNames;
  /** Null beside a running writer, who may change the file at any time. */
  private readonly recent: RecentVouchers | null;
  private readonly statements: Readonly<Record<keyof typeof VOUCHER_QUERIES, Statement<SqlValue[], SqlRow>>>;
  private readonly insertHead: Statement<SqlValue[]>;
  private readonly insertOther: Statement<SqlValue[]>;
  private readonly insertEntitlement: Statement<SqlValue[]>;
  private readonly adjustRow: Statement<SqlValue[]>;
  private readonly setCode: Statement<SqlValue[]>;
  private readonly replaceOther: Statement<SqlValue[]>;
  private readonly blockRow: Statement<SqlValue[]>;

  constructor(connection: Connection, ids: VoucherIds, names: VoucherNames, options: { readonly onlyWriter: boolean }) {
    const prepare = (sql: string) => connection.prepare<SqlValue[], SqlRow>(sql);
    this.ids = ids;
    this.names = names;
    this.recent = options.onlyWriter ? new RecentVouchers() : null;
    this.statements = {
      voucherByCode: prepare(VOUCHER_QUERIES.voucherByCode),
      voucherByNumber: prepare(VOUCHER_QUERIES.voucherByNumber),
      vouchersByOrder: prepare(VOUCHER_QUERIES.vouchersByOrder),
      vouchersReceived: prepare(VOUCHER_QUERIES.vouchersReceived),
      currentCode: prepare(VOUCHER_QUERIES.currentCode),
      otherCode: prepare(VOUCHER_QUERIES.otherCode),
      voucherCount: prepare(VOUCHER_QUERIES.voucherCount),
    };
    this.insertHead = connection.prepare<SqlValue[]>(
      'INSERT INTO vouchers (shop, code, order_reference, received_at) VALUES (?, ?, ?, ?)',
    );
    this.insertOther = connection.prepare<SqlValue[]>(
      'INSERT INTO voucher_other_codes (voucher, code, entitlement, replaced_at) VALUES (?, ?, ?, ?)',
    );
    this.insertEntitlement = connection.prepare<SqlValue[]>(
      'INSERT INTO voucher_entitlements (voucher, nth, rule, valid_from, valid_until, issued) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.adjustRow = connection.prepare<SqlValue[]>(
      'UPDATE voucher_entitlements SET held = held + ?, redeemed = redeemed + ? WHERE voucher = ? AND nth = ?',
    );
    this.setCode = connection.prepare<SqlValue[]>('UPDATE vouchers SET code = ? WHERE number = ?');
    this.replaceOther = connection.prepare<SqlValue[]>(
      'UPDATE voucher_other_codes SET replaced_at = ? WHERE number = ?',
    );
    this.blockRow = connection.prepare<SqlValue[]>(
      'UPDATE vouchers SET blocked_at = ?, blocked_reason = ? WHERE number = ?',
    );
  }

  byCode(code: string): Voucher | undefined {
    return this.recent?.ofCode(code) ?? this.one(this.statements.voucherByCode.get(code, code));
  }

  byId(id: VoucherId): Voucher | undefined {
    const place = this.ids.read(id);
    return place?.nth === 0 ? this.byNumber(place.number) : undefined;
  }

  byOrder(orderReference: string, limit: number): readonly Voucher[] {
    return this.statements.vouchersByOrder.all(orderReference, limit).map((row) => this.decode(row));
  }

  receivedBetween(shop: ShopId, from: EpochMs, until: EpochMs, limit: number): readonly Voucher[] {
    const number = this.names.knownShop(shop);
    if (number === undefined) return [];
    return this.statements.vouchersReceived.all(number, from, until, limit).map((row) => this.decode(row));
  }

  entitlementOwner(id: EntitlementId): Voucher | undefined {
    const place = this.ids.read(id);
    if (place === undefined || place.nth === 0) return undefined;
    const owner = this.byNumber(place.number);
    return owner !== undefined && place.nth <= owner.entitlements.length ? owner : undefined;
  }

  count(): number {
    return new RowReader(this.statements.voucherCount.get() ?? {}, 'vouchers').integerOrNull('count') ?? 0;
  }

  /** Throws `TILL-230` when a code was ever used before; the work is to end with it, which undoes what went before. */
  insert(draft: VoucherDraft, receivedAt: EpochMs): Voucher {
    const { shop, orderReference } = draft;
    const shopNumber = this.names.numberOfShop(shop);
    const number = this.writeCode(() => this.insertHead.run(shopNumber, draft.code, orderReference, receivedAt));
    const id = this.ids.voucher(number);
    const codes: VoucherCode[] = [{ code: draft.code, entitlement: null, replacedAt: null }];
    const entitlements = draft.entitlements.map(({ ruleName, rule, validFrom, validUntil, issued, code }, index) => {
      const nth = index + 1;
      this.insertEntitlement.run(number, nth, this.names.numberOfRule(ruleName, rule), validFrom, validUntil, issued);
      const own = this.ids.entitlement(id, nth);
      if (code !== null) {
        codes.push({ code, entitlement: own, replacedAt: null });
        this.writeCode(() => this.insertOther.run(number, code, nth, null));
      }
      return { id: own, rule, ruleName, validFrom, validUntil, issued, redeemed: 0, held: 0 };
    });
    const voucher = { id, shop, orderReference, codes, entitlements, receivedAt, blocked: null };
    this.recent?.note(number, voucher);
    return voucher;
  }

  /** Throws `TILL-230` where a counter would go below zero, or `redeemed` beyond what was issued (V1). */
  adjust(id: EntitlementId, by: { readonly held?: number; readonly redeemed?: number }): void {
    const place = this.ids.read(id);
    if (place === undefined) throw voucherConflict(id, 'not stored');
    try {
      const { held = 0, redeemed = 0 } = by;
      const { changes } = this.adjustRow.run(held, redeemed, place.number, place.nth);
      if (changes !== 1) throw voucherConflict(id, 'not stored');
      this.recent?.adjust(place.number, id, held, redeemed);
    } catch (error) {
      if (error instanceof SqliteError && error.code === 'SQLITE_CONSTRAINT_CHECK') {
        throw voucherConflict(id, 'more than there is', error);
      }
      throw error;
    }
  }

  /** Throws `TILL-230` when `old` is unknown or replaced already, or `fresh` was ever used before. */
  replaceCode(old: string, fresh: string, at: EpochMs): void {
    const current = this.statements.currentCode.get(old);
    const voucher =
      current === undefined
        ? this.replaceOtherCode(old, fresh, at)
        : new RowReader(current, 'vouchers').integer('number');
    if (current !== undefined) {
      // The old one last: no code may stand in both tables.
      this.writeCode(() => this.setCode.run(fresh, voucher));
      this.writeCode(() => this.insertOther.run(voucher, old, null, at));
    }
    this.recent?.drop(voucher);
  }

  /** Throws `TILL-230` when there is no such voucher. */
  block(id: VoucherId, reason: BlockReason, at: EpochMs): void {
    const place = this.ids.read(id);
    if (place?.nth !== 0 || this.blockRow.run(at, reason, place.number).changes !== 1) {
      throw voucherConflict(id, 'not stored');
    }
    this.recent?.drop(place.number);
  }

  /** After writes were undone: the file knows. */
  forgetRecent(): void {
    this.recent?.forget();
  }

  /** Answers whose code it was. */
  private replaceOtherCode(old: string, fresh: string, at: EpochMs): number {
    const stored = this.statements.otherCode.get(old);
    if (stored === undefined) throw voucherConflict('a code', 'what is to be replaced is not stored');
    const row = new RowReader(stored, 'voucher_other_codes');
    if (!row.isNull('replaced_at')) throw voucherConflict('a code', 'it was replaced before');
    const voucher = row.integer('voucher');
    this.replaceOther.run(at, row.integer('number'));
    this.writeCode(() => this.insertOther.run(voucher, fresh, row.integer('entitlement'), null));
    return voucher;
  }

  /** Runs what writes a code. Answers the row's number. */
  private writeCode(write: () => { readonly lastInsertRowid: number | bigint }): number {
    try {
      return Number(write().lastInsertRowid);
    } catch (error) {
      if (error instanceof SqliteError && CODE_TAKEN.has(error.code)) {
        throw voucherConflict('a code', 'it was used before', error);
      }
      throw error;
    }
  }

  private byNumber(number: number): Voucher | undefined {
    return this.recent?.ofNumber(number) ?? this.one(this.statements.voucherByNumber.get(number));
  }

  /** For look-ups of one voucher: what is listed by the hundred is not looked at again. */
  private one(row: SqlRow | undefined): Voucher | undefined {
    if (row === undefined) return undefined;
    const voucher = this.decode(row);
    this.recent?.note(new RowReader(row, 'vouchers').integer('number'), voucher);
    return voucher;
  }

  private decode(raw: SqlRow): Voucher {
    const row = new RowReader(raw, 'vouchers');
    const number = row.integer('number');
    const id = this.ids.voucher(number);
    return {
      id,
      shop: this.names.shop(row.integer('shop')),
      orderReference: row.text('order_reference'),
      codes: [
        { code: row.text('code'), entitlement: null, replacedAt: null },
        ...JsonReader.list(row, 'other_codes', (code) => this.decodeOtherCode(id, code))
          .sort((a, b) => a.rank - b.rank || a.number - b.number)
          .map(({ code }) => code),
      ],
      entitlements: JsonReader.list(row, 'entitlements', (entitlement) => this.decodeEntitlement(id, entitlement))
        .sort((a, b) => a.nth - b.nth)
        .map(({ entitlement }) => entitlement),
      receivedAt: row.integer('received_at'),
      blocked: row.isNull('blocked_at')
        ? null
        : { at: row.integer('blocked_at'), reason: row.word('blocked_reason', BLOCK_REASONS) },
    };
  }

  /** The voucher's own, which were replaced, come before those of single entitlements. */
  private decodeOtherCode(id: VoucherId, stored: JsonReader): { rank: number; number: number; code: VoucherCode } {
    const nth = stored.integerOrNull('entitlement');
    const entitlement = nth === null ? null : this.ids.entitlement(id, nth);
    return {
      rank: entitlement === null ? 0 : 1,
      number: stored.integer('number'),
      code: { code: stored.text('code'), entitlement, replacedAt: stored.integerOrNull('replacedAt') },
    };
  }

  private decodeEntitlement(id: VoucherId, stored: JsonReader): { nth: number; entitlement: Entitlement } {
    const nth = stored.integer('nth');
    const { rule, ruleName } = this.names.rule(stored.integer('rule'));
    return {
      nth,
      entitlement: {
        id: this.ids.entitlement(id, nth),
        rule,
        ruleName,
        validFrom: stored.integerOrNull('validFrom'),
        validUntil: stored.integerOrNull('validUntil'),
        issued: stored.integerOrNull('issued'),
        redeemed: stored.integer('redeemed'),
        held: stored.integer('held'),
      },
    };
  }
}
