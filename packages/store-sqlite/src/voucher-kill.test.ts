import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import {
  FakeClock,
  memoryLog,
  nodeDigest,
  runAndKill,
  sampleVoucher,
  seededRandom,
  VOUCHER_VICTIM,
  withTempFolder,
} from '@tillbridge/testkit';
import type { Redemption } from '@tillbridge/vouchers';
import { expect, test } from 'vitest';
import { openStore } from './store.ts';

const ROUNDS = 10;
/** The kill comes after 1 to so many acknowledged commits. */
const MOST_LINES = 120;
const EVERYTHING = 1_000_000;

test('V1, V3: what was acknowledged of injection and redemption survives kill -9, and no more is spent than was issued', async () => {
  await withTempFolder(async (folder) => {
    const file = join(folder, 'tillbridge.db');
    const seed = Number(process.env.SEED ?? randomInt(1_000_000));
    const random = seededRandom(seed);
    const injected = new Set<number>();
    const redeemed = new Map<number, number>();
    let next = 1;
    for (let round = 1; round <= ROUNDS; round += 1) {
      const afterLines = 1 + Math.floor(random.fraction() * MOST_LINES);
      const crash = await runAndKill(VOUCHER_VICTIM, [file, String(next), String(seed + round)], afterLines);
      expect(crash.complaints, `seed ${seed}`).toBe('');
      for (const [kind, number] of crash.lines.map(wordsOf)) {
        if (kind === 'I') injected.add(number);
        else redeemed.set(number, (redeemed.get(number) ?? 0) + 1);
      }
      const store = openStore({ file, digest: nodeDigest(), clock: new FakeClock(), log: memoryLog() });
      const { vouchers } = store;
      for (const number of injected) {
        const draft = sampleVoucher(number);
        const voucher = vouchers.byCode(draft.code);
        expect(voucher?.orderReference, `seed ${seed}, voucher ${number}`).toBe(draft.orderReference);
        const ofOrder = vouchers.byOrder(draft.orderReference, 10).map(({ id }) => id);
        expect(ofOrder, `seed ${seed}, voucher ${number}`).toContain(voucher?.id);
        const replay = await vouchers.commit((tx) => tx.replayOf(draft.shop, `key-${number}`));
        expect(replay?.answer).toBe(String(number));
      }
      const logged = vouchers.injections({ limit: EVERYTHING });
      expect(logged).toHaveLength(vouchers.voucherCount());
      let held = 0;
      for (let number = 1; number <= vouchers.voucherCount(); number += 1) {
        const voucher = vouchers.byCode(sampleVoucher(number).code);
        const [entitlement] = voucher?.entitlements ?? [];
        if (voucher === undefined || entitlement === undefined) throw new Error(`voucher ${number} is not whole`);
        const spent = unitsOf(vouchers.redemptionsOf(voucher.id, 10));
        expect(entitlement.redeemed, `seed ${seed}, voucher ${number}`).toBe(spent);
        expect(spent).toBeGreaterThanOrEqual(redeemed.get(number) ?? 0);
        expect(spent + entitlement.held).toBeLessThanOrEqual(4);
        expect(vouchers.salesHolding(voucher.id)).toHaveLength(entitlement.held);
        held += entitlement.held;
      }
      expect(vouchers.salesDue(Number.MAX_SAFE_INTEGER, EVERYTHING)).toHaveLength(held);
      next = vouchers.voucherCount() + 1;
      store.checkFile();
      store.close();
    }
    expect(injected.size).toBeGreaterThan(ROUNDS);
    expect(redeemed.size).toBeGreaterThan(0);
  });
});

function wordsOf(line: string): readonly [string, number] {
  const [kind = '', number = ''] = line.split(' ');
  return [kind, Number(number)];
}

function unitsOf(redemptions: readonly Redemption[]): number {
  return redemptions.reduce((sum, { units }) => sum + units, 0);
}
