/**
 * Power cuts at exact moments, for the demo shop and the crash suite. Wraps ports of the composition root; the rooms
 * don't know.
 */
import type { PaymentStore, RouteDriver } from '@tillbridge/payments';

export const CRASH_POINTS = [
  /** The intent is durable and nothing has been sent. */
  'after-intent',
  /** The provider has answered and nothing of it is stored. */
  'after-create',
  /** The outcome is durable and the till has not been told. */
  'after-paid',
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Ends the process the way a power cut does; production code gets none. */
export type Cut = () => void;

/** What a process without a battery does. */
export function powerCut(): void {
  process.kill(process.pid, 'SIGKILL');
}

export function crashingDriver<Kind extends RouteDriver>(driver: Kind, point: CrashPoint, cut: Cut): Kind {
  if (point === 'after-paid') return driver;
  const wrapped = Object.create(driver) as Kind;
  wrapped.begin = async (order, call) => {
    if (point === 'after-intent') return await gone(cut);
    await driver.begin(order, call);
    return await gone(cut);
  };
  return wrapped;
}

export function crashingStore<Kind extends PaymentStore>(store: Kind, point: CrashPoint, cut: Cut): Kind {
  if (point !== 'after-paid') return store;
  const wrapped = Object.create(store) as Kind;
  wrapped.commit = async <T>(work: Parameters<PaymentStore['commit']>[0]) => {
    let approved = false;
    const result = await store.commit((transaction) => {
      const watched = Object.create(transaction) as typeof transaction;
      watched.update = (payment) => {
        approved ||= payment.state === 'approved' && payment.handOver === null;
        transaction.update(payment);
      };
      return work(watched);
    });
    return approved ? await gone(cut) : (result as T);
  };
  return wrapped;
}

/** Nothing happens after a power cut, not even in the milliseconds before the signal is delivered. */
function gone(cut: Cut): Promise<never> {
  cut();
  return new Promise<never>(() => undefined);
}
