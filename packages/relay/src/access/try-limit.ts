import type { Clock } from '@tillbridge/kernel';

/** Counts wrong tries of everybody together: who guesses from many addresses gains nothing. */
export class TryLimit {
  private readonly clock: Clock;
  private readonly tries: number;
  private readonly withinMs: number;
  private failures: number[] = [];

  constructor(clock: Clock, tries: number, withinMs: number) {
    this.clock = clock;
    this.tries = tries;
    this.withinMs = withinMs;
  }

  /** True while no more tries are taken, right ones included. */
  isReached(): boolean {
    const since = this.clock.monotonicMs() - this.withinMs;
    this.failures = this.failures.filter((at) => at > since);
    return this.failures.length >= this.tries;
  }

  fail(): void {
    this.failures.push(this.clock.monotonicMs());
  }
}
