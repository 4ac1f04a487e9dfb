import { setTimeout as sleep } from 'node:timers/promises';
import { FakeClock } from './clock.ts';

/** Times are compared to the half second: a person and a real device are in between. */
const TICK_MS = 500;

/** The machine's time where a suite expects the clock that it moves. For contract suites against hardware. */
export class WallClock extends FakeClock {
  override now(): number {
    return Math.floor(Date.now() / TICK_MS) * TICK_MS;
  }

  override monotonicMs(): number {
    return performance.now();
  }

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
      throw signal?.aborted === true ? signal.reason : error;
    });
  }
}
