import type { Store } from '@tillbridge/store-sqlite';
import type { VoucherDesk } from '@tillbridge/vouchers';
import { bareCommitMs } from '../bare-commit.ts';
import { median, percentile } from '../stats.ts';
import { codeOf } from './samples.ts';
import { scanned } from './till.ts';

const LOOKS_A_ROUND = 10_000;
const REDEMPTIONS_A_ROUND = 250;
const WARM_UP = 2_000;

/** Medians over rounds, so that what else the machine does in one of them doesn't count. In milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export function overRounds(rounds: readonly (readonly number[])[]): Latency {
  return {
    p50: median(rounds.map((samples) => percentile(samples, 0.5))),
    p99: median(rounds.map((samples) => percentile(samples, 0.99))),
  };
}

/** Numbers from 0 below `size` in no order, the same in each run. */
export function* strolling(size: number): Generator<number, never, undefined> {
  let state = 1;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield Math.floor((state / 2 ** 32) * size);
  }
}

/** By code to the whole voucher: codes, entitlements, rules. */
export function lookUps(store: Store, size: number, rounds: number): Latency {
  const numbers = strolling(size);
  const look = () => {
    const code = codeOf(numbers.next().value);
    const began = performance.now();
    const voucher = store.vouchers.byCode(code);
    const ms = performance.now() - began;
    if (voucher === undefined) throw new Error(`${code} is not stored`);
    return ms;
  };
  for (let n = 0; n < WARM_UP; n += 1) look();
  return overRounds(Array.from({ length: rounds }, () => Array.from({ length: LOOKS_A_ROUND }, look)));
}

/** Ends of sales that hold a voucher, as the till's `completeSession` tells them; a bare commit is measured in turn. */
export async function redemptions(
  desk: VoucherDesk,
  folder: string,
  size: number,
  rounds: number,
): Promise<Latency & { readonly bare: number }> {
  const numbers = strolling(size);
  const ours: number[][] = [];
  const bare: number[] = [];
  // The first round warms up and doesn't count.
  for (let round = 0; round <= rounds; round += 1) {
    const bareMs = bareCommitMs(folder, REDEMPTIONS_A_ROUND);
    const samples: number[] = [];
    for (let n = 0; n < REDEMPTIONS_A_ROUND; n += 1) {
      const done = await scanned(desk, numbers.next().value);
      const began = performance.now();
      await desk.complete(done);
      samples.push(performance.now() - began);
    }
    if (round === 0) continue;
    bare.push(bareMs);
    ours.push(samples);
  }
  return { ...overRounds(ours), bare: median(bare) };
}
