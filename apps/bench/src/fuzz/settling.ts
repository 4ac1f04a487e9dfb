import type { FakeClock } from '@tillbridge/testkit';

/** Times on a line are fractions, and sums of fractions differ by a hair. */
const HAIR_MS = 0.001;

/**
 * The result of `work` on a clock that is moved from one waking sleeper to the next. Throws when it takes longer than
 * `limitMs` of that clock, or when nobody sleeps any more and it still hasn't ended.
 */
export async function settled<T>(clock: FakeClock, what: string, limitMs: number, work: Promise<T>): Promise<T> {
  let over = false;
  const mark = () => {
    over = true;
  };
  work.then(mark, mark);
  for (const giveUpAt = clock.monotonicMs() + limitMs + HAIR_MS; ; ) {
    await clock.settle();
    if (over) return work;
    const nextMs = clock.nextWakeMs;
    if (nextMs === undefined) throw new Error(`${what}: waits for nothing`);
    if (clock.monotonicMs() + nextMs > giveUpAt) throw new Error(`${what}: not over after ${limitMs} ms`);
    await clock.advance(nextMs);
  }
}
