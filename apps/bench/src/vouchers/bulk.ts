import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { codeOf, ISSUED, orderOf, VALID_FROM, VALID_UNTIL } from './samples.ts';

/** The peer of injection: the rows that an agent stores, written by bare statements, a full-sync commit for each batch. */
export class BareBulk {
  private readonly database: Database.Database;
  private readonly insertBatch: (numbers: readonly number[], answer: string) => void;

  /** `file`: a copy of a store's. */
  constructor(file: string) {
    const database = new Database(file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    // As the store has them.
    database.pragma('wal_autocheckpoint = 4000');
    database.pragma('cache_size = -4096');
    const shop = database.prepare('SELECT min(number) FROM voucher_shops').pluck().get();
    const rule = database.prepare('SELECT min(number) FROM voucher_rules').pluck().get();
    const head = database.prepare(
      'INSERT INTO vouchers (shop, code, order_reference, received_at) VALUES (?, ?, ?, ?)',
    );
    const entitlement = database.prepare(
      `INSERT INTO voucher_entitlements (voucher, nth, rule, valid_from, valid_until, issued) VALUES (?, ?, ?, ?, ?, ?)`,
    );
    const line = database.prepare(
      `INSERT INTO voucher_injections (at, shop, by, operation, order_reference, response, vouchers, request_id)
       VALUES (?, ?, 'rest', 'POST /v1/vouchers', ?, 'stored', 2, ?)`,
    );
    const replay = database.prepare(
      'INSERT INTO voucher_replays (shop, key, digest, answer, at) VALUES (?, ?, ?, ?, ?)',
    );
    const fact = database.prepare(
      `INSERT INTO facts (sequence, kind, subject, at, body, previous_hash, hash)
       VALUES ((SELECT max(sequence) + 1 FROM facts), 'voucher.injected', ?, ?, ?, ?, ?)`,
    );
    const hash = '0'.repeat(64);
    this.insertBatch = database.transaction((numbers: readonly number[], answer: string) => {
      const at = Date.now();
      const request = randomUUID();
      const orders = new Set(numbers.map(orderOf));
      for (const number of numbers) {
        const { lastInsertRowid } = head.run(shop, codeOf(number), orderOf(number), at);
        for (let nth = 1; nth <= 1 + (number % 2); nth += 1) {
          entitlement.run(lastInsertRowid, nth, rule, VALID_FROM, VALID_UNTIL, ISSUED);
        }
      }
      for (const order of orders) line.run(at, shop, order, request);
      replay.run(shop, request, hash, answer, at);
      fact.run(request, at, JSON.stringify({ orders: [...orders] }), hash, hash);
    });
    this.database = database;
  }

  insert(numbers: readonly number[], answer: string): void {
    this.insertBatch(numbers, answer);
  }

  close(): void {
    this.database.close();
  }
}
