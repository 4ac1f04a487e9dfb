/** A day as the venue's calendar has it. */
import type { EpochMs } from '@tillbridge/kernel';

export interface CalendarDay {
  /** `2026-11-21`. */
  readonly day: string;
  readonly timeZone: string;
  readonly from: EpochMs;
  /** The first moment that no longer belongs to it. 23 to 25 hours after `from`. */
  readonly until: EpochMs;
}

const DAY_MS = 86_400_000;
const SAME_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Undefined for a date that the calendar doesn't have. Throws a `RangeError` for an unknown time zone. */
export function calendarDay(day: string, timeZone: string): CalendarDay | undefined {
  const midnight = SAME_DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined;
  const from = startOf(midnight, timeZone);
  return { day, timeZone, from, until: startOf(midnight + DAY_MS, timeZone) };
}

/** The day that `at` falls on. */
export function dayOf(at: EpochMs, timeZone: string): string {
  return new Date(at + localTime(timeZone)(at)).toISOString().slice(0, 10);
}

/**
 * The first whole second whose local time is not before `midnight`, a midnight of UTC. Looked for rather than computed:
 * a day of the calendar need not begin at 00:00 where clocks go forward.
 */
function startOf(midnight: EpochMs, timeZone: string): EpochMs {
  const offset = localTime(timeZone);
  // No zone is further than fifteen hours from UTC.
  let before = midnight / 1_000 - 15 * 3_600;
  let after = midnight / 1_000 + 15 * 3_600;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (middle * 1_000 + offset(middle * 1_000) >= midnight) after = middle;
    else before = middle;
  }
  return after * 1_000;
}

/** How far the clocks on the wall are ahead of UTC at a moment, in milliseconds. */
function localTime(timeZone: string): (at: EpochMs) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const local = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
    return local - Math.floor(at / 1_000) * 1_000;
  };
}
