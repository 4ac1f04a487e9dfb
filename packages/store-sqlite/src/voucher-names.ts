import type { Digest } from '@tillbridge/kernel';
import { canonicalRule, type Rule, type ShopId } from '@tillbridge/vouchers';
import { RowReader } from './row-reader.ts';
import { decodeRule } from './rule-row.ts';
import type { Connection, SqlRow, SqlValue, Statement } from './sqlite.ts';

/** More wordings than a season has; a batch that brings a new one with each voucher must not fill the memory. */
const MOST_WORDINGS = 2_000;

/** Every query of what vouchers share, for the test of their plans. */
export const VOUCHER_NAME_QUERIES = {
  shopByName: 'SELECT number FROM voucher_shops WHERE name = ?',
  shop: 'SELECT name FROM voucher_shops WHERE number = ?',
  ruleByDigest: 'SELECT number FROM voucher_rules WHERE digest = ?',
  rule: 'SELECT name, body FROM voucher_rules WHERE number = ?',
} as const;

export interface NamedRule {
  readonly ruleName: string;
  readonly rule: Rule;
}

/** What a million vouchers share: their shops and rules, stored once and remembered. */
export class VoucherNames {
  private readonly digest: Digest;
  private readonly statements: Readonly<Record<keyof typeof VOUCHER_NAME_QUERIES, Statement<SqlValue[], SqlRow>>>;
  private readonly insertShop: Statement<SqlValue[]>;
  private readonly insertRule: Statement<SqlValue[]>;
  private readonly shopNumbers = new Map<string, number>();
  private readonly shops = new Map<number, ShopId>();
  /** By their wording as they come in: to sort and hash it each time would cost more than the rest of an insert. */
  private readonly ruleNumbers = new Map<string, number>();
  private readonly rules = new Map<number, NamedRule>();
  /** Rules of the settings come as the same object every time. */
  private ruleObjects = new WeakMap<Rule, { readonly ruleName: string; readonly number: number }>();

  constructor(connection: Connection, digest: Digest) {
    const prepare = (sql: string) => connection.prepare<SqlValue[], SqlRow>(sql);
    this.digest = digest;
    this.statements = {
      shopByName: prepare(VOUCHER_NAME_QUERIES.shopByName),
      shop: prepare(VOUCHER_NAME_QUERIES.shop),
      ruleByDigest: prepare(VOUCHER_NAME_QUERIES.ruleByDigest),
      rule: prepare(VOUCHER_NAME_QUERIES.rule),
    };
    this.insertShop = connection.prepare<SqlValue[]>('INSERT INTO voucher_shops (name) VALUES (?)');
    this.insertRule = connection.prepare<SqlValue[]>('INSERT INTO voucher_rules (digest, name, body) VALUES (?, ?, ?)');
  }

  /** After writes were undone: a number may come to mean something else. */
  forget(): void {
    this.shopNumbers.clear();
    this.shops.clear();
    this.ruleNumbers.clear();
    this.rules.clear();
    this.ruleObjects = new WeakMap();
  }

  /** Undefined when no voucher, call or answer of that shop was ever stored. */
  knownShop(name: string): number | undefined {
    const known = this.shopNumbers.get(name);
    if (known !== undefined) return known;
    const row = this.statements.shopByName.get(name);
    if (row === undefined) return undefined;
    const number = new RowReader(row, 'voucher_shops').integer('number');
    this.shopNumbers.set(name, number);
    return number;
  }

  numberOfShop(name: string): number {
    const known = this.knownShop(name);
    if (known !== undefined) return known;
    const number = Number(this.insertShop.run(name).lastInsertRowid);
    this.shopNumbers.set(name, number);
    return number;
  }

  shop(number: number): ShopId {
    const known = this.shops.get(number);
    if (known !== undefined) return known;
    const row = new RowReader(this.statements.shop.get(number) ?? {}, 'voucher_shops');
    const shop = row.text('name') as ShopId;
    this.shops.set(number, shop);
    return shop;
  }

  numberOfRule(ruleName: string, rule: Rule): number {
    const same = this.ruleObjects.get(rule);
    if (same?.ruleName === ruleName) return same.number;
    const number = this.numberOfWording(ruleName, rule);
    this.ruleObjects.set(rule, { ruleName, number });
    return number;
  }

  rule(number: number): NamedRule {
    const known = this.rules.get(number);
    if (known !== undefined) return known;
    const row = new RowReader(this.statements.rule.get(number) ?? {}, 'voucher_rules');
    const named = { ruleName: row.text('name'), rule: decodeRule(row, 'body') };
    if (this.rules.size >= MOST_WORDINGS) this.rules.clear();
    this.rules.set(number, named);
    return named;
  }

  private numberOfWording(ruleName: string, rule: Rule): number {
    const wording = JSON.stringify([ruleName, rule]);
    const known = this.ruleNumbers.get(wording);
    if (known !== undefined) return known;
    const number = this.storedRule(ruleName, rule);
    if (this.ruleNumbers.size >= MOST_WORDINGS) this.ruleNumbers.clear();
    this.ruleNumbers.set(wording, number);
    return number;
  }

  private storedRule(name: string, rule: Rule): number {
    const body = canonicalRule(rule);
    const digest = this.digest.sha256Hex(JSON.stringify([name, body]));
    const row = this.statements.ruleByDigest.get(digest);
    if (row !== undefined) return new RowReader(row, 'voucher_rules').integer('number');
    return Number(this.insertRule.run(digest, name, body).lastInsertRowid);
  }
}
