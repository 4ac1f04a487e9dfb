import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import {
  FakeClock,
  memoryLog,
  nodeDigest,
  runAndKill,
  STORE_VICTIM,
  samplePayment,
  seededRandom,
  withTempFolder,
} from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { verifyJournal } from './export.ts';
import { openStore } from './store.ts';

const ROUNDS = 10;
/** The kill comes after 1 to so many acknowledged commits. */
const MOST_LINES = 120;

test('J1: every acknowledged commit survives kill -9, whole, and the chain verifies', async () => {
  await withTempFolder(async (folder) => {
    const file = join(folder, 'tillbridge.db');
    const seed = Number(process.env.SEED ?? randomInt(1_000_000));
    const random = seededRandom(seed);
    const acknowledged = new Set<number>();
    let next = 1;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const afterLines = 1 + Math.floor(random.fraction() * MOST_LINES);
      const crash = await runAndKill(STORE_VICTIM, [file, String(next), String(seed + round)], afterLines);
      expect(crash.complaints, `seed ${seed}`).toBe('');
      for (const line of crash.lines) acknowledged.add(Number(line));
      // The dead owner's lock is gone with it.
      const store = openStore({ file, digest: nodeDigest(), clock: new FakeClock(), log: memoryLog() });
      const payments = store.open();
      const stored = new Set(payments.map((payment) => Number(payment.externalPaymentId.replace('external-', ''))));
      expect(
        [...acknowledged].filter((number) => !stored.has(number)),
        `seed ${seed}`,
      ).toEqual([]);
      // Whole: no payment without its fact, its outbox item and its inbox receipt, and the other way round.
      const ids = payments.map((payment) => payment.id).sort();
      expect(
        store
          .facts(1, 1_000_000)
          .map((fact) => fact.subject)
          .sort(),
      ).toEqual(ids);
      expect(
        store
          .outbox()
          .map((item) => item.key)
          .sort(),
      ).toEqual(ids);
      const again = [...stored].map((number) => ({
        source: 'victim',
        identity: String(number),
        receivedAt: 0,
        kind: 'k',
      }));
      expect(await store.commit((tx) => again.some((receipt) => tx.accept(receipt)))).toBe(false);
      expect(verifyJournal(store, nodeDigest())).toMatchObject({ ok: true });
      store.checkFile();
      next = Math.max(...stored) + 1;
      expect(store.byId(samplePayment(next).id)).toBeUndefined();
      store.close();
    }
    expect(acknowledged.size).toBeGreaterThan(ROUNDS);
  });
});
