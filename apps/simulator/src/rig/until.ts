import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilOptions {
  /** The longest the condition may take, in milliseconds. */
  readonly withinMs?: number;
  readonly everyMs?: number;
}

const USUAL_WAIT_MS = 10_000;
const USUAL_PACE_MS = 20;

/** Something that was expected did not happen. The message says what, and what was seen last. */
export class NeverHappened extends Error {
  constructor(what: string, withinMs: number, cause: unknown) {
    super(`${what} did not happen within ${withinMs} ms`, cause === undefined ? {} : { cause });
    this.name = 'NeverHappened';
  }
}

/**
 * Asks `probe` again and again until it answers with something else than `undefined` or `false`, and resolves with
 * that. A throwing probe counts as "not yet"; its last error becomes the cause when time runs out.
 */
export async function until<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  options: UntilOptions = {},
): Promise<T> {
  const withinMs = options.withinMs ?? USUAL_WAIT_MS;
  const end = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      const found = await probe();
      if (found !== undefined && found !== false) return found;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= end) throw new NeverHappened(what, withinMs, last);
    await sleep(options.everyMs ?? USUAL_PACE_MS);
  }
}
