import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRule, ruleJsonSchema } from './parse-rule.ts';
import { canonicalRule } from './rule-text.ts';

const SMALL = { label: 'Burger menu', benefit: { kind: 'items' }, scope: { articles: [1001] } };

/** A rule with some of it changed: `path: message` of every problem. */
function problems(changes: Readonly<Record<string, unknown>>): string[] {
  const parsed = parseRule({ ...SMALL, ...changes });
  return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

function ruleOf(changes: Readonly<Record<string, unknown>> = {}) {
  const parsed = parseRule({ ...SMALL, ...changes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.rule;
}

describe('a rule as people write it', () => {
  test('needs three things', () => {
    expect(ruleOf()).toEqual({
      label: { nl: 'Burger menu', de: 'Burger menu', fr: 'Burger menu', en: 'Burger menu' },
      benefit: { kind: 'items', capCents: null },
      scope: { kind: 'articles', articles: ['1001'] },
      hours: [],
      places: { branches: [], workplaces: [] },
      limits: { perVisit: null, perDay: null, perPeriod: null },
      minimumSpendCents: null,
      combines: 'freely',
      adds: [],
    });
  });

  test('may say everything', () => {
    const rule = ruleOf({
      label: { nl: 'Menu', en: 'Meal' },
      benefit: { kind: 'items', cap: '12.50' },
      scope: { everything: true, exceptArticles: ['900719925474099312', 5], exceptGroups: [30, 20] },
      hours: ['mon-fri 11:00-17:00', 'sat 10:00-24:00'],
      places: ['3-12', 1, '3-4'],
      limits: { perVisit: 2, perDay: 3, perPeriod: { units: 10, days: 30 } },
      combines: 'alone',
      adds: [{ article: 1001 }, { article: '1009', label: 'Veggie menu' }],
    });
    expect(rule).toMatchObject({
      label: { nl: 'Menu', en: 'Meal' },
      benefit: { kind: 'items', capCents: 1_250 },
      scope: { kind: 'assortment', exceptArticles: ['5', '900719925474099312'], exceptGroups: [20, 30] },
      hours: [
        { days: [1, 2, 3, 4, 5], fromMinute: 660, untilMinute: 1_020 },
        { days: [6], fromMinute: 600, untilMinute: 1_440 },
      ],
      places: {
        branches: [1],
        workplaces: [
          { branch: 3, workplace: 4 },
          { branch: 3, workplace: 12 },
        ],
      },
      limits: { perVisit: 2, perDay: 3, perPeriod: { units: 10, days: 30 } },
      combines: 'alone',
      adds: [
        { article: '1001', label: { nl: 'Menu', en: 'Meal' } },
        { article: '1009', label: { nl: 'Veggie menu', de: 'Veggie menu', fr: 'Veggie menu', en: 'Veggie menu' } },
      ],
    });
  });

  test.each([
    [
      { kind: 'percentage', percent: 10 },
      { kind: 'percentage', basisPoints: 1_000, capCents: null },
    ],
    [
      { kind: 'percentage', percent: '12.5', cap: 20 },
      { kind: 'percentage', basisPoints: 1_250, capCents: 2_000 },
    ],
    [
      { kind: 'percentage', percent: 33.33 },
      { kind: 'percentage', basisPoints: 3_333, capCents: null },
    ],
    [
      { kind: 'amount', euros: 5 },
      { kind: 'amount', cents: 500 },
    ],
    [
      { kind: 'amount', euros: 1.15 },
      { kind: 'amount', cents: 115 },
    ],
    [{ kind: 'balance' }, { kind: 'balance' }],
  ])('gives %j', (benefit, read) => {
    expect(ruleOf({ benefit }).benefit).toEqual(read);
  });

  test('limits of a balance are euros, all others count', () => {
    const limits = { perDay: '7.50' };
    expect(ruleOf({ benefit: { kind: 'balance' }, limits }).limits.perDay).toBe(750);
    expect(problems({ limits })).toEqual(['limits.perDay: must be a whole number']);
  });

  test('every amount with two decimals is read exactly, as text and as a number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_99 }), (cents) => {
        const text = (cents / 100).toFixed(2);
        for (const euros of [text, Number(text)]) {
          expect(ruleOf({ benefit: { kind: 'amount', euros } }).benefit).toEqual({ kind: 'amount', cents });
        }
      }),
    );
  });
});

