import type { Means } from '@tillbridge/payments';
import { sharePauseMs } from '@tillbridge/psp-core';

/** How often an order is asked after without its event stream: terminals every 3 s, a guest's page every 2 s at first. */
const FIRST_PAUSE_MS: Readonly<Record<Means, number>> = { card: 3_000, qr: 2_000 };
const LATER_PAUSE_MS: Readonly<Record<Means, number>> = { card: 5_000, qr: 4_000 };
const SLOWER_AFTER_MS = 120_000;
/** With the stream open, asking only guards against what the stream missed. */
const GUARD_PAUSE_MS = 10_000;
/** After an event whose news the order doesn't show yet. */
const EAGER_PAUSE_MS = 500;
/** However long MultiSafepay wants us to stay away, an armed payment is looked at once in this while. */
const LONGEST_SLOW_DOWN_MS = 30_000;

export interface Pace {
  readonly means: Means;
  readonly live: boolean;
  /** An event told of a change that the order doesn't show yet. */
  readonly eager: boolean;
  readonly elapsedMs: number;
  /** How many payments share the key's calls, this one included. */
  readonly watched: number;
  readonly readsPerSecond: number;
  /** How many "too many requests" came in a row, and how long the last of them wants us to wait; null for none. */
  readonly slowDowns: number;
  readonly askedMs: number | null;
}

/** The pause before an order is asked after again, in milliseconds. */
export function pollPauseMs(pace: Pace): number {
  const ownMs = pace.eager
    ? EAGER_PAUSE_MS
    : pace.live
      ? GUARD_PAUSE_MS
      : (pace.elapsedMs < SLOWER_AFTER_MS ? FIRST_PAUSE_MS : LATER_PAUSE_MS)[pace.means];
  const pauseMs = Math.max(ownMs, sharePauseMs(pace.watched, pace.readsPerSecond));
  if (pace.askedMs === null) return pauseMs;
  return Math.max(pauseMs, Math.min(LONGEST_SLOW_DOWN_MS, pace.askedMs * 2 ** Math.max(0, pace.slowDowns - 1)));
}

/** Without a readable answer for this long, or for two of its pauses, a watch gives up. */
export function silenceMs(pauseMs: number): number {
  return Math.max(20_000, 2 * pauseMs);
}
