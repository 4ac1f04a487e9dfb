import { type CallContext, type Clock, type ErrorEntry, TillbridgeError } from '@tillbridge/kernel';

/**
 * Waits for an opening that can't be called off: rejects with TILL-602 when the call's time is over and with the signal's
 * reason when it is called off, and lets `leftover` clean up what opens after that.
 */
export async function openInTime<T>(
  clock: Clock,
  { signal, timeoutMs }: CallContext,
  opening: Promise<T>,
  late: { readonly entry: ErrorEntry; readonly address: string; readonly leftover: (opened: T) => void },
): Promise<T> {
  const done = new AbortController();
  const timeUp = clock.sleep(timeoutMs, AbortSignal.any([signal, done.signal])).then((): never => {
    throw new TillbridgeError(late.entry, { about: late.address, detail: `${timeoutMs} ms` });
  });
  timeUp.catch(() => undefined);
  try {
    return await Promise.race([opening, timeUp]);
  } catch (error) {
    opening.then(late.leftover, () => undefined);
    throw error;
  } finally {
    done.abort();
  }
}
