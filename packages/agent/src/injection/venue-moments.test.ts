import { VenueCalendar } from '@tillbridge/vouchers';
import { describe, expect, it } from 'vitest';
import { venueMoments } from './venue-moments.ts';

const amsterdam = venueMoments(new VenueCalendar('Europe/Amsterdam'));
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

describe('a moment', () => {
  it.each([
    ['with an offset is that moment', '2026-07-01T10:00:00+02:00', '2026-07-01T08:00:00.000Z'],
    ['in UTC', '2026-07-01T10:00:00Z', '2026-07-01T10:00:00.000Z'],
    ['west of Greenwich', '2026-07-01T22:00:00-04:30', '2026-07-02T02:30:00.000Z'],
    ['with a fraction, to the millisecond', '2026-07-01T10:00:00.1239Z', '2026-07-01T10:00:00.123Z'],
    ['without an offset is the venue’s, in summer', '2026-07-01T10:00:00', '2026-07-01T08:00:00.000Z'],
    ['and in winter', '2026-12-01T10:00:00.5', '2026-12-01T09:00:00.500Z'],
    ['as a day is its first moment at the venue', '2026-07-01', '2026-06-30T22:00:00.000Z'],
    ['as a day of XML Schema with a zone is that day all the same', '2026-07-01Z', '2026-06-30T22:00:00.000Z'],
    ['as a day of XML Schema with an offset', '2026-07-01+09:00', '2026-06-30T22:00:00.000Z'],
  ])('%s', (_what, text, expected) => {
    expect(iso(amsterdam.momentOf(text))).toBe(expected);
  });

  it.each([
    ['31 June', '2026-06-31'],
    ['30 February', '2026-02-30T10:00:00Z'],
    ['29 February of a common year', '2027-02-29T10:00:00'],
    ['hour 24', '2026-07-01T24:00:00'],
    ['minute 60', '2026-07-01T10:60:00Z'],
    ['second 60', '2026-07-01T10:00:60Z'],
    ['no seconds', '2026-07-01T10:00Z'],
    ['the year that clients send for none', '0001-01-01T00:00:00'],
    ['the same as a day', '0001-01-01'],
    ['1999', '1999-12-31T23:59:59Z'],
    ['2200', '2200-01-01'],
    ['a year of five digits', '12026-07-01'],
    ['words', 'tomorrow'],
    ['nothing', ''],
    ['a time stamp', '1782900000'],
    ['a space in the middle', '2026-07-01 10:00:00Z'],
  ])('that the calendar doesn’t have is none: %s', (_what, text) => {
    expect(amsterdam.momentOf(text)).toBeNull();
    expect(amsterdam.endOf(text)).toBeNull();
  });

  it('reaches from 2000 to 2199', () => {
    expect(iso(amsterdam.momentOf('2000-01-01'))).toBe('1999-12-31T23:00:00.000Z');
    expect(iso(amsterdam.endOf('2199-12-31'))).toBe('2199-12-31T23:00:00.000Z');
    expect(iso(amsterdam.momentOf('2000-02-29'))).toBe('2000-02-28T23:00:00.000Z');
  });
});

describe('where clocks are changed', () => {
  it.each([
    ['before the gap', '2026-03-29T01:59:59', '2026-03-29T00:59:59.000Z'],
    ['in the gap: as far behind it as it says', '2026-03-29T02:30:00', '2026-03-29T01:30:00.000Z'],
    ['after the gap', '2026-03-29T03:00:00', '2026-03-29T01:00:00.000Z'],
    ['the evening after', '2026-03-29T23:30:00', '2026-03-29T21:30:00.000Z'],
    ['before the hour that comes twice', '2026-10-25T01:30:00', '2026-10-24T23:30:00.000Z'],
    ['in it: the first of the two', '2026-10-25T02:30:00', '2026-10-25T00:30:00.000Z'],
    ['after it', '2026-10-25T03:00:00', '2026-10-25T02:00:00.000Z'],
    ['the evening of that day', '2026-10-25T23:30:00', '2026-10-25T22:30:00.000Z'],
  ])('%s', (_what, text, expected) => {
    expect(iso(amsterdam.momentOf(text))).toBe(expected);
  });

  it('a day without a midnight begins where it begins', () => {
    // Cairo puts its clocks forward at 00:00 of the last Friday of April.
    const cairo = venueMoments(new VenueCalendar('Africa/Cairo'));
    expect(iso(cairo.momentOf('2026-04-24'))).toBe('2026-04-23T22:00:00.000Z');
    expect(iso(cairo.momentOf('2026-04-24T00:30:00'))).toBe('2026-04-23T22:30:00.000Z');
    expect(iso(cairo.momentOf('2026-04-24T02:00:00'))).toBe('2026-04-23T23:00:00.000Z');
    expect(iso(cairo.endOf('2026-04-23'))).toBe('2026-04-23T22:00:00.000Z');
  });

  it('an offset of half an hour, and clocks that move by half an hour', () => {
    const kolkata = venueMoments(new VenueCalendar('Asia/Kolkata'));
    expect(iso(kolkata.momentOf('2026-07-01T10:00:00'))).toBe('2026-07-01T04:30:00.000Z');
    const howe = venueMoments(new VenueCalendar('Australia/Lord_Howe'));
    expect(iso(howe.momentOf('2026-10-04T02:15:00'))).toBe('2026-10-03T15:45:00.000Z');
    expect(iso(howe.momentOf('2026-10-04T02:30:00'))).toBe('2026-10-03T15:30:00.000Z');
  });
});

describe('the end of a validity', () => {
  it('on a day is that day’s last moment at the venue', () => {
    expect(iso(amsterdam.endOf('2026-07-01'))).toBe('2026-07-01T22:00:00.000Z');
    expect(iso(amsterdam.endOf('2026-10-25'))).toBe('2026-10-25T23:00:00.000Z');
  });

  it('at a moment is that moment', () => {
    expect(iso(amsterdam.endOf('2026-07-01T10:00:00+02:00'))).toBe('2026-07-01T08:00:00.000Z');
    expect(iso(amsterdam.endOf('2026-07-01T10:00:00'))).toBe('2026-07-01T08:00:00.000Z');
  });

  it.each([
    ['one day is today, however late it began', '2026-07-01T21:59:59Z', 1, '2026-07-01T22:00:00.000Z'],
    ['two days', '2026-07-01T10:00:00Z', 2, '2026-07-02T22:00:00.000Z'],
    ['a year over leap day and changes of clocks', '2027-07-01T10:00:00Z', 366, '2028-06-30T22:00:00.000Z'],
    ['into winter', '2026-10-24T10:00:00Z', 2, '2026-10-25T23:00:00.000Z'],
  ])('of a product: %s', (_what, from, days, expected) => {
    expect(iso(amsterdam.afterDays(Date.parse(from), days))).toBe(expected);
  });
});
