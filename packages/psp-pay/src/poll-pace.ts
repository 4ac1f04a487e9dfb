/** How often an order is asked after: quickly while a guest is most likely to pay, then slower. */
const STEPS: readonly (readonly [untilMs: number, pauseMs: number])[] = [
  [15_000, 400],
  [60_000, 1_000],
];
const LAST_PAUSE_MS = 2_000;
/** However long Pay. wants us to stay away, an armed payment is looked at once in this while. */
const LONGEST_SLOW_DOWN_MS = 30_000;

/**
 * The pause before the next status call. `slowDowns`: how many "too many requests" came in a row; `askedMs`: how long
 * the last of them wants us to wait, null for none.
 */
export function pollPauseMs(elapsedMs: number, slowDowns: number, askedMs: number | null): number {
  const pause = STEPS.find(([untilMs]) => elapsedMs < untilMs)?.[1] ?? LAST_PAUSE_MS;
  if (askedMs === null) return pause;
  return Math.min(LONGEST_SLOW_DOWN_MS, Math.max(pause, askedMs * 2 ** Math.max(0, slowDowns - 1)));
}

/** Without a readable answer for this long, a watch gives up. */
export const SILENCE_MS = 20_000;
