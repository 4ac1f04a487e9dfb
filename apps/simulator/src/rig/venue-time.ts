export const DAY_MS = 86_400_000;

const VENUE = { timeZone: 'Europe/Amsterdam' } as const;
/** Swedes write dates as ISO 8601 does. */
const DATE = new Intl.DateTimeFormat('sv-SE', { ...VENUE, dateStyle: 'short' });
const TIME = new Intl.DateTimeFormat('sv-SE', { ...VENUE, timeStyle: 'medium' });

/** The date in the demo venue's calendar: `2026-07-14`. */
export function venueDate(at: number): string {
  return DATE.format(at);
}

/** From a moment to about noon of the venue's same day; negative in the afternoon. */
export function msToNoon(at: number): number {
  const [hours = 0, minutes = 0, seconds = 0] = TIME.format(at).split(':').map(Number);
  return DAY_MS / 2 - ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
