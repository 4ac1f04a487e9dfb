/** From here on the guest is told that time is short, by a sentence and a sound. */
export const LAST_SECONDS = 30;

export interface Countdown {
  /** Whole seconds that are left, rounded up; never below 0. */
  readonly seconds: number;
  /** What is left of the time the code was on the glass, 0 to 1, in whole steps of a second. */
  readonly part: number;
  readonly last: boolean;
}

/** Steps once a second. `firstSeenAt` is when this code came on the glass; all times by the agent's clock. */
export function countdownOf(agentNow: number, firstSeenAt: number, leavesAt: number): Countdown {
  const seconds = Math.max(0, Math.ceil((leavesAt - agentNow) / 1000));
  const whole = Math.max(1, Math.ceil((leavesAt - firstSeenAt) / 1000));
  return { seconds, part: Math.min(1, seconds / whole), last: seconds <= LAST_SECONDS };
}
