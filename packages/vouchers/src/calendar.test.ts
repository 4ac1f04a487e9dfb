import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VenueCalendar } from './calendar.ts';

const at = (text: string) => Date.parse(text);
const amsterdam = new VenueCalendar('Europe/Amsterdam');

describe('the clock on the wall', () => {
  test.each([
    ['2026-01-15T11:30:59Z', { day: '2026-01-15', weekday: 4, minute: 750 }],
    ['2026-07-15T22:30:00Z', { day: '2026-07-16', weekday: 4, minute: 30 }],
    ['2026-11-22T22:59:59.999Z', { day: '2026-11-22', weekday: 7, minute: 1_439 }],
    ['2026-11-22T23:00:00Z', { day: '2026-11-23', weekday: 1, minute: 0 }],
    ['1969-12-28T12:00:00Z', { day: '1969-12-28', weekday: 7, minute: 780 }],
    // The hour that comes twice.
    ['2026-10-25T00:30:00Z', { day: '2026-10-25', weekday: 7, minute: 150 }],
    ['2026-10-25T01:30:00Z', { day: '2026-10-25', weekday: 7, minute: 150 }],
  ])('%s', (moment, shown) => {
    expect(amsterdam.wallTime(at(moment))).toEqual(shown);
  });
});

describe('days', () => {
  test('have 23 and 25 hours where clocks change', () => {
    const hours = (day: string) => {
      const { from, until } = amsterdam.dayNamed(day) ?? { from: 0, until: 0 };
      return (until - from) / 3_600_000;
    };
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25]);
  });

  test('begin where the zone lets them: Beirut has no 00:00 when summer comes', () => {
    const beirut = new VenueCalendar('Asia/Beirut');
    expect(beirut.dayNamed('2026-03-29')?.from).toBe(at('2026-03-28T22:00:00Z'));
    expect(beirut.wallTime(at('2026-03-28T22:00:00Z')).minute).toBe(60);
  });

  test('are counted by the calendar: seven days back over the change of clocks', () => {
    const now = at('2026-10-28T10:00:00Z');
    expect(amsterdam.periodStart(now, 1)).toBe(at('2026-10-27T23:00:00Z'));
    expect(amsterdam.periodStart(now, 7)).toBe(at('2026-10-21T22:00:00Z'));
    expect(amsterdam.daysFrom(now, 1).day).toBe('2026-10-29');
    expect(amsterdam.daysFrom(at('2026-12-31T20:00:00Z'), 1).day).toBe('2027-01-01');
  });

  test.each(['2026-02-29', '2026-13-01', '21-11-2026', ''])('%j is none', (day) => {
    expect(amsterdam.dayNamed(day)).toBeUndefined();
  });

  test('join without a gap, and hold the moments that carry their name', () => {
    const zones = ['Europe/Amsterdam', 'Asia/Beirut', 'Pacific/Apia', 'America/St_Johns', 'UTC'];
    const calendars = zones.map((zone) => new VenueCalendar(zone));
    const moments = fc.integer({ min: at('2010-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(fc.constantFrom(...calendars), moments, (calendar, moment) => {
        const day = calendar.dayAt(moment);
        expect(day.from <= moment && moment < day.until).toBe(true);
        expect(calendar.wallTime(moment).day).toBe(day.day);
        expect(calendar.dayAt(day.until - 1)).toEqual(day);
        expect(calendar.dayAt(day.until).from).toBe(day.until);
      }),
      { numRuns: 200 },
    );
  });
});

test('an unknown zone is refused', () => {
  expect(() => new VenueCalendar('Europe/Nowhere')).toThrow(RangeError);
});
