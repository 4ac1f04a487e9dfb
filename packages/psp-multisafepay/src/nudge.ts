import type { Clock } from '@tillbridge/kernel';

const NUDGED = new Error('nudged');

/** A pause that somebody can end. A nudge that comes while nobody pauses ends the next pause at once. */
export class Nudge {
  private readonly clock: Clock;
  private pausing: AbortController | null = null;
  private due = false;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  nudge(): void {
    this.due = true;
    this.pausing?.abort(NUDGED);
  }

  /** Resolves after `ms` or a nudge; rejects only with the signal's reason. */
  async pause(ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.due) {
      const own = new AbortController();
      this.pausing = own;
      await this.clock.sleep(ms, AbortSignal.any([signal, own.signal])).catch(() => signal.throwIfAborted());
      this.pausing = null;
    }
    this.due = false;
  }
}
