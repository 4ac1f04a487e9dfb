import type { Clock } from '@tillbridge/kernel';

/** The wall clock of another time, for the demo shop: what a voucher does tomorrow. Waits are measured as ever. */
export function clockAhead(clock: Clock, aheadMs: number): Clock {
  return {
    now: () => clock.now() + aheadMs,
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}
