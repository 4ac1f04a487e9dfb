import { sharePauseMs } from '@tillbridge/psp-core';

/** How often an order is asked after while its QR is on the screen: quickly at first, then slower. */
const STEPS: readonly (readonly [untilMs: number, pauseMs: number])[] = [
  [60_000, 2_000],
  [600_000, 5_000],
];
const LAST_PAUSE_MS = 30_000;
/** After a call without a readable answer. */
const AFTER_SILENCE_MS = 2_000;
/** However long the platform wants us to stay away, an order that can be paid is looked at once in this while. */
const LONGEST_SLOW_DOWN_MS = 30_000;

/** Without a readable answer for this long, or for two of its pauses, a watch gives up. */
export function silenceMs(pauseMs: number): number {
  return Math.max(20_000, 2 * pauseMs);
}

/** What the last call said about the next: nothing special, silence, or how often and how long to stay away. */
export type LastCall = 'heard' | 'silent' | { readonly slowDowns: number; readonly askedMs: number };

/** How many payments share the calls of an account, the one in question included. */
export interface Crowd {
  readonly watched: number;
  readonly readsPerSecond: number;
}

/** The pause before an order is asked after again, in milliseconds. */
export function pollPauseMs(elapsedMs: number, last: LastCall, { watched, readsPerSecond }: Crowd): number {
  const shareMs = sharePauseMs(watched, readsPerSecond);
  const pause = Math.max(shareMs, STEPS.find(([untilMs]) => elapsedMs < untilMs)?.[1] ?? LAST_PAUSE_MS);
  if (last === 'heard') return pause;
  if (last === 'silent') return Math.max(shareMs, AFTER_SILENCE_MS);
  return Math.max(pause, Math.min(LONGEST_SLOW_DOWN_MS, last.askedMs * 2 ** Math.max(0, last.slowDowns - 1)));
}
