import type { Clock } from '@tillbridge/kernel';

/** How many calls may go out at once after a quiet time, for example when an agent starts with payments open. */
const BURST = 20;

/** Spreads the calls of all watches of one key: a burst, and then so many a second. */
export class ReadGate {
  private readonly clock: Clock;
  private readonly spacingMs: number;
  /** When the calls let through so far would be over at the even pace. */
  private bookedMs = 0;

  constructor(clock: Clock, readsPerSecond: number) {
    this.clock = clock;
    this.spacingMs = 1_000 / readsPerSecond;
  }

  /** Takes a place, and says in how many milliseconds its turn comes. */
  turnInMs(): number {
    const nowMs = this.clock.monotonicMs();
    this.bookedMs = Math.max(this.bookedMs, nowMs) + this.spacingMs;
    return Math.max(0, Math.ceil(this.bookedMs - BURST * this.spacingMs - nowMs));
  }
}
