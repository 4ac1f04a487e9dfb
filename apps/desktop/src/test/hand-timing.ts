import type { Timing } from '../timing.ts';

/** Time that passes when the test says so. */
export class HandTiming implements Timing {
  private time = 0;
  private waiting: { readonly at: number; readonly work: () => void }[] = [];

  now(): number {
    return this.time;
  }

  after(ms: number, work: () => void): () => void {
    const entry = { at: this.time + ms, work };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((one) => one !== entry);
    };
  }

  /** Lets `ms` pass: due work runs in order, also work that other work has put in. */
  pass(ms: number): void {
    const end = this.time + ms;
    for (;;) {
      const due = this.waiting.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.waiting = this.waiting.filter((one) => one !== due);
      this.time = due.at;
      due.work();
    }
    this.time = end;
  }

  /** How many pieces of work still wait. */
  get pending(): number {
    return this.waiting.length;
  }
}
