import type { Timing } from '../timing.ts';

export type StopResult = 'closed' | 'failed' | 'out-of-time';

/** What Windows and service managers give a program that is told to end. */
const STOP_BUDGET_MS = 2_000;

/**
 * The one way to stop, whoever asks and however often: the first call starts it, every call gets its result. Never
 * rejects and never takes longer than the budget: a journal that could not be closed is as safe as after a power cut.
 */
export function stopOnce(
  close: () => Promise<void>,
  timing: Timing,
  budgetMs: number = STOP_BUDGET_MS,
): () => Promise<StopResult> {
  let running: Promise<StopResult> | null = null;
  const start = (): Promise<StopResult> =>
    new Promise((resolve) => {
      const callOff = timing.after(budgetMs, () => resolve('out-of-time'));
      const end = (result: StopResult) => () => {
        callOff();
        resolve(result);
      };
      Promise.resolve().then(close).then(end('closed'), end('failed'));
    });
  return () => {
    running ??= start();
    return running;
  };
}
