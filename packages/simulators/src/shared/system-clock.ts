import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@tillbridge/kernel';

/** The machine's own time, for simulators that run beside real programs. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    sleep: async (ms, signal) => {
      await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
        throw signal?.aborted === true ? signal.reason : error;
      });
    },
  };
}
