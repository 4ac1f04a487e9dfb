import type { Clock } from '@tillbridge/kernel';

/** One timer on the clock that is passed in: set anew, it forgets the time before. */
export class Alarm {
  private readonly clock: Clock;
  private running: AbortController | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  set(ms: number, ring: () => void): void {
    this.clear();
    const mine = new AbortController();
    this.running = mine;
    this.wait(ms, mine.signal).then(
      () => {
        if (this.running !== mine) return;
        this.running = null;
        ring();
      },
      () => undefined,
    );
  }

  clear(): void {
    this.running?.abort();
    this.running = null;
  }

  /** A busy process may find its timer due before it has read what came in time: it looks there once more. */
  private async wait(ms: number, signal: AbortSignal): Promise<void> {
    await this.clock.sleep(ms, signal);
    await this.clock.sleep(0, signal);
  }
}
