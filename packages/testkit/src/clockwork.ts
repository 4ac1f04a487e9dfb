import type { FakeClock } from './clock.ts';

/** Work that takes longer than this on the clock is stuck. */
const LONGEST_MS = 30 * 60_000;

/** A clock in another process that goes with ours. */
export interface FarClock {
  /** In how many milliseconds its next sleeper wakes, when last heard of; undefined when nobody sleeps there. */
  readonly nextWakeMs: number | undefined;
  /** Lets `ms` pass there, and wakes whoever falls due first when `wake` is set. */
  step(ms: number, wake: boolean): Promise<void>;
}

export interface Surroundings {
  /** Nothing is on its way: no bytes, no calls that somebody will answer without time passing. */
  quiet(): boolean | Promise<boolean>;
  readonly far?: FarClock;
}

export interface Clockwork {
  /** Lets real input and output and the clock go on until the work settles. Throws when it never does. */
  settle<T>(work: Promise<T>): Promise<T>;
  /** Lets `ms` pass on the clock, and everything happen that follows. */
  pass(ms: number): Promise<void>;
}

/**
 * Time for tests with real input and output: the clock stands still while anything is on its way, so that what a test
 * sees doesn't depend on how fast the machine is. Sleepers wake one by one; where two fall due at the same moment, the
 * far one is first.
 */
export function clockwork(clock: FakeClock, { quiet, far }: Surroundings): Clockwork {
  const soonestMs = () => {
    const next = Math.min(clock.nextWakeMs ?? Number.POSITIVE_INFINITY, far?.nextWakeMs ?? Number.POSITIVE_INFINITY);
    return Math.max(0, next);
  };

  async function untilQuiet(): Promise<void> {
    do await clock.settle();
    while (!(await quiet()));
  }

  /** To the moment when the next one falls due, here or there, and wakes it. */
  async function wakeNext(ms: number): Promise<void> {
    if (far?.nextWakeMs !== undefined && far.nextWakeMs <= ms) {
      clock.moveOn(ms);
      await far.step(ms, true);
      return;
    }
    if (ms > 0) await far?.step(ms, false);
    clock.wakeNext();
  }

  return {
    async settle(work) {
      let settled = false;
      const mark = () => {
        settled = true;
      };
      work.then(mark, mark);
      const giveUpAt = clock.monotonicMs() + LONGEST_MS;
      for (;;) {
        await clock.settle();
        if (settled) return work;
        if (!(await quiet())) continue;
        if (settled) return work;
        const ms = soonestMs();
        if (clock.monotonicMs() + ms > giveUpAt) throw new Error('the work never settles');
        await wakeNext(ms);
      }
    },
    async pass(ms) {
      const end = clock.monotonicMs() + ms;
      for (;;) {
        await untilQuiet();
        const left = end - clock.monotonicMs();
        const next = soonestMs();
        if (next > left) {
          clock.moveOn(Math.max(0, left));
          if (left > 0) await far?.step(left, false);
          return;
        }
        await wakeNext(next);
      }
    },
  };
}

/** Counts the calls that are on their way. */
export function counted<Args extends readonly unknown[], Result>(
  call: (...args: Args) => Promise<Result>,
): { readonly call: (...args: Args) => Promise<Result>; inFlight(): number } {
  let inFlight = 0;
  return {
    inFlight: () => inFlight,
    call: (...args) => {
      inFlight += 1;
      return call(...args).finally(() => {
        inFlight -= 1;
      });
    },
  };
}
