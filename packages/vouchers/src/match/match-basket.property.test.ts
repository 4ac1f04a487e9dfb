import { cents } from '@tillbridge/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClaimedEntitlement, MatchInput, Offer } from '../offer.ts';
import type { Benefit, Rule, Scope } from '../rule.ts';
import type { SaleLine } from '../sale.ts';
import { amount, articles, basket, claim, EVERYTHING, groups, line, percentage, rule } from '../test/baskets.ts';
import { matchBasket } from './match-basket.ts';
import { measure } from './measure.ts';

const ARTICLES = ['1001', '1002', '2001', '3001'];

const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...ARTICLES), { minLength: 1, maxLength: 2 }).map((numbers) => articles(...numbers)),
  fc.uniqueArray(fc.constantFrom(10, 20, 30), { minLength: 1, maxLength: 2 }).map((numbers) => groups(...numbers)),
  fc.constant(EVERYTHING),
  fc.constant<Scope>({ kind: 'assortment', exceptArticles: ['1002'], exceptGroups: [30] }),
);

const capCents = fc.option(fc.integer({ min: 1, max: 1_500 }), { nil: null });
const benefit: fc.Arbitrary<Benefit> = fc.oneof(
  capCents.map((cap): Benefit => ({ kind: 'items', capCents: cap === null ? null : cents(cap) })),
  fc
    .record({ points: fc.integer({ min: 1, max: 10_000 }), cap: capCents })
    .map(({ points, cap }) => percentage(points, cap)),
  fc.integer({ min: 1, max: 3_000 }).map((value) => amount(value)),
  fc.constant<Benefit>({ kind: 'balance' }),
);

const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    benefit,
    scope,
    combines: fc.constantFrom<Rule['combines'][]>('freely', 'freely', 'freely', 'alone'),
    minimum: fc.option(fc.integer({ min: 1, max: 4_000 }), { nil: null, freq: 4 }),
    adds: fc.boolean(),
  })
  .map(({ benefit: gives, scope: of, combines, minimum, adds }) =>
    rule(gives, of, {
      combines,
      minimumSpendCents: minimum === null ? null : cents(minimum),
      adds: adds && gives.kind === 'items' && minimum === null ? [{ article: '1001', label: { en: 'Burger' } }] : [],
    }),
  );

function claims(rules: fc.Arbitrary<Rule>, maxLength: number, minLength = 0): fc.Arbitrary<ClaimedEntitlement[]> {
  const one = fc.record({
    of: rules,
    available: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null, freq: 5 }),
    validUntil: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
  });
  return fc.array(one, { minLength, maxLength }).map((all) =>
    all.map(({ of, available, validUntil }, index) =>
      claim(`e${index}`, of, available !== null && of.benefit.kind === 'balance' ? available * 333 : available, {
        validUntil,
      }),
    ),
  );
}

const anyLine = fc.record({
  article: fc.option(fc.constantFrom(...ARTICLES), { nil: null, freq: 9 }),
  quantity: fc.constantFrom('1', '1', '2', '3', '5', '0.350', '1.5', '-1', '0'),
  unitCents: fc.option(fc.integer({ min: 0, max: 2_000 }), { nil: null, freq: 9 }),
  discount: fc.constantFrom<('ours' | 'foreign' | null)[]>(null, null, null, 'ours', 'foreign'),
});
const soldLine = fc.record({
  article: fc.constantFrom(...ARTICLES),
  quantity: fc.constantFrom('1', '1', '2', '3', '0.350', '1.5'),
  unitCents: fc.integer({ min: 1, max: 2_000 }),
  discount: fc.constant(null),
});

function lines(of: typeof anyLine | typeof soldLine, maxLength: number, minLength = 0): fc.Arbitrary<SaleLine[]> {
  return fc
    .array(of, { minLength, maxLength })
    .map((all) =>
      all.map(({ article, quantity, unitCents, discount }, index) =>
        line(`l${index}`, article, quantity, unitCents, discount),
      ),
    );
}

