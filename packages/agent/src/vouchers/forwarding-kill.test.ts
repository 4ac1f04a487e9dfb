import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { startMplusApiSimulator } from '@tillbridge/simulators/mplusapi';
import { openStore } from '@tillbridge/store-sqlite';
import { FakeClock, memoryLog, nodeDigest, runAndKill, seededRandom, withTempFolder } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { FORWARD_KIND } from './forwarding-item.ts';

const VICTIM = new URL('../test/forwarding-victim.ts', import.meta.url);
const ROUNDS = 8;
/** The kill comes after 1 to so many acknowledged injections. */
const MOST_LINES = 40;

test('J1: kill -9 loses nothing that was to go on to MplusKASSA, and issues nothing twice', {
  timeout: 120_000,
}, async () => {
  await withTempFolder(async (folder) => {
    const file = join(folder, 'tillbridge.db');
    const seed = Number(process.env.SEED ?? randomInt(1_000_000));
    const random = seededRandom(seed);
    const sim = await startMplusApiSimulator({ port: 0 });
    try {
      // A tenth of all answers is lost on top of it.
      sim.fault({ on: 'issueVouchers', do: 'lose-reply', percent: 10 });
      const acknowledged = new Set<string>();
      let next = 1;
      for (let round = 1; round <= ROUNDS; round += 1) {
        const afterLines = 1 + Math.floor(random.fraction() * MOST_LINES);
        const crash = await runAndKill(VICTIM, [file, String(next), sim.url], afterLines);
        expect(crash.complaints, `seed ${seed}`).toBe('');
        for (const line of crash.lines) acknowledged.add(`TCK-${line.split(' ')[1]}`);

        const store = openStore({ file, digest: nodeDigest(), clock: new FakeClock(), log: memoryLog() });
        const waiting = new Set(
          store
            .outbox()
            .filter(({ kind }) => kind === FORWARD_KIND)
            .map(({ key }) => key),
        );
        const issued = sim.issuances().map(({ groupScanCode }) => groupScanCode);
        expect(new Set(issued).size, `seed ${seed}`).toBe(issued.length);
        for (const code of acknowledged) {
          const { id } = store.vouchers.byCode(code) ?? {};
          expect(id, `seed ${seed}, ${code}`).toBeDefined();
          expect(issued.includes(code) || waiting.has(String(id)), `seed ${seed}, ${code}`).toBe(true);
        }
        for (const code of issued) expect(store.vouchers.byCode(code), `seed ${seed}, ${code}`).toBeDefined();
        next = store.vouchers.voucherCount() + 1;
        store.close();
      }
      expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS);
    } finally {
      await sim.close();
    }
  });
});
