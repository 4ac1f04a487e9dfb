import { Worker } from 'node:worker_threads';
import { hexOf } from '@tillbridge/simulators/fuzz';
import type { FuzzOrder, FuzzWord, Tally } from './serve.ts';
import { SharedInput } from './shared-input.ts';

export interface FuzzOptions extends Omit<FuzzOrder, 'memory'> {
  /** A module that calls `serveFuzz`. */
  readonly worker: URL;
  /** A round that takes longer hangs. */
  readonly hangMs?: number;
}

export type FuzzEnd =
  | { readonly kind: 'done'; readonly tallies: readonly Tally[] }
  /** `input` in hex. */
  | {
      readonly kind: 'failed';
      readonly target: string;
      readonly round: number;
      readonly input: string;
      readonly error: string;
    };

const HANG_MS = 10_000;
const LOOK_EACH_MS = 250;

/** Runs targets in a thread of their own, which is watched: one that goes round for ever is found and ended. */
export async function runFuzz({ worker: module, hangMs = HANG_MS, ...order }: FuzzOptions): Promise<FuzzEnd> {
  const shared = new SharedInput();
  const worker = new Worker(module, { workerData: { ...order, memory: shared.memory } satisfies FuzzOrder });
  let names: readonly string[] = [];
  const failed = (error: string): FuzzEnd => {
    const { target, round, input } = shared.look();
    return { kind: 'failed', target: names[target] ?? 'start', round, input: hexOf(input), error };
  };
  const end = Promise.withResolvers<FuzzEnd>();
  worker.on('message', (word: FuzzWord) => {
    if (word.kind === 'targets') names = word.names;
    else end.resolve(word.kind === 'done' ? word : failed(word.error));
  });
  // What nobody caught: a rejection that was left alone, or a throw in a listener. It may overtake the thread's own words,
  // which are all there when the thread has ended.
  let uncaught: string | undefined;
  worker.on('error', (error) => {
    uncaught = error instanceof Error ? (error.stack ?? error.message) : String(error);
  });
  worker.on('exit', (code) => end.resolve(failed(uncaught ?? `the thread ended with ${code}`)));
  const watch = watchdog(shared, hangMs, () => end.resolve(failed(`hangs: not over after ${hangMs} ms`)));
  try {
    return await end.promise;
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

function watchdog(shared: SharedInput, hangMs: number, bark: () => void): NodeJS.Timeout {
  let beat = 0;
  let since = performance.now();
  return setInterval(() => {
    const now = shared.look().beat;
    if (now !== beat || now === 0) {
      beat = now;
      since = performance.now();
    } else if (performance.now() - since > hangMs) {
      bark();
    }
  }, LOOK_EACH_MS);
}
