/**
 * The venue's own clock and calendar. Days begin where the zone says they do: 23 to 25 hours apart where clocks are put
 * forward or back, and not always at 00:00.
 */
import type { EpochMs } from '@tillbridge/kernel';

/** A day as the venue's calendar has it. */
export interface VenueDay {
  /** `2026-11-21`. */
  readonly day: string;
  readonly from: EpochMs;
  /** The first moment that no longer belongs to it. */
  readonly until: EpochMs;
}

/** What the clock on the wall shows. */
export interface WallTime {
  /** `2026-11-21`. */
  readonly day: string;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** After midnight, 0 to 1439. An hour that the clocks repeat comes twice. */
  readonly minute: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No zone is further from UTC. */
const FURTHEST_SECONDS = 15 * 3_600;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Days whose borders are remembered: about three years of validities. */
const REMEMBERED_DAYS = 1_024;

export class VenueCalendar {
  private readonly format: Intl.DateTimeFormat;
  private readonly known = new Map<string, VenueDay>();
  private latest: VenueDay | null = null;

  /** `timeZone`: an IANA name such as `Europe/Amsterdam`. Throws a `RangeError` for one that isn't known. */
  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  wallTime(at: EpochMs): WallTime {
    const local = at + this.offsetMs(at);
    const midnight = Math.floor(local / DAY_MS) * DAY_MS;
    return { day: dayText(local), weekday: weekdayOf(midnight), minute: Math.floor((local - midnight) / MINUTE_MS) };
  }

  /** The day that `at` falls on. */
  dayAt(at: EpochMs): VenueDay {
    const { latest } = this;
    if (latest !== null && latest.from <= at && at < latest.until) return latest;
    this.latest = this.dayOf(dayText(at + this.offsetMs(at)));
    return this.latest;
  }

  /** Undefined for a date that the calendar doesn't have. */
  dayNamed(day: string): VenueDay | undefined {
    const midnight = DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
    return Number.isNaN(midnight) || dayText(midnight) !== day ? undefined : this.dayOf(day);
  }

  /** The day that lies `days` calendar days after the one of `at`; before it when negative. */
  daysFrom(at: EpochMs, days: number): VenueDay {
    return this.dayOf(dayText(Date.parse(`${this.dayAt(at).day}T00:00:00Z`) + days * DAY_MS));
  }

  /** Where a period of `days` calendar days begins of which the day of `at` is the last. */
  periodStart(at: EpochMs, days: number): EpochMs {
    return this.daysFrom(at, 1 - days).from;
  }

  private dayOf(day: string): VenueDay {
    const known = this.known.get(day);
    if (known !== undefined) return known;
    const midnight = Date.parse(`${day}T00:00:00Z`);
    const fresh = { day, from: this.startOf(midnight), until: this.startOf(midnight + DAY_MS) };
    if (this.known.size >= REMEMBERED_DAYS) this.known.clear();
    this.known.set(day, fresh);
    return fresh;
  }

  /**
   * The first whole second whose local time is not before `midnight`, a midnight of UTC. Looked for rather than computed,
   * since the offset at the answer is not known before the answer is.
   */
  private startOf(midnight: EpochMs): EpochMs {
    let before = midnight / SECOND_MS - FURTHEST_SECONDS;
    let after = midnight / SECOND_MS + FURTHEST_SECONDS;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (middle * SECOND_MS + this.offsetMs(middle * SECOND_MS) >= midnight) after = middle;
      else before = middle;
    }
    return after * SECOND_MS;
  }

  /** How far the clocks on the wall are ahead of UTC at a moment. */
  private offsetMs(at: EpochMs): number {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of this.format.formatToParts(at)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / SECOND_MS) * SECOND_MS;
  }
}

function dayText(midnight: EpochMs): string {
  return new Date(midnight).toISOString().slice(0, 10);
}

/** 1 January 1970 was a Thursday. */
function weekdayOf(midnight: EpochMs): number {
  const sinceMonday = (midnight / DAY_MS + 3) % 7;
  return ((sinceMonday + 7) % 7) + 1;
}
