import { parentPort, workerData } from 'node:worker_threads';
import type { FuzzTarget } from '@tillbridge/simulators/fuzz';
import { seededRandom } from '@tillbridge/testkit';
import { SharedInput } from './shared-input.ts';

export interface FuzzOrder {
  readonly seed: number;
  readonly seconds: number;
  /** One target alone. */
  readonly only: string | null;
  /** One round of it alone: a finding again. */
  readonly round: number | null;
  readonly memory: SharedArrayBuffer;
}

export interface Tally {
  readonly target: string;
  readonly rounds: number;
  readonly bytes: number;
  readonly slowestMs: number;
  readonly slowestRound: number;
}

/** What the worker says: its targets at the start, and how it ended. */
export type FuzzWord =
  | { readonly kind: 'targets'; readonly names: readonly string[] }
  | { readonly kind: 'done'; readonly tallies: readonly Tally[] }
  | { readonly kind: 'failed'; readonly error: string };

/** Targets take turns of this length. */
const TURN_MS = 100;

/** Runs the targets in this worker thread as its order says. */
export async function serveFuzz(targets: readonly FuzzTarget[]): Promise<void> {
  const order: FuzzOrder = workerData;
  const say = (word: FuzzWord) => parentPort?.postMessage(word);
  const shared = new SharedInput(order.memory);
  say({ kind: 'targets', names: targets.map(({ name }) => name) });
  const runs = targets
    .map((target, index) => new Run(target, index, order.seed, shared))
    .filter(({ target }) => order.only === null || target.name === order.only);
  try {
    if (runs.length === 0) throw new Error(`no target ${order.only}`);
    if (order.round !== null) {
      for (const run of runs) await run.round(order.round);
    } else {
      const endAt = performance.now() + order.seconds * 1_000;
      while (performance.now() < endAt) for (const run of runs) await run.turn(endAt);
    }
    say({ kind: 'done', tallies: runs.map((run) => run.tally()) });
  } catch (error) {
    say({ kind: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

class Run {
  readonly target: FuzzTarget;
  private readonly index: number;
  private readonly seed: number;
  private readonly shared: SharedInput;
  private rounds = 0;
  private bytes = 0;
  private slowestMs = 0;
  private slowestRound = 0;

  constructor(target: FuzzTarget, index: number, seed: number, shared: SharedInput) {
    this.target = target;
    this.index = index;
    this.seed = seed;
    this.shared = shared;
  }

  async turn(endAt: number): Promise<void> {
    const until = Math.min(endAt, performance.now() + TURN_MS);
    do await this.round(this.rounds);
    while (performance.now() < until);
  }

  /** Each round has chance of its own, so that it comes out the same whatever ran before it. */
  async round(round: number): Promise<void> {
    const { index, seed, shared } = this;
    const mixed = (seed ^ Math.imul(index + 1, 0x9e37_79b1)) + Math.imul(round, 0x85eb_ca6b);
    let length = 0;
    shared.begin(index, round);
    const began = performance.now();
    // Most rounds are over at once, and then nothing is waited for.
    const going = this.target.round(seededRandom(mixed), (input) => {
      length = input.length;
      shared.tell(input);
    });
    if (going !== undefined) await going;
    const ms = performance.now() - began;
    if (ms > this.slowestMs) {
      this.slowestMs = ms;
      this.slowestRound = round;
    }
    this.rounds += 1;
    this.bytes += length;
  }

  tally(): Tally {
    const { rounds, bytes, slowestMs, slowestRound } = this;
    return { target: this.target.name, rounds, bytes, slowestMs, slowestRound };
  }
}
