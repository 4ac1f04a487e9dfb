import { type Clock, within } from '@tillbridge/kernel';

/** The result of `work`, unless `signal` aborts first: then its reason is the rejection. */
export function calledOff<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    work.catch(() => undefined);
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Something to wait for that happens again and again. What happens while nobody waits is not missed. */
export class Bell {
  private rung = false;
  private wake: (() => void) | null = null;

  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Resolves at the next ring, at once if it rang since the last wait, or after `ms`. Rejects when `signal` aborts. */
  async wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.rung) {
      const heard = new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      await within(clock, ms, heard, signal);
    }
    this.rung = false;
    this.wake = null;
  }
}
