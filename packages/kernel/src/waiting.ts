import type { CallContext, Clock } from './ports.ts';

/** Time ran out; told apart from everything else by identity. */
export const TOO_LATE: unique symbol = Symbol('too late');

/** The result of `work`, or `TOO_LATE` after `ms`. Rejects when `work` does or the signal aborts. */
export async function within<T>(
  clock: Clock,
  ms: number,
  work: Promise<T>,
  signal?: AbortSignal,
): Promise<T | typeof TOO_LATE> {
  // Whoever loses the race, or never enters it, must not be an unhandled rejection.
  work.catch(() => undefined);
  signal?.throwIfAborted();
  const off = new AbortController();
  const both = signal === undefined ? off.signal : AbortSignal.any([off.signal, signal]);
  const late = clock.sleep(ms, both).then((): typeof TOO_LATE => TOO_LATE);
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    off.abort(TOO_LATE);
  }
}

/**
 * Runs `work` as a call of a driver: with a signal that also aborts when the call's time is over. What the caller called
 * off rejects with the caller's reason, also when the work was quicker; time over answers `late()`.
 */
export async function asCall<T>(
  clock: Clock,
  call: CallContext,
  work: (signal: AbortSignal) => Promise<T>,
  late: () => T,
): Promise<T> {
  call.signal.throwIfAborted();
  const own = new AbortController();
  const signal = AbortSignal.any([call.signal, own.signal]);
  try {
    const result = await within(clock, call.timeoutMs, work(signal), call.signal);
    call.signal.throwIfAborted();
    return result === TOO_LATE ? late() : result;
  } finally {
    own.abort(TOO_LATE);
  }
}
