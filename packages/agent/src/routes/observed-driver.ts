import type { CallContext } from '@tillbridge/kernel';
import type { AbortAnswer, Begun, RouteDriver, Standing } from '@tillbridge/payments';

/** `refused`: it answered and said no; `unreachable`: no answer that could be used. */
export type CallEnd = 'answered' | 'refused' | 'unreachable';

/** Hears of every call a driver makes, and how it ended. */
export interface DriverObserver {
  ended(
    driver: RouteDriver,
    operation: 'begin' | 'enquire' | 'abort' | 'follow',
    end: CallEnd,
    seconds: number,
    answer: Begun | Standing | AbortAnswer,
  ): void;
  /** A payment that is followed gave a sign of life. */
  heard(driver: RouteDriver): void;
}

/** The same driver, with somebody listening. Changes nothing about what it does. */
export function observedDriver<Kind extends RouteDriver>(
  driver: Kind,
  observer: DriverObserver,
  elapsedMs: () => number,
): Kind {
  const timed = async <Answer extends Begun | Standing | AbortAnswer>(
    operation: 'begin' | 'enquire' | 'abort' | 'follow',
    call: Promise<Answer>,
  ): Promise<Answer> => {
    const startedMs = elapsedMs();
    const answer = await call;
    observer.ended(driver, operation, endOf(answer), (elapsedMs() - startedMs) / 1_000, answer);
    return answer;
  };
  const calls: Pick<RouteDriver, 'begin' | 'enquire' | 'abort' | 'follow'> = {
    begin: (order, call) => timed('begin', driver.begin(order, call)),
    enquire: (handle, call) => timed('enquire', driver.enquire(handle, call)),
    abort: (handle, call) => timed('abort', driver.abort(handle, call)),
    follow: (handle, observe, call: CallContext) =>
      timed(
        'follow',
        driver.follow(
          handle,
          (phase, words) => {
            observer.heard(driver);
            observe(phase, words);
          },
          call,
        ),
      ),
  };
  // Over the driver, not copied from it: what it can beside payments stays its own.
  return Object.assign(Object.create(driver) as Kind, calls);
}

function endOf(answer: Begun | Standing | AbortAnswer): CallEnd {
  switch (answer.kind) {
    case 'refused':
    case 'too-late':
      return 'refused';
    case 'unclear':
    case 'unreachable':
      return 'unreachable';
    default:
      return 'answered';
  }
}