describe('what is wrong with a rule is told with its field', () => {
  test.each([
    [
      { label: undefined },
      'label: is missing: it must be text, or a text per language: { nl: …, de: …, fr: …, en: … }',
    ],
    [{ label: {} }, 'label: must have at least one language'],
    [{ label: { nl: 'a', en: 3 } }, 'label.en: must be text'],
    [{ benefit: 'items' }, 'benefit: must have a kind, such as { kind: items } or { kind: percentage, percent: 10 }'],
    [{ benefit: { kind: 'gift' } }, 'benefit.kind: must be items, percentage, amount or balance'],
    [
      { benefit: { kind: 'items', cap: '12,50' } },
      'benefit.cap: must be an amount in euros above zero, such as "12.50"',
    ],
    [{ benefit: { kind: 'items', cap: 0 } }, 'benefit.cap: must be an amount in euros above zero, such as "12.50"'],
    [
      { benefit: { kind: 'amount', euros: 5, cap: 5 } },
      'benefit.cap: does not belong here: what it gives is limited already',
    ],
    [
      { benefit: { kind: 'amount', euros: 1.005 } },
      'benefit.euros: must be an amount in euros above zero, such as "12.50"',
    ],
    [
      { benefit: { kind: 'percentage', percent: 101 } },
      'benefit.percent: must be a percentage from 0.01 to 100 with two decimals at most, such as 10 or "12.5"',
    ],
    [{ scope: {} }, 'scope: must say what counts: `articles`, `groups` or `everything`'],
    [{ scope: { articles: [] } }, 'scope.articles: must name at least one article'],
    [
      { scope: { articles: ['007'] } },
      'scope.articles.0: must be an article number of the till: up to 18 digits, without leading zeros',
    ],
    [
      { scope: { articles: [1], groups: [2] } },
      'scope: must have one of `articles`, `groups` and `everything`; write a rule for each',
    ],
    [
      { scope: { groups: [2], exceptArticles: [1] } },
      'scope.exceptArticles: goes with `everything` alone: what is not listed does not count anyway',
    ],
    [
      { hours: ['fri 22:00-02:00'] },
      'hours.0: must end after it begins; over midnight write two: "fri 22:00-24:00" and "sat 00:00-02:00"',
    ],
    [{ places: ['3/12'] }, 'places.0: must be a branch such as "3", or a branch and workplace such as "3-12"'],
    [{ limits: { perDay: 0 } }, 'limits.perDay: must be a whole number above zero; for a balance an amount in euros'],
    [{ limits: { perVisit: 3, perDay: 2 } }, 'limits.perVisit: must not be more than `perDay`'],
    [
      { limits: { perDay: 3, perPeriod: { units: 2, days: 7 } } },
      'limits.perDay: must not be more than `perPeriod.units`',
    ],
    [
      { limits: { perPeriod: { units: 2, days: 1 } } },
      'limits.perPeriod.days: must be a whole number of days from 2 to 366; for one day there is perDay',
    ],
    [
      { benefit: { kind: 'amount', euros: 5 }, limits: { perVisit: 1 } },
      'limits.perVisit: goes with items and balance alone: a sale takes an amount once',
    ],
    [
      { benefit: { kind: 'percentage', percent: 10 }, adds: [{ article: 1001 }] },
      'adds: goes with items alone: only a prepaid article can be put into a sale',
    ],
    [
      { minimumSpend: 10, adds: [{ article: 1001 }] },
      'adds: does not go with `minimumSpend`: what is in scope must be in the sale before it counts',
    ],
    [{ adds: [{ article: 1001 }, { article: '1001' }] }, 'adds.1.article: stands in the list twice'],
    [
      { scope: { everything: true, exceptArticles: [5] }, adds: [{ article: 5 }] },
      'adds.0.article: must not be one of `scope.exceptArticles`',
    ],
    [{ combines: 'never' }, 'combines: must be freely or alone'],
    [{ colour: 'red' }, 'colour: is not known here'],
  ])('%j', (changes, problem) => {
    expect(problems(changes)).toEqual([problem]);
  });

  test('all at once', () => {
    expect(problems({ label: 3, scope: undefined, combines: 'x' })).toHaveLength(3);
  });

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (anything) => {
        const parsed = parseRule(anything);
        if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the canonical text', () => {
  test('is one for rules that mean the same', () => {
    const one = ruleOf({ scope: { articles: [2, '1', 2] }, hours: ['sat 10:00-12:00', '9:00-10:00'], places: [2, 1] });
    const other = ruleOf({
      places: ['1', '2'],
      hours: ['09:00-10:00', 'sat 10:00-12:00'],
      scope: { articles: ['1', 2] },
    });
    expect(canonicalRule(one)).toBe(canonicalRule(other));
    expect(canonicalRule(one)).not.toBe(canonicalRule(ruleOf()));
  });

  test('gives the rule back', () => {
    const rule = ruleOf({ limits: { perVisit: 2 }, adds: [{ article: 1001 }] });
    expect(JSON.parse(canonicalRule(rule))).toEqual(rule);
  });
});

test('editors get a JSON Schema', () => {
  expect(ruleJsonSchema()).toMatchObject({
    type: 'object',
    required: ['label', 'benefit', 'scope'],
    additionalProperties: false,
    properties: { scope: { additionalProperties: false }, combines: { default: 'freely' } },
  });
});
