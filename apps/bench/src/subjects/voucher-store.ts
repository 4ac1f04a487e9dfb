/**
 * A store that fills with vouchers and is measured on the way, in a process of its own: `voucher-store.ts JOURNAL ROUNDS SIZE...`.
 * Prints its figures as one JSON line.
 */
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { openLog, systemClock, systemDigest } from '@tillbridge/agent';
import { openStore } from '@tillbridge/store-sqlite';
import { mostResidentMb } from '../resident.ts';
import { type Latency, lookUps, redemptions } from '../vouchers/own.ts';
import { BENCH_SHOP, draftOf } from '../vouchers/samples.ts';
import { openDesk } from '../vouchers/till.ts';

const BATCH = 500;

/** What is printed. Milliseconds, bytes, megabytes. */
export interface VoucherFigures {
  readonly sizes: readonly {
    readonly size: number;
    readonly look: Latency;
    readonly redeem: Latency & { readonly bare: number };
  }[];
  readonly bytesPerVoucher: number;
  readonly mostResidentMb: number;
}

const [file = '', roundsText = '', ...sizes] = process.argv.slice(2);
const rounds = Number(roundsText);
const log = openLog({ level: 'error' });
const store = openStore({ file, digest: systemDigest(), clock: systemClock(), log });
const desk = openDesk(store.vouchers, log);
const measured: VoucherFigures['sizes'][number][] = [];
for (const size of sizes.map(Number)) {
  await fillTo(size);
  measured.push({ size, look: looked(size), redeem: await redemptions(desk, dirname(file), size, rounds) });
}
const count = store.vouchers.voucherCount();
store.close();
log.close();
const figures: VoucherFigures = {
  sizes: measured,
  bytesPerVoucher: statSync(file).size / count,
  mostResidentMb: mostResidentMb(process.pid),
};
console.log(JSON.stringify({ figures }));

/** By a store that only looks: the writer remembers the latest vouchers, and of a thousand it knows all by heart. */
function looked(size: number): Latency {
  const looking = openStore({ file, digest: systemDigest(), clock: systemClock(), log, readOnly: true });
  try {
    return lookUps(looking, size, rounds);
  } finally {
    looking.close();
  }
}

async function fillTo(size: number): Promise<void> {
  for (let from = store.vouchers.voucherCount(); from < size; from += BATCH) {
    const length = Math.min(BATCH, size - from);
    const answer = await desk.inject({
      shop: BENCH_SHOP,
      by: 'rest',
      operation: 'POST /v1/vouchers',
      idempotencyKey: null,
      digest: '',
      vouchers: Array.from({ length }, (_, n) => draftOf(from + n)),
      requestId: `fill-${from}`,
      responseOf: () => '201',
    });
    if (!answer.ok) throw new Error(answer.fault.why);
  }
}
