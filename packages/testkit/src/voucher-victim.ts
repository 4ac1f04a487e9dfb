/**
 * Injects and redeems until it is killed: `node voucher-victim.ts <file> <first number> <seed>`. Writes, one a line and only
 * after its commit was acknowledged, `I <number>` for an injected voucher and `R <number>` for one unit of it redeemed.
 */
import { writeSync } from 'node:fs';
import { cents, newId } from '@tillbridge/kernel';
import { openStore } from '@tillbridge/store-sqlite';
import { FakeClock } from './clock.ts';
import { nodeDigest } from './digest.ts';
import { memoryLog } from './log.ts';
import { seededRandom } from './random.ts';
import { sampleVoucher } from './sample-voucher.ts';

const STDOUT = 1;
const MOST_AT_ONCE = 6;
const place = { till: 'Restaurant 2', branch: 3, workplace: 2, employee: null };

const [file = '', first = '1', seed = '1'] = process.argv.slice(2);
const random = seededRandom(Number(seed));
const clock = new FakeClock();
const { vouchers } = openStore({ file, digest: nodeDigest(), clock, log: memoryLog() });
let next = Number(first);

async function inject(number: number): Promise<void> {
  const { shop, orderReference, ...rest } = sampleVoucher(number);
  await vouchers.commit((tx) => {
    tx.insertVoucher({ shop, orderReference, ...rest }, clock.now());
    tx.keepReplay(shop, `key-${number}`, 'digest', String(number), clock.now());
    tx.logInjection({
      at: clock.now(),
      shop,
      by: 'rest',
      operation: 'issue',
      orderReference,
      response: '201',
      vouchers: 1,
      requestId: `request-${number}`,
    });
  });
  writeSync(STDOUT, `I ${number}\n`);
}

/** Holds one unit for a sale, then spends it, as a till does: two commits. */
async function redeem(number: number): Promise<void> {
  const { code } = sampleVoucher(number);
  const sale = { subscriptionId: 'shop-1', sessionId: newId(clock.now(), random) };
  const held = await vouchers.commit((tx) => {
    const voucher = tx.byCode(code);
    const entitlement = voucher?.entitlements[0];
    if (voucher === undefined || entitlement === undefined) return undefined;
    const free = (entitlement.issued ?? 0) - entitlement.redeemed - entitlement.held;
    if (free < 1) return undefined;
    const spend = { voucher: voucher.id, entitlement: entitlement.id, units: 1, cents: cents(1_250) };
    tx.adjust(entitlement.id, { held: 1 });
    tx.putSale({
      sale,
      place,
      stage: 'open',
      claims: [{ code, voucher: voucher.id, entitlement: null, at: clock.now(), chosen: [] }],
      discounts: [],
      earlier: [],
      additions: [],
      spends: [spend],
      cutOff: false,
      leaseUntil: clock.now() + 1,
      version: 1,
    });
    return spend;
  });
  if (held === undefined) return;
  await vouchers.commit((tx) => {
    tx.adjust(held.entitlement, { held: -1, redeemed: 1 });
    tx.insertRedemption({
      id: newId(clock.now(), random),
      ...held,
      code,
      sale,
      place,
      at: clock.now(),
      lines: [],
      creditedAt: null,
      mark: null,
    });
    tx.removeSale(sale);
  });
  writeSync(STDOUT, `R ${number}\n`);
}

for (;;) {
  const atOnce = 1 + Math.floor(random.fraction() * MOST_AT_ONCE);
  await Promise.all(
    Array.from({ length: atOnce }, () =>
      random.fraction() < 0.5 ? inject(next++) : redeem(1 + Math.floor(random.fraction() * (next - 1))),
    ),
  );
}
