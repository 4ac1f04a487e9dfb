import { join } from 'node:path';
import type { FactDraft } from '@tillbridge/kernel';
import { FakeClock, memoryLog, nodeDigest, samplePayment, withTempFolder, withTempStore } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { openConnection } from './connection.ts';
import { verifyJournal } from './export.ts';
import { migrate } from './migrate.ts';
import type { Connection } from './sqlite.ts';
import { buildStore, openStore, type Store } from './store.ts';

const FACT: FactDraft = { kind: 'test', subject: 's', at: 1, body: null };
const unwritable = expect.objectContaining({ code: 'TILL-201', entry: expect.objectContaining({ moneyMoved: 'no' }) });

/** Lends a store together with its connection, for faults that only the connection can make. */
async function withConnection(use: (store: Store, connection: Connection) => Promise<void>): Promise<void> {
  await withTempFolder(async (folder) => {
    const connection = openConnection(join(folder, 'a.db'), { readOnly: false });
    migrate(connection);
    const store = buildStore(connection, { clock: new FakeClock(), digest: nodeDigest() });
    try {
      await use(store, connection);
    } finally {
      store.close();
    }
  });
}

describe('group commit', () => {
  test('what arrives in one turn shares one commit and sees what came before it', async () => {
    await withConnection(async (store, connection) => {
      // A second connection sees every COMMIT as a new data version.
      const reader = openConnection(connection.name, { readOnly: true });
      const seen = new Set<unknown>();
      const answers = await Promise.all(
        Array.from({ length: 16 }, () =>
          store.commit((tx) => {
            seen.add(reader.pragma('data_version', { simple: true }));
            return tx.appendFact(FACT).sequence;
          }),
        ),
      );
      expect(answers).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
      expect(seen.size).toBe(1);
      reader.close();
    });
  });

  test('a throw undoes its own work alone, and the chain goes on without a gap', async () => {
    await withTempStore(async ({ store }) => {
      const failure = new Error('no');
      const work = (number: number) =>
        store.commit((tx) => {
          tx.insert(samplePayment(number));
          tx.appendFact(FACT);
          if (number % 2 === 0) throw failure;
          return number;
        });
      const endings = await Promise.allSettled([1, 2, 3, 4, 5].map(work));
      expect(endings.map((ending) => (ending.status === 'fulfilled' ? ending.value : ending.reason))).toEqual([
        1,
        failure,
        3,
        failure,
        5,
      ]);
      await expect(work(6)).rejects.toBe(failure);
      expect(await work(7)).toBe(7);
      expect(store.open().map((payment) => payment.externalPaymentId)).toEqual(
        [1, 3, 5, 7].map((number) => `external-${number}`),
      );
      expect(store.head().sequence).toBe(4);
      expect(verifyJournal(store, nodeDigest())).toMatchObject({ ok: true });
    });
  });

  test('work that answers with a promise is refused: half of it would run outside the transaction', async () => {
    await withTempStore(async ({ store }) => {
      await expect(
        store.commit(async (tx) => {
          tx.appendFact(FACT);
        }),
      ).rejects.toThrow(TypeError);
      expect(store.facts(1, 10)).toEqual([]);
    });
  });

  test('when COMMIT fails, everybody is told, nothing is stored, and the next commit works', async () => {
    await withConnection(async (store, connection) => {
      connection.exec(`CREATE TEMP TABLE parent (id INTEGER PRIMARY KEY) STRICT;
        CREATE TEMP TABLE child (p INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED) STRICT`);
      await store.commit((tx) => tx.appendFact(FACT));
      const endings = await Promise.allSettled([
        store.commit((tx) => tx.appendFact(FACT)),
        store.commit(() => void connection.exec('INSERT INTO child VALUES (1)')),
        store.commit((tx) => tx.appendFact(FACT)),
      ]);
      for (const ending of endings) expect(ending).toEqual({ status: 'rejected', reason: unwritable });
      expect(store.head().sequence).toBe(1);
      expect((await store.commit((tx) => tx.appendFact(FACT))).sequence).toBe(2);
      expect(verifyJournal(store, nodeDigest())).toMatchObject({ ok: true });
    });
  });

  test('a full disk refuses new payments clearly, keeps the old ones readable, and ends when there is room', async () => {
    await withConnection(async (store, connection) => {
      await store.commit((tx) => tx.insert(samplePayment(1)));
      const pages = Number(connection.pragma('page_count', { simple: true }));
      connection.pragma(`max_page_count = ${pages}`);
      const large = (number: number) => samplePayment(number, { detail: 'x'.repeat(20_000) });
      const together = [2, 3].map((number) => store.commit((tx) => tx.insert(large(number))));
      for (const ending of await Promise.allSettled(together)) {
        expect(ending).toEqual({ status: 'rejected', reason: unwritable });
        expect(String((ending as PromiseRejectedResult).reason)).toContain('the disk is full');
      }
      expect(store.open()).toEqual([samplePayment(1)]);
      connection.pragma('max_page_count = 1000000');
      await store.commit((tx) => tx.insert(large(5)));
      expect(store.open()).toHaveLength(2);
    });
  });

  test('close commits what is waiting, and refuses what comes after', async () => {
    await withTempStore(async (lent) => {
      const waiting = lent.store.commit((tx) => tx.appendFact(FACT).sequence);
      lent.store.close();
      await expect(waiting).resolves.toBe(1);
      await expect(lent.store.commit((tx) => tx.appendFact(FACT))).rejects.toMatchObject({ code: 'TILL-228' });
      expect(lent.reopen().head().sequence).toBe(1);
    });
  });

  test('idle waits for what is queued', async () => {
    await withTempStore(async ({ store }) => {
      let done = false;
      void store
        .commit((tx) => tx.appendFact(FACT))
        .then(() => {
          done = true;
        });
      await store.idle();
      expect(store.head().sequence).toBe(1);
      await store.idle();
      expect(done).toBe(true);
    });
  });

  test('tells who watches the outbox after a commit that filled it', async () => {
    await withTempStore(async ({ store }) => {
      let told = 0;
      const leave = store.onOutbox(() => {
        told += 1;
      });
      await store.commit((tx) => tx.appendFact(FACT));
      expect(told).toBe(0);
      const draft = { kind: 'abort', key: 'P1', payload: null, notBefore: 0 };
      await store.commit((tx) => tx.enqueue(draft));
      expect(told).toBe(1);
      leave();
      await store.commit((tx) => tx.enqueue({ ...draft, key: 'P2' }));
      expect(told).toBe(1);
    });
  });

  test('a store that only looks changes nothing', async () => {
    await withTempStore(async ({ store, file, clock }) => {
      await store.commit((tx) => tx.appendFact(FACT));
      const look = openStore({ file, digest: nodeDigest(), clock, log: memoryLog(), readOnly: true });
      await expect(look.commit((tx) => tx.appendFact(FACT))).rejects.toEqual(unwritable);
      await store.commit((tx) => tx.appendFact(FACT));
      expect(look.head().sequence).toBe(2);
      expect(verifyJournal(look, nodeDigest())).toMatchObject({ ok: true, head: { sequence: 2 } });
      look.close();
      await store.commit((tx) => tx.appendFact(FACT));
      expect(store.head().sequence).toBe(3);
    });
  });
});
