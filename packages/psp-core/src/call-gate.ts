import type { Clock } from '@tillbridge/kernel';

export interface CallLimits {
  readonly perSecond: number;
  /** Under way at the same time. Default: any number. */
  readonly atOnce?: number;
}

/** How many calls may go out at once after a quiet time, for example when an agent starts with payments open. */
const BURST = 20;

/**
 * Where the watches of one account queue for their next call, so that however many payments are open a provider's limits
 * hold: a burst, and then so many a second, and never more than so many at the same time.
 */
export class CallGate {
  private readonly clock: Clock;
  private readonly spacingMs: number;
  private readonly atOnce: number;
  /** When the calls let through so far would be over at the even pace. */
  private bookedMs = 0;
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(clock: Clock, { perSecond, atOnce = Number.POSITIVE_INFINITY }: CallLimits) {
    this.clock = clock;
    this.spacingMs = 1_000 / perSecond;
    this.atOnce = atOnce;
  }

  /** Makes `call` when its turn has come. Rejects with the signal's reason when that aborts before. */
  async through<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    await this.place(signal);
    try {
      const turnMs = this.turnInMs();
      if (turnMs > 0) await this.clock.sleep(turnMs, signal);
      return await call();
    } finally {
      this.leave();
    }
  }

  private async place(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.inside < this.atOnce) {
      this.inside += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        this.waiting.splice(this.waiting.indexOf(enter), 1);
        reject(signal.reason);
      };
      this.waiting.push(enter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** The place goes to whoever waits longest. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.inside -= 1;
    else next();
  }

  private turnInMs(): number {
    const nowMs = this.clock.monotonicMs();
    this.bookedMs = Math.max(this.bookedMs, nowMs) + this.spacingMs;
    return Math.max(0, Math.ceil(this.bookedMs - BURST * this.spacingMs - nowMs));
  }
}