const anyBasket = fc.record({ lines: lines(anyLine, 8), claims: claims(anyRule, 5) });
const largeBasket = fc.oneof(
  fc.record({ lines: lines(anyLine, 70, 50), claims: claims(anyRule, 5) }),
  fc.record({ lines: lines(anyLine, 12), claims: claims(anyRule, 14, 9) }),
);

function sumOf({ spends }: Pick<Offer, 'spends'>): number {
  return spends.reduce((sum, { cents: value }) => sum + value, 0);
}

/** What comes off without the guest's own balance. */
function discountOf({ spends }: Offer, { claims: all }: Pick<MatchInput, 'claims'>): number {
  const balances = all.filter(({ entitlement }) => entitlement.rule.benefit.kind === 'balance');
  const own = new Set(balances.map(({ entitlement }) => entitlement.id));
  return sumOf({ spends: spends.filter(({ entitlement }) => !own.has(entitlement)) });
}

describe.each([
  ['small', anyBasket, 1_500],
  ['beyond the exact search', largeBasket, 100],
] as const)('in every basket, %s', (_, baskets, numRuns) => {
  test('the sum of the discounts is the sum of what is spent, to the cent', () => {
    fc.assert(
      fc.property(baskets, (given) => {
        const offer = matchBasket(basket(given.lines, ...given.claims));
        for (const spend of offer.spends) {
          const mine = offer.discounts.filter(({ entitlement }) => entitlement === spend.entitlement);
          expect(mine.reduce((sum, { cents: value }) => sum + value, 0)).toBe(spend.cents);
        }
        expect(offer.discounts.reduce((sum, { cents: value }) => sum + value, 0)).toBe(sumOf(offer));
      }),
      { numRuns },
    );
  });

  test('a line never loses more than it costs, nor pieces it has not got', () => {
    fc.assert(
      fc.property(baskets, (given) => {
        const offer = matchBasket(basket(given.lines, ...given.claims));
        for (const { lineId, quantity, unitCents, discount } of given.lines) {
          const mine = offer.discounts.filter((one) => one.lineId === lineId);
          const worth = measure(quantity, unitCents) ?? { cents: 0, pieces: 0 };
          const open = discount === null || discount.ours !== null;
          expect(mine.reduce((sum, { cents: value }) => sum + value, 0)).toBeLessThanOrEqual(open ? worth.cents : 0);
          expect(mine.reduce((sum, { pieces }) => sum + (pieces ?? 0), 0)).toBeLessThanOrEqual(worth.pieces);
          expect(new Set(mine.map(({ entitlement }) => entitlement)).size).toBe(mine.length);
        }
        expect(offer.discounts.every(({ cents: value }) => value > 0)).toBe(true);
      }),
      { numRuns },
    );
  });

  test('V1: no entitlement gives more than it has, and each gives something, waits for the guest or says why not', () => {
    fc.assert(
      fc.property(baskets, (given) => {
        const offer = matchBasket(basket(given.lines, ...given.claims));
        for (const { entitlement, available } of given.claims) {
          const spends = offer.spends.filter((spend) => spend.entitlement === entitlement.id);
          const refusals = offer.refusals.filter((one) => one.entitlement === entitlement.id);
          expect(spends.length + refusals.length).toBe(1);
          const { benefit: of } = entitlement.rule;
          for (const { units, cents: value } of spends) {
            expect(units).toBeLessThanOrEqual(available ?? Number.POSITIVE_INFINITY);
            expect(units).toBeGreaterThan(0);
            if (of.kind === 'amount') expect(value).toBeLessThanOrEqual(of.cents);
            if (of.kind === 'percentage') expect(value).toBeLessThanOrEqual(of.capCents ?? value);
            if (of.kind === 'balance') expect(units).toBe(value);
          }
        }
      }),
      { numRuns },
    );
  });

  test('the order of lines and vouchers changes neither the sum nor what comes off', () => {
    const shuffled = baskets.chain((given) =>
      fc.record({
        given: fc.constant(given),
        lines: fc.shuffledSubarray(given.lines, { minLength: given.lines.length }),
        claims: fc.shuffledSubarray(given.claims, { minLength: given.claims.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ given, ...other }) => {
        const one = matchBasket(basket(given.lines, ...given.claims));
        const two = matchBasket(basket(other.lines, ...other.claims));
        expect(sumOf(two)).toBe(sumOf(one));
        expect(discountOf(two, given)).toBe(discountOf(one, given));
        expect(perLine(two)).toEqual(perLine(one));
      }),
      { numRuns },
    );
  });
});

function perLine({ discounts }: Offer): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { lineId, cents: value } of discounts) sums[lineId] = (sums[lineId] ?? 0) + value;
  return Object.fromEntries(Object.entries(sums).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const freeRule = fc.record({ benefit, scope }).map(({ benefit: gives, scope: of }) => rule(gives, of));

function percentages(all: readonly ClaimedEntitlement[]): number {
  return all.filter(({ entitlement }) => entitlement.rule.benefit.kind === 'percentage').length;
}

test('one more line never lowers what comes off without balance', () => {
  const more = fc.record({ lines: lines(soldLine, 7), claims: claims(freeRule, 4) });
  fc.assert(
    fc.property(more, ({ lines: all, claims: shown }) => {
      const before = discountOf(matchBasket(basket(all.slice(1), ...shown)), { claims: shown });
      const after = discountOf(matchBasket(basket(all, ...shown)), { claims: shown });
      // Each of several percentages is rounded by itself.
      const rounding = Math.max(0, percentages(shown) - 1);
      expect(after).toBeGreaterThanOrEqual(before - rounding);
    }),
    { numRuns: 2_000 },
  );
});

test('it does not matter whether the till writes equal pieces on one line or on several', () => {
  const sold = fc.record({ lines: lines(soldLine, 5), claims: claims(anyRule, 4) });
  fc.assert(
    fc.property(sold, (given) => {
      const apart = given.lines.flatMap((one) => {
        const pieces = /^[1-9]$/.test(one.quantity) ? Number(one.quantity) : 1;
        const quantity = pieces > 1 ? '1' : one.quantity;
        return Array.from({ length: pieces }, (_, index) => ({ ...one, lineId: `${one.lineId}-${index}`, quantity }));
      });
      const together = discountOf(matchBasket(basket(given.lines, ...given.claims)), given);
      const other = discountOf(matchBasket(basket(apart, ...given.claims)), given);
      const rounding = Math.max(0, percentages(given.claims) - 1);
      expect(Math.abs(other - together)).toBeLessThanOrEqual(rounding);
    }),
    { numRuns: 1_500 },
  );
});

test('no voucher is spent without which as much would come off', () => {
  const small = fc.record({ lines: lines(soldLine, 5), claims: claims(freeRule, 4) });
  fc.assert(
    fc.property(small, (given) => {
      const offer = matchBasket(basket(given.lines, ...given.claims));
      const sum = discountOf(offer, given);
      const used = given.claims.filter(
        ({ entitlement: { id, rule: of } }) =>
          of.benefit.kind !== 'balance' && offer.spends.some((one) => one.entitlement === id),
      );
      for (const left of used) {
        const without = used.filter((one) => one !== left);
        const other = discountOf(matchBasket(basket(given.lines, ...without)), { claims: without });
        // Less by a fraction of a cent may be as much once it is rounded.
        expect(other).toBeLessThan(sum + (percentages(used) > 0 ? Math.max(1, percentages(used)) : 0));
      }
    }),
    { numRuns: 1_000 },
  );
});

describe('against every possibility', () => {
  const tinyLine = fc.record({
    article: fc.constantFrom('1001', '1002', '2001'),
    quantity: fc.constantFrom('1', '2', '1.5'),
    unitCents: fc.integer({ min: 1, max: 4 }),
    discount: fc.constant(null),
  });
  const tinyCap = fc.option(fc.integer({ min: 1, max: 4 }), { nil: null });
  const tinyBenefit: fc.Arbitrary<Benefit> = fc.oneof(
    tinyCap.map((cap): Benefit => ({ kind: 'items', capCents: cap === null ? null : cents(cap) })),
    fc
      .record({ points: fc.constantFrom(2_500, 5_000, 10_000), cap: tinyCap })
      .map(({ points, cap }) => percentage(points, cap)),
    fc.integer({ min: 1, max: 8 }).map((value) => amount(value)),
  );
  const tinyRule = fc.record({ benefit: tinyBenefit, scope }).map(({ benefit: gives, scope: of }) => rule(gives, of));
  const tiny = fc.record({ lines: lines(tinyLine, 3), claims: claims(tinyRule, 3) });

  test('nothing gives more', () => {
    fc.assert(
      fc.property(tiny, (given) => {
        const input = basket(given.lines, ...given.claims);
        const best = bestOfAll(input);
        const found = discountOf(matchBasket(input), given) * 10_000;
        // Half a cent of rounding for each percentage.
        expect(Math.abs(found - best)).toBeLessThanOrEqual(5_000 * percentages(given.claims));
      }),
      { numRuns: 700 },
    );
  });
});

/** The highest sum there is, in cents times 10,000: every piece and every cent of every line given to each voucher in turn. */
function bestOfAll({ lines: all, claims: shown, catalogue }: MatchInput): number {
  const left = shown.map(({ available, entitlement: { rule: of } }) =>
    of.benefit.kind === 'items' ? (available ?? 99) : of.benefit.kind === 'amount' ? of.benefit.cents : 999,
  );
  const taken = shown.map(() => 0);
  let best = 0;

  function gain(): number {
    return shown.reduce((sum, { entitlement: { rule: of } }, index) => {
      const base = taken[index] ?? 0;
      if (of.benefit.kind !== 'percentage') return sum + base * 10_000;
      return sum + Math.min(base * of.benefit.basisPoints, (of.benefit.capCents ?? 999) * 10_000);
    }, 0);
  }

  function reaches(index: number, { article }: SaleLine): boolean {
    const of = shown[index]?.entitlement.rule.scope;
    const group = article === null ? null : catalogue.turnoverGroupOf(article);
    switch (of?.kind) {
      case 'articles':
        return article !== null && of.articles.includes(article);
      case 'turnover-groups':
        return group !== null && of.groups.includes(group);
      case 'assortment':
        return (
          !(article !== null && of.exceptArticles.includes(article)) &&
          !(group !== null && of.exceptGroups.includes(group))
        );
      case undefined:
        return false;
    }
  }

  function give(at: number, index: number, room: number, pieces: number): void {
    const here = all[at];
    if (here === undefined) {
      best = Math.max(best, gain());
      return;
    }
    if (index === shown.length) {
      const next = all[at + 1];
      const worth = next === undefined ? undefined : measure(next.quantity, next.unitCents);
      give(at + 1, 0, worth?.cents ?? 0, worth?.pieces ?? 0);
      return;
    }
    const benefitHere = shown[index]?.entitlement.rule.benefit;
    const items = benefitHere?.kind === 'items';
    const worth = items ? Math.min(here.unitCents ?? 0, benefitHere.capCents ?? 999) : 1;
    const most = reaches(index, here) ? Math.min(left[index] ?? 0, items ? pieces : room) : 0;
    for (let count = 0; count <= most; count += 1) {
      left[index] = (left[index] ?? 0) - count;
      taken[index] = (taken[index] ?? 0) + count * worth;
      if (count * worth <= room) give(at, index + 1, room - count * worth, items ? pieces - count : pieces);
      left[index] = (left[index] ?? 0) + count;
      taken[index] = (taken[index] ?? 0) - count * worth;
    }
  }

  const first = all[0];
  const worth = first === undefined ? undefined : measure(first.quantity, first.unitCents);
  give(0, 0, worth?.cents ?? 0, worth?.pieces ?? 0);
  return best;
}
