import type { CallContext, Clock } from '@tillbridge/kernel';

export interface CallLimits {
  readonly perSecond: number;
  /** Under way at the same time. Default: any number. */
  readonly atOnce?: number;
}

/** How many calls may go out at once after a quiet time, for example when an agent starts with payments open. */
const BURST = 20;
/** What watches may take of the pace. The rest is for enquiries, and for catching up after many calls at once. */
const WATCHES_SHARE = 0.8;
const ENTERED = new Error('a place was free');

/** The pause between two calls about one payment, in milliseconds, that leaves all `watched` ones theirs. */
export function sharePauseMs(watched: number, perSecond: number): number {
  return Math.ceil((watched * 1_000) / (perSecond * WATCHES_SHARE));
}

/**
 * Where the questions of one account queue for their next call, so that however many payments are open a provider's limits
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

  /**
   * Makes `call` when its turn has come, with the time that is left then. Null when no turn came in that time. Rejects
   * with the signal's reason when that aborts before.
   */
  async through<T>({ signal, timeoutMs }: CallContext, call: (left: CallContext) => Promise<T>): Promise<T | null> {
    const untilMs = this.clock.monotonicMs() + timeoutMs;
    const leftMs = () => untilMs - this.clock.monotonicMs();
    if (!(await this.place(signal, timeoutMs))) return null;
    try {
      const turnMs = this.turnInMs(leftMs());
      if (turnMs !== null) {
        if (turnMs > 0) await this.clock.sleep(turnMs, signal);
        return await call({ signal, timeoutMs: Math.max(1, leftMs()) });
      }
    } finally {
      this.leave();
    }
    await this.clock.sleep(Math.max(0, leftMs()), signal);
    return null;
  }

  /** False when none was free in time. */
  private async place(signal: AbortSignal, timeoutMs: number): Promise<boolean> {
    signal.throwIfAborted();
    if (this.inside < this.atOnce) {
      this.inside += 1;
      return true;
    }
    const entered = new AbortController();
    const enter = () => entered.abort(ENTERED);
    this.waiting.push(enter);
    await this.clock.sleep(Math.max(0, timeoutMs), AbortSignal.any([signal, entered.signal])).catch(() => undefined);
    if (entered.signal.aborted) return true;
    this.waiting.splice(this.waiting.indexOf(enter), 1);
    signal.throwIfAborted();
    return false;
  }

  /** The place goes to whoever waits longest. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.inside -= 1;
    else next();
  }

  /** Books a turn. Null, and nothing booked, when it would come too late. */
  private turnInMs(leftMs: number): number | null {
    const nowMs = this.clock.monotonicMs();
    const bookedMs = Math.max(this.bookedMs, nowMs) + this.spacingMs;
    const turnMs = Math.max(0, Math.ceil(bookedMs - BURST * this.spacingMs - nowMs));
    if (turnMs >= leftMs) return null;
    this.bookedMs = bookedMs;
    return turnMs;
  }
}
