import { type CallContext, type Clock, TillbridgeError } from '@tillbridge/kernel';
import { DEVICE_IO_ERRORS } from './errors.ts';

/**
 * The result of `opening`; rejects with TILL-602 when the call's time is over and with the signal's reason when it is
 * called off. Whoever called has to clean up what opens after that.
 */
export async function openInTime<T>(
  clock: Clock,
  { signal, timeoutMs }: CallContext,
  address: string,
  opening: Promise<T>,
): Promise<T> {
  const done = new AbortController();
  const timeUp = clock.sleep(timeoutMs, AbortSignal.any([signal, done.signal])).then((): never => {
    throw new TillbridgeError(DEVICE_IO_ERRORS.noAnswer, { about: address, detail: `${timeoutMs} ms` });
  });
  // Whoever loses the race must not be an unhandled rejection.
  timeUp.catch(() => undefined);
  opening.catch(() => undefined);
  try {
    return await Promise.race([opening, timeUp]);
  } finally {
    done.abort();
  }
}
