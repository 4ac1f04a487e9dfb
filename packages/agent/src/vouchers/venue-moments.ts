import type { EpochMs } from '@tillbridge/kernel';
import type { VenueCalendar } from '@tillbridge/vouchers';

const DAY = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;
const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?$/;
const OFFSET = /(Z|[+-]\d{2}:\d{2})$/;
const DAY_MS = 86_400_000;

/** Moments as shops write them, on the venue's own clock. */
export interface VenueMoments {
  /** ISO 8601. With an offset it is that moment; without one, the venue's local time; a date alone is its first moment. */
  momentOf(text: string): EpochMs | null;
  /** The end of a validity: a date alone counts to its last moment. */
  endOf(text: string): EpochMs | null;
  /** The first moment after `days` calendar days of which the day of `from` is the first. */
  afterDays(from: EpochMs, days: number): EpochMs;
}

export function venueMoments(calendar: VenueCalendar): VenueMoments {
  const dayOf = (text: string) => calendar.dayNamed(DAY.exec(text)?.[1] ?? '');
  const momentOf = (text: string): EpochMs | null => {
    const day = dayOf(text);
    if (day !== undefined) return day.from;
    if (OFFSET.test(text)) {
      const at = Date.parse(text);
      return Number.isNaN(at) ? null : at;
    }
    return localTime(calendar, text);
  };
  return {
    momentOf,
    endOf: (text) => dayOf(text)?.until ?? momentOf(text),
    afterDays: (from, days) => calendar.daysFrom(from, days - 1).until,
  };
}

/** The moment a clock on the venue's wall shows this; of two the first, and in a gap the moment after it. */
function localTime(calendar: VenueCalendar, text: string): EpochMs | null {
  const match = LOCAL.exec(text);
  const day = calendar.dayNamed(match?.[1] ?? '');
  if (match === null || day === undefined) return null;
  const [, , hour = '', minute = '', second = ''] = match;
  const sinceMidnight = (Number(hour) * 60 + Number(minute)) * 60_000 + Number(second) * 1_000;
  if (sinceMidnight >= DAY_MS) return null;
  const guess = day.from + sinceMidnight;
  const shown = calendar.wallTime(guess);
  const off = Number(hour) * 60 + Number(minute) - shown.minute;
  return guess + (shown.day === day.day ? off : off - 24 * 60) * 60_000;
}
