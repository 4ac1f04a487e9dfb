import type { Clock, EpochMs } from '@tillbridge/kernel';

interface Sleeper {
  readonly dueMs: number;
  readonly order: number;
  readonly wake: () => void;
}

/** 1 March 2026, 09:00 UTC. */
const DEFAULT_START: EpochMs = 1_772_355_600_000;
/** Turns of the event loop that are given to what a woken sleeper does next: replies, commits, further steps. */
const SETTLE_TURNS = 12;

/**
 * A clock that stands still until a test moves it. `advance` wakes the sleepers that fall due, one after the other in
 * order of time, each at its own moment, and lets everything that follows run before the next one.
 */
export class FakeClock implements Clock {
  private wallMs: EpochMs;
  private elapsedMs = 0;
  private order = 0;
  private sleepers: Sleeper[] = [];

  constructor(startMs: EpochMs = DEFAULT_START) {
    this.wallMs = startMs;
  }

  now(): EpochMs {
    return this.wallMs;
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      this.order += 1;
      const sleeper: Sleeper = { dueMs: this.elapsedMs + Math.max(0, ms), order: this.order, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** How many are asleep. */
  get sleeping(): number {
    return this.sleepers.length;
  }

  /** In how many milliseconds the next sleeper wakes; undefined when nobody sleeps. */
  get nextWakeMs(): number | undefined {
    const next = this.next();
    return next === undefined ? undefined : next.dueMs - this.elapsedMs;
  }

  /** Lets `ms` pass. */
  async advance(ms: number): Promise<void> {
    const end = this.elapsedMs + ms;
    await this.settle();
    for (let next = this.next(); next !== undefined && next.dueMs <= end; next = this.next()) {
      this.wakeNext();
      await this.settle();
    }
    this.passTo(end);
  }

  /** Lets `ms` pass in which nobody wakes, not even who falls due. */
  moveOn(ms: number): void {
    this.passTo(this.elapsedMs + ms);
  }

  /** Wakes whoever falls due first, at that moment. False when nobody sleeps. */
  wakeNext(): boolean {
    const due = this.next();
    if (due === undefined) return false;
    this.passTo(Math.max(this.elapsedMs, due.dueMs));
    this.sleepers = this.sleepers.filter((other) => other !== due);
    due.wake();
    return true;
  }

  /** Lets everything run that doesn't need time to pass, commits of a store included. */
  async settle(turns: number = SETTLE_TURNS): Promise<void> {
    for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  }

  /** Moves the wall clock alone, as a time server or a person does. Nobody wakes. */
  jumpWall(ms: number): void {
    this.wallMs += ms;
  }

  private next(): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of this.sleepers) {
      const sooner = next === undefined || sleeper.dueMs < next.dueMs;
      if (sooner || (sleeper.dueMs === next?.dueMs && sleeper.order < next.order)) next = sleeper;
    }
    return next;
  }

  private passTo(elapsedMs: number): void {
    this.wallMs += elapsedMs - this.elapsedMs;
    this.elapsedMs = elapsedMs;
  }
}
