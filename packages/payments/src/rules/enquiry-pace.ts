/** Pauses between enquiries about an unknown outcome: close together at first, then once a minute, then now and then. */
const FIRST_PAUSES_MS = [2_000, 4_000, 8_000, 15_000, 30_000] as const;
const MINUTE_MS = 60_000;
const MINUTES_BEFORE_SLOWING = 60;
const SLOW_PAUSE_MS = 10 * MINUTE_MS;
/** Between enquiries about a payment that was taken offline and counts as paid: the scheme may need hours. */
export const SETTLEMENT_PAUSE_MS = 10 * MINUTE_MS;

/** The pause after enquiry number `attempt` (1, 2, …) that proved nothing. */
export function enquiryPauseMs(attempt: number): number {
  const first = FIRST_PAUSES_MS[attempt - 1];
  if (first !== undefined) return first;
  return attempt < FIRST_PAUSES_MS.length + MINUTES_BEFORE_SLOWING ? MINUTE_MS : SLOW_PAUSE_MS;
}
