import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTempFolder } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { openConnection } from './connection.ts';
import { APPLICATION_ID, migrate, SCHEMA_VERSION, schemaVersion } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { dumpSchema } from './schema-dump.ts';
import type { Connection } from './sqlite.ts';

const DUMP = new URL('../schema.sql', import.meta.url);
const HASH = 'a'.repeat(64);

/** Rows as the version before each migration has them; read back after it with the query beside them. */
const ROWS: Readonly<Record<number, { readonly insert: string; readonly read: string; readonly after: unknown }>> = {
  1: { insert: '', read: 'SELECT count(*) AS n FROM facts', after: [{ n: 0 }] },
  2: {
    insert: `INSERT INTO facts VALUES (1, 'payment.intent', 'P1', 5, '{}', '${'0'.repeat(64)}', '${HASH}');
      INSERT INTO inbox VALUES ('mplus/shop-1', 'm1', 'startExternalPayment', 5);
      INSERT INTO outbox (kind, key, payload, not_before, created_at) VALUES ('abort', 'P1', '{"a":1}', 6, 5);`,
    read: `SELECT f.sequence, f.hash, i.identity, o.payload, o.state FROM facts f, inbox i, outbox o`,
    after: [{ sequence: 1, hash: HASH, identity: 'm1', payload: '{"a":1}', state: 'waiting' }],
  },
  3: {
    insert: `INSERT INTO payments (id, subscription_id, external_payment_id, till, method, means, direction, amount_cents,
        route, state, lease_until, approval_cents, approval_reference, approval_receipts, told_at, told, told_by,
        created_at, changed_at, version)
      VALUES
        ('P1', 'shop-1', 'e1', '1-1', 'PIN', 'card', 'pay', 270, 'counter', 'approved', 9, 270, 'r', '[]', 8, 'paid', 'poll', 5, 7, 3),
        ('P2', 'shop-1', 'e2', '1-1', 'PIN', 'card', 'pay', 270, 'counter', 'unknown', 9, NULL, NULL, NULL, NULL, NULL, NULL, 6, 7, 3);`,
    read: `SELECT id, state, approval_settlement, (SELECT count(*) FROM driver_note) AS notes FROM payments ORDER BY seq`,
    after: [
      { id: 'P1', state: 'approved', approval_settlement: 'final', notes: 0 },
      { id: 'P2', state: 'unknown', approval_settlement: 'final', notes: 0 },
    ],
  },
  4: {
    insert: `INSERT INTO payments (id, subscription_id, external_payment_id, till, method, means, direction, amount_cents,
        route, state, lease_until, created_at, changed_at, version)
      VALUES ('P1', 'shop-1', 'e1', '1-1', 'PIN', 'card', 'refund', 270, 'counter', 'started', 9, 5, 7, 3);`,
    read: `SELECT id, direction, original, asked_by, asked_reason FROM payments`,
    after: [{ id: 'P1', direction: 'refund', original: null, asked_by: null, asked_reason: null }],
  },
  5: {
    insert: `INSERT INTO payments (id, subscription_id, external_payment_id, till, method, means, direction, amount_cents,
        route, state, original, asked_by, asked_reason, lease_until, created_at, changed_at, version)
      VALUES ('P1', 'shop-1', 'e1', '1-1', 'PIN', 'card', 'refund', 270, 'counter', 'started', 'P0', 'Ann', 'torn', 9, 5, 7, 3);`,
    read: `SELECT p.id, p.original, length(k.key) AS key, (SELECT count(*) FROM vouchers) AS vouchers
      FROM payments p, voucher_key k`,
    after: [{ id: 'P1', original: 'P0', key: 32, vouchers: 0 }],
  },
  6: {
    insert: `INSERT INTO vouchers (number, shop, code, order_reference, received_at) VALUES (1, 1, 'T1', 'ORDER-1', 5);`,
    read: `SELECT order_reference, (SELECT count(*) FROM catalogue_articles) AS articles FROM vouchers`,
    after: [{ order_reference: 'ORDER-1', articles: 0 }],
  },
  7: {
    insert: `INSERT INTO outbox (kind, key, payload, not_before, created_at) VALUES ('abort', 'P1', '{"a":1}', 6, 5);`,
    read: `SELECT kind, key, not_before, state FROM outbox INDEXED BY outbox_waiting WHERE state = 'waiting'`,
    after: [{ kind: 'abort', key: 'P1', not_before: 6, state: 'waiting' }],
  },
};

async function withFile(use: (connection: Connection, file: string) => void): Promise<void> {
  await withTempFolder((folder) => {
    const file = join(folder, 'a.db');
    const connection = openConnection(file, { readOnly: false });
    try {
      use(connection, file);
    } finally {
      connection.close();
    }
  });
}

describe('migrations', () => {
  test('are numbered without gaps', () => {
    expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  });

  test.each(MIGRATIONS)('$version $name keeps the rows of the version before it', async ({ version }) => {
    const rows = ROWS[version];
    if (rows === undefined) throw new Error(`migration ${version} has no rows to be tested with`);
    await withFile((connection) => {
      if (version > 1) migrate(connection, version - 1);
      connection.exec(rows.insert);
      expect(migrate(connection, version)).toBe(version - 1);
      expect(connection.prepare(rows.read).all()).toEqual(rows.after);
      expect(schemaVersion(connection)).toBe(version);
      expect(connection.pragma('integrity_check', { simple: true })).toBe('ok');
    });
  });

  test('a step that fails leaves the file as it was', async () => {
    await withFile((connection) => {
      migrate(connection);
      const before = dumpSchema(connection);
      const broken = [
        ...MIGRATIONS,
        { version: SCHEMA_VERSION + 1, name: 'broken', sql: 'CREATE TABLE x (a TEXT) STRICT; NONSENSE' },
      ];
      expect(() => migrate(connection, SCHEMA_VERSION + 1, broken)).toThrow();
      expect(schemaVersion(connection)).toBe(SCHEMA_VERSION);
      expect(dumpSchema(connection)).toBe(before);
    });
  });

  test('a newer file and a file of another program are refused', async () => {
    await withFile((connection) => {
      migrate(connection);
      expect(connection.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
      connection.pragma(`user_version = ${SCHEMA_VERSION + 1}`);
      expect(() => migrate(connection)).toThrow(expect.objectContaining({ code: 'TILL-224' }));
    });
    await withFile((connection) => {
      connection.exec('CREATE TABLE theirs (a TEXT)');
      expect(() => migrate(connection)).toThrow(expect.objectContaining({ code: 'TILL-223' }));
    });
  });

  test('schema.sql shows the schema (UPDATE_SCHEMA=1 writes it)', async () => {
    await withFile((connection) => {
      migrate(connection);
      if (process.env.UPDATE_SCHEMA === '1') writeFileSync(DUMP, dumpSchema(connection));
      expect(dumpSchema(connection)).toBe(readFileSync(DUMP, 'utf8'));
      const strict = connection
        .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict`)
        .pluck();
      expect(strict.all().filter((name) => !String(name).startsWith('sqlite_'))).toEqual([]);
    });
  });
});
