/** How often an order is asked after while its QR is on the screen: quickly at first, then slower. No limit is published. */
const STEPS: readonly (readonly [untilMs: number, pauseMs: number])[] = [
  [60_000, 2_000],
  [600_000, 5_000],
];
const LAST_PAUSE_MS = 30_000;
/** After a call without a readable answer. */
const AFTER_SILENCE_MS = 2_000;
/** However long the platform wants us to stay away, an order that can be paid is looked at once in this while. */
const LONGEST_SLOW_DOWN_MS = 30_000;

/** Without a readable answer for this long, a watch gives up. */
export const SILENCE_MS = 20_000;

/** What the last call said about the next: nothing special, silence, or how often and how long to stay away. */
export type LastCall = 'heard' | 'silent' | { readonly slowDowns: number; readonly askedMs: number };

export function pollPauseMs(elapsedMs: number, last: LastCall): number {
  const pause = STEPS.find(([untilMs]) => elapsedMs < untilMs)?.[1] ?? LAST_PAUSE_MS;
  if (last === 'heard') return pause;
  if (last === 'silent') return AFTER_SILENCE_MS;
  return Math.min(LONGEST_SLOW_DOWN_MS, Math.max(pause, last.askedMs * 2 ** Math.max(0, last.slowDowns - 1)));
}
