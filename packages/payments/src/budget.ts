import type { Clock } from '@tillbridge/kernel';

const IN_TIME = new Error('in time');

/** The work's result if it comes within the budget, else undefined; the work goes on. */
export async function within<T>(clock: Clock, work: Promise<T>, budgetMs: number): Promise<T | undefined> {
  const timer = new AbortController();
  const late = clock.sleep(budgetMs, timer.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort(IN_TIME);
  }
}
