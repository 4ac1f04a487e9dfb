import type { CallContext, Clock } from '@tillbridge/kernel';

/** Why our own signals abort. One object for all: an abort without a reason builds an exception with a stack each time. */
const OVER = new Error('over');

/** Resolves with the result of `work`, or with `late` after `ms`. Rejects when `work` does. */
export async function within<T, L>(clock: Clock, ms: number, work: Promise<T>, late: L): Promise<T | L> {
  const off = new AbortController();
  const timer = clock.sleep(ms, off.signal).then(() => late);
  // Whoever loses the race must not be an unhandled rejection.
  timer.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, timer]);
  } finally {
    off.abort(OVER);
  }
}

/**
 * Runs `work` as a call of a driver. Its signal also aborts when the call's time is over, which answers `late()`. What
 * the caller called off rejects with the caller's reason, also when the work was quicker.
 */
export async function asCall<T>(
  clock: Clock,
  call: CallContext,
  work: (signal: AbortSignal) => Promise<T>,
  late: () => T,
): Promise<T> {
  call.signal.throwIfAborted();
  const over = new AbortController();
  const signal = AbortSignal.any([call.signal, over.signal]);
  try {
    const first = await within<T | typeof LATE, typeof LATE>(
      clock,
      call.timeoutMs,
      calledOff(work(signal), call.signal),
      LATE,
    );
    call.signal.throwIfAborted();
    return first === LATE ? late() : first;
  } finally {
    over.abort(OVER);
  }
}

const LATE = Symbol('late');

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
      await within(clock, ms, calledOff(heard, signal), undefined);
    }
    this.rung = false;
    this.wake = null;
  }
}
