import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideOffline, type OfflineDecision } from '../offline-policy.ts';
import { amount, articles, basket, claim, EVERYTHING, ITEMS, line, refused, rule, spent } from '../test/baskets.ts';
import { matchOffline } from './match-offline.ts';

const HOUR_MS = 3_600_000;
const LIMITS = { kind: 'limits', units: 2, cents: 3_000, ageMs: 4 * HOUR_MS } as const;
const cutOff = { kind: 'cut-off', since: 0 } as const;

describe('the policy', () => {
  test('V2: says what a till does while it is cut off', () => {
    expect(decideOffline({ kind: 'deny' }, cutOff, 1)).toEqual({ kind: 'refuse' });
    expect(decideOffline({ kind: 'flag' }, cutOff, 1)).toEqual({ kind: 'mark', units: null, cents: null });
    expect(decideOffline(LIMITS, cutOff, 4 * HOUR_MS)).toEqual({ kind: 'mark', units: 2, cents: 3_000 });
    expect(decideOffline(LIMITS, cutOff, 4 * HOUR_MS + 1)).toEqual({ kind: 'refuse' });
    expect(decideOffline({ ...LIMITS, ageMs: null }, cutOff, 999 * HOUR_MS)).toMatchObject({ kind: 'mark' });
  });

  test.each(['alone', 'connected'] as const)('says nothing to a till that is %s', (kind) => {
    expect(decideOffline({ kind: 'deny' }, { kind }, 1)).toEqual({ kind: 'as-usual' });
  });
});

describe('a basket, cut off', () => {
  const meals = claim('meals', rule(ITEMS, articles('1001')), 4);
  const three = basket([line('a', '1001', '3', 1_250), line('b', '2001', '1', 400)], meals);
  const mark = (units: number | null, cents: number | null): OfflineDecision => ({ kind: 'mark', units, cents });

  test('gives as usual what no limit touches', () => {
    expect(spent(matchOffline({ kind: 'as-usual' }, three))).toEqual(['meals: 3 for 3750']);
    expect(spent(matchOffline(mark(null, null), three))).toEqual(['meals: 3 for 3750']);
  });

  test('gives nothing when the policy denies', () => {
    const offer = matchOffline({ kind: 'refuse' }, three);
    expect(offer.spends).toEqual([]);
    expect(refused(offer)).toEqual(['meals: cannot-check']);
  });

  test('gives so many pieces, and so many as the amount allows', () => {
    expect(spent(matchOffline(mark(2, null), three))).toEqual(['meals: 2 for 2500']);
    expect(spent(matchOffline(mark(2, 1_300), three))).toEqual(['meals: 1 for 1250']);
    expect(refused(matchOffline(mark(2, 1_249), three))).toEqual(['meals: cannot-check']);
  });

  test('gives a fixed amount as a whole or not at all, and balance as far as the limit', () => {
    const fiver = claim('fiver', rule(amount(500), EVERYTHING), 1);
    const balance = claim('balance', rule({ kind: 'balance' }, EVERYTHING), 9_000);
    const lines = [line('a', '2001', '2', 1_000)];
    expect(spent(matchOffline(mark(null, 800), basket(lines, fiver, balance)))).toEqual([
      'fiver: 1 for 500',
      'balance: 300 for 300',
    ]);
    expect(refused(matchOffline(mark(null, 400), basket(lines, fiver)))).toEqual(['fiver: cannot-check']);
  });

  test('never goes beyond its limits', () => {
    const limits = fc.record({
      units: fc.option(fc.nat(5), { nil: null }),
      cents: fc.option(fc.nat(9_000), { nil: null }),
    });
    const prices = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(limits, prices, ({ units, cents }, of) => {
        const claims = [
          meals,
          claim('fiver', rule(amount(500), EVERYTHING), 1),
          claim('balance', rule({ kind: 'balance' }, EVERYTHING), 2_000),
        ];
        const lines = of.map((price, index) => line(`l${index}`, '1001', '2', price));
        const { spends } = matchOffline(mark(units, cents), basket(lines, ...claims));
        const sum = spends.reduce((all, spend) => all + spend.cents, 0);
        expect(sum).toBeLessThanOrEqual(cents ?? sum);
        for (const spend of spends) {
          if (spend.entitlement !== 'balance') expect(spend.units).toBeLessThanOrEqual(units ?? spend.units);
        }
      }),
    );
  });
});
