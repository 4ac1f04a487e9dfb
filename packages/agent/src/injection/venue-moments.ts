import type { EpochMs } from '@tillbridge/kernel';
import type { VenueCalendar } from '@tillbridge/vouchers';

const DAY = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/;
/** Whatever lies further away was not meant: many a client sends the year 1 for "none". */
const EARLIEST = Date.UTC(2000, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/** Moments as shops write them, on the venue's own clock. Null for what the calendar of 2000 to 2199 doesn't have. */
export interface VenueMoments {
  /** ISO 8601. With an offset it is that moment; without one, the venue's local time; a date alone is its first moment. */
  momentOf(text: string): EpochMs | null;
  /** The end of a validity: a date alone counts to its last moment. */
  endOf(text: string): EpochMs | null;
  /** The first moment after `days` calendar days of which the day of `from` is the first. */
  afterDays(from: EpochMs, days: number): EpochMs;
}

export function venueMoments(calendar: VenueCalendar): VenueMoments {
  const dayOf = (text: string) => {
    const name = DAY.exec(text)?.[1] ?? '';
    return isMeant(Date.parse(`${name}T00:00:00Z`)) ? calendar.dayNamed(name) : undefined;
  };
  const momentOf = (text: string): EpochMs | null => {
    const [, day, hour = '', minute = '', second = '', fraction = '', offset] = MOMENT.exec(text) ?? [];
    if (day === undefined) return dayOf(text)?.from ?? null;
    const sinceMidnight =
      (Number(hour) * 60 + Number(minute)) * 60_000 +
      Number(second) * 1_000 +
      Number(fraction.padEnd(3, '0').slice(0, 3));
    const midnight = Date.parse(`${day}T00:00:00Z`);
    // Node takes 31 February for 3 March.
    if (!isMeant(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return null;
    return offset === undefined
      ? localTime(calendar, day, sinceMidnight)
      : midnight + sinceMidnight - minutesOf(offset) * 60_000;
  };
  return {
    momentOf,
    endOf: (text) => dayOf(text)?.until ?? momentOf(text),
    afterDays: (from, days) => calendar.daysFrom(from, days - 1).until,
  };
}

function isMeant(at: EpochMs): boolean {
  return at >= EARLIEST && at < LATEST;
}

/** `+05:30` is 330. */
function minutesOf(offset: string): number {
  if (offset === 'Z') return 0;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  return offset.startsWith('-') ? -minutes : minutes;
}

/** The moment a clock on the venue's wall shows this: of two the first; in a gap, as far behind it as it says. */
function localTime(calendar: VenueCalendar, name: string, sinceMidnight: number): EpochMs | null {
  const day = calendar.dayNamed(name);
  if (day === undefined) return null;
  const minute = Math.floor(sinceMidnight / 60_000);
  const guess = day.from + sinceMidnight;
  const shown = calendar.wallTime(guess);
  const off = minute - shown.minute + (shown.day === name ? 0 : shown.day > name ? -24 * 60 : 24 * 60);
  const moved = guess + off * 60_000;
  const { day: shownDay, minute: shownMinute } = calendar.wallTime(moved);
  return shownDay === name && shownMinute === minute ? moved : guess;
}
