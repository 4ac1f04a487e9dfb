import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDay, dayOf } from './calendar-day.ts';

const ZONE = 'Europe/Amsterdam';
const HOUR_MS = 3_600_000;

describe('a day of the calendar', () => {
  it.each([
    ['2026-11-21', ZONE, '2026-11-20T23:00:00.000Z', 24],
    ['2026-07-01', ZONE, '2026-06-30T22:00:00.000Z', 24],
    ['2026-03-29', ZONE, '2026-03-28T23:00:00.000Z', 23],
    ['2026-10-25', ZONE, '2026-10-24T22:00:00.000Z', 25],
    ['2026-11-21', 'UTC', '2026-11-21T00:00:00.000Z', 24],
    // Clocks go from 00:00 to 01:00: the day begins at one o’clock.
    ['2026-09-06', 'America/Santiago', '2026-09-06T04:00:00.000Z', 23],
  ])('%s in %s begins at %s and has %i hours', (day, zone, from, hours) => {
    const found = calendarDay(day, zone);
    expect(found && [new Date(found.from).toISOString(), (found.until - found.from) / HOUR_MS]).toEqual([from, hours]);
  });

  it.each(['2026-02-30', '2026-11-2', 'today', '', '2026-11-21T00:00'])('%j is none', (day) => {
    expect(calendarDay(day, ZONE)).toBeUndefined();
  });

  it('holds every moment in exactly one day', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2024-01-01T00:00:00Z'), max: Date.parse('2030-01-01T00:00:00Z') }),
        fc.constantFrom(ZONE, 'UTC', 'Pacific/Auckland', 'America/New_York'),
        (at, zone) => {
          const day = calendarDay(dayOf(at, zone), zone);
          if (day === undefined) throw new Error('no day');
          expect(day.from).toBeLessThanOrEqual(at);
          expect(day.until).toBeGreaterThan(at);
          expect(calendarDay(dayOf(day.until, zone), zone)?.from).toBe(day.until);
        },
      ),
      { numRuns: 60 },
    );
  });
});
