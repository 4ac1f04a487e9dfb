import { describe, expect, test } from 'vitest';
import { VenueCalendar } from './calendar.ts';
import type { Rule, SpendLimits } from './rule.ts';
import { type StandingQuestion, standing } from './standing.ts';
import { articles, entitlement, ITEMS, rule } from './test/baskets.ts';
import type { Entitlement } from './voucher.ts';

const calendar = new VenueCalendar('Europe/Amsterdam');
const at = (text: string) => Date.parse(text);
/** A Saturday, 13:00 at the venue. */
const NOW = at('2026-11-21T12:00:00Z');
const HELD = { place: 'Restaurant 2', since: NOW - 60_000, until: NOW + 600_000 };
const LAST = { at: NOW - 3_600_000, place: 'Restaurant 1' };

interface Asked {
  readonly rule?: Partial<Rule>;
  readonly limits?: Partial<SpendLimits>;
  readonly counters?: Partial<Entitlement>;
  readonly question?: Partial<StandingQuestion>;
  /** When a unit was spent. */
  readonly spent?: readonly string[];
}

function ask({ rule: changes = {}, limits = {}, counters = {}, question = {}, spent = [] }: Asked) {
  const of = rule(ITEMS, articles('1001'), {
    limits: { perVisit: null, perDay: null, perPeriod: null, ...limits },
    ...changes,
  });
  return standing({
    entitlement: entitlement('meals', of, { issued: 4, ...counters }),
    at: NOW,
    place: { branch: 3, workplace: 12 },
    calendar,
    heldHere: 0,
    spentSince: (since) => spent.filter((moment) => at(moment) >= since).length,
    lastSpent: () => LAST,
    heldBy: () => HELD,
    ...question,
  });
}

describe('what is left', () => {
  test('is what was issued, less what is spent and what other sales hold', () => {
    expect(ask({ counters: { redeemed: 1, held: 2 } })).toEqual({ ok: true, available: 1 });
    expect(ask({ counters: { redeemed: 1, held: 2 }, question: { heldHere: 2 } })).toEqual({ ok: true, available: 3 });
  });

  test('is without end for a season pass', () => {
    expect(ask({ counters: { issued: null, redeemed: 900, held: 1 } })).toEqual({ ok: true, available: null });
  });

  test('is no more than one visit may take', () => {
    expect(ask({ limits: { perVisit: 2 } })).toEqual({ ok: true, available: 2 });
    expect(ask({ limits: { perVisit: 2 }, counters: { issued: null } })).toEqual({ ok: true, available: 2 });
  });

  test('used up: when and where', () => {
    const refusal = { why: 'used-up', lastAt: LAST.at, lastPlace: LAST.place };
    expect(ask({ counters: { redeemed: 4 } })).toEqual({ ok: false, refusal });
    expect(ask({ counters: { redeemed: 4, validUntil: NOW } })).toEqual({ ok: false, refusal });
  });

  test('in use elsewhere: until when', () => {
    expect(ask({ counters: { redeemed: 2, held: 2 } })).toEqual({ ok: false, refusal: { why: 'in-use', ...HELD } });
  });
});

describe('when it counts', () => {
  test('from its first moment until before its last', () => {
    expect(ask({ counters: { validFrom: NOW, validUntil: NOW + 1 } }).ok).toBe(true);
    expect(ask({ counters: { validUntil: NOW } })).toEqual({ ok: false, refusal: { why: 'expired', at: NOW } });
    expect(ask({ counters: { validFrom: NOW + 1 } })).toEqual({ ok: false, refusal: { why: 'not-yet', at: NOW + 1 } });
  });

  test.each([
    [[{ days: [6, 7], fromMinute: 780, untilMinute: 781 }], true],
    [[{ days: [6, 7], fromMinute: 781, untilMinute: 1_440 }], false],
    [[{ days: [6, 7], fromMinute: 0, untilMinute: 780 }], false],
    [[{ days: [1, 2, 3, 4, 5, 7], fromMinute: 0, untilMinute: 1_440 }], false],
  ])('in the hours %j: %s', (hours, counts) => {
    const answer = ask({ rule: { hours } });
    expect(answer).toEqual(counts ? { ok: true, available: 4 } : { ok: false, refusal: { why: 'wrong-time', hours } });
  });
});

describe('where it counts', () => {
  test.each([
    [{ branches: [3], workplaces: [] }, true],
    [{ branches: [1], workplaces: [{ branch: 3, workplace: 12 }] }, true],
    [{ branches: [12], workplaces: [{ branch: 12, workplace: 3 }] }, false],
  ])('%j: %s', (places, counts) => {
    const answer = ask({ rule: { places } });
    expect(answer).toEqual(
      counts ? { ok: true, available: 4 } : { ok: false, refusal: { why: 'wrong-place', places } },
    );
    expect(ask({ rule: { places }, question: { place: null } }).ok).toBe(true);
  });
});

describe('limits', () => {
  const yesterday = '2026-11-20T22:59:59Z';
  const today = '2026-11-20T23:00:00Z';

  test('a day’s share is the calendar day’s', () => {
    const limits = { perDay: 2 };
    expect(ask({ limits, spent: [yesterday, today] })).toEqual({ ok: true, available: 1 });
    expect(ask({ limits, spent: [today, today] })).toEqual({
      ok: false,
      refusal: {
        why: 'limit-reached',
        units: 2,
        days: 1,
        again: at('2026-11-21T23:00:00Z'),
        lastAt: LAST.at,
        lastPlace: LAST.place,
      },
    });
  });

  test('what another sale holds today is not promised twice', () => {
    expect(ask({ limits: { perDay: 2 }, counters: { held: 1 } })).toEqual({ ok: true, available: 1 });
    expect(ask({ limits: { perDay: 1 }, counters: { held: 1 } })).toMatchObject({ refusal: { why: 'in-use' } });
    expect(ask({ limits: { perDay: 1 }, counters: { held: 1 }, question: { heldHere: 1 } })).toMatchObject({
      available: 1,
    });
  });

  test('a period’s share comes back when the first of it leaves the period', () => {
    const limits = { perPeriod: { units: 2, days: 7 } };
    const spent = ['2026-11-14T22:59:00Z', '2026-11-15T12:00:00Z', '2026-11-18T12:00:00Z'];
    // 15 November is the first of the seven days; the one of the 14th no longer counts.
    expect(ask({ limits, spent })).toMatchObject({
      refusal: { why: 'limit-reached', units: 2, days: 7, again: at('2026-11-21T23:00:00Z') },
    });
    expect(ask({ limits, spent: ['2026-11-19T12:00:00Z', '2026-11-21T10:00:00Z'] })).toMatchObject({
      refusal: { again: at('2026-11-25T23:00:00Z') },
    });
  });

  test('nothing is promised for after its end', () => {
    const limits = { perDay: 1 };
    const counters = { validUntil: at('2026-11-21T20:00:00Z') };
    expect(ask({ limits, counters, spent: [today] })).toMatchObject({ refusal: { why: 'limit-reached', again: null } });
  });

  test('without limits nobody is asked what was spent', () => {
    const spentSince = () => {
      throw new Error('asked');
    };
    expect(ask({ question: { spentSince } }).ok).toBe(true);
  });
});
