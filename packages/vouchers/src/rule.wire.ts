/**
 * A rule as people write it, in settings (YAML) and in injections (JSON). Messages continue a sentence that begins with
 * the name of the field. Amounts and percentages are read from their decimal text: a number of JSON or YAML gives back
 * the text it was written with, as long as it has no more than 15 digits.
 */
import { assertNever, type Cents, parseDecimalEuros } from '@tillbridge/kernel';
import { z } from 'zod';
import { parseHours } from './hours.ts';
import type { Benefit, LocalText, Places, Rule, Scope, SpendLimits } from './rule.ts';
import { contradictions } from './rule-checks.ts';

const LONGEST_LABEL = 60;
const MOST_ENTRIES = 1_000;
const MOST_DAYS = 366;

const EUROS = 'must be an amount in euros above zero, such as "12.50"';
const PERCENT = 'must be a percentage from 0.01 to 100 with two decimals at most, such as 10 or "12.5"';

function decimal(message: string) {
  return z.union([z.string(), z.number()], message).transform((given, context) => {
    const read = parseDecimalEuros(String(given));
    if (read.ok && read.cents > 0) return read.cents;
    context.issues.push({ code: 'custom', message, input: given });
    return z.NEVER;
  });
}

/** Decimal euros: "12.50", 12.5. */
const euros = decimal(EUROS);
/** 12.5 % is 1250 basis points, as 12.5 euros are 1250 cents. */
const basisPoints = decimal(PERCENT).refine((points) => points <= 10_000, PERCENT);

const text = z
  .string('must be text')
  .trim()
  .min(1, 'must not be empty')
  .max(LONGEST_LABEL, `must have at most ${LONGEST_LABEL} characters`);

const textPerLanguage = z
  .strictObject({ nl: text.optional(), de: text.optional(), fr: text.optional(), en: text.optional() })
  .refine((label) => Object.keys(label).length > 0, 'must have at least one language');

const label = z
  .union([text, textPerLanguage], 'must be text, or a text per language: { nl: …, de: …, fr: …, en: … }')
  .transform(
    (given): LocalText =>
      typeof given === 'string'
        ? { nl: given, de: given, fr: given, en: given }
        : Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  )
  .describe('What till and screens call it.');

const ARTICLE = 'must be an article number of the till: up to 18 digits, without leading zeros';
const article = z
  .union([z.string(), z.int()], ARTICLE)
  .transform(String)
  .refine((number) => /^[1-9]\d{0,17}$/.test(number), ARTICLE);
const GROUP = 'must be the number of a turnover group';
const group = z.int(GROUP).min(0, GROUP).max(2_147_483_647, GROUP);

function list<Item extends z.ZodType>(item: Item, message: string) {
  return z.array(item, message).max(MOST_ENTRIES, `must have at most ${MOST_ENTRIES} entries`);
}

const articles = list(article, 'must be a list of article numbers').min(1, 'must name at least one article');
const groups = list(group, 'must be a list of turnover groups').min(1, 'must name at least one turnover group');

const benefit = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({
        kind: z.literal('items').describe('Prepaid pieces of what is in scope.'),
        cap: euros.optional().describe('The most that comes off one piece.'),
      }),
      z.strictObject({
        kind: z.literal('percentage').describe('A share of everything in scope.'),
        percent: basisPoints.describe('10, "12.5".'),
        cap: euros.optional().describe('The most that comes off one sale.'),
      }),
      z.strictObject({
        kind: z.literal('amount').describe('Up to a fixed amount off what is in scope, once per sale. No rest stays.'),
        euros,
      }),
      z.strictObject({
        kind: z.literal('balance').describe('Money that pays what is in scope, as far as it reaches.'),
      }),
    ],
    {
      error: ({ code }) =>
        code === 'invalid_union'
          ? 'must be items, percentage, amount or balance'
          : 'must have a kind, such as { kind: items } or { kind: percentage, percent: 10 }',
    },
  )
  .describe('What the guest gets.');

const scope = z
  .strictObject(
    {
      articles: articles.optional().describe("The till's article numbers."),
      groups: groups.optional().describe('Turnover groups: a category of the till.'),
      everything: z.literal(true, 'must be true or be left out').optional(),
      exceptArticles: articles.optional().describe('With `everything`: articles that do not count.'),
      exceptGroups: groups.optional().describe('With `everything`: turnover groups that do not count.'),
    },
    'must say what counts: { articles: [1001] }, { groups: [10] } or { everything: true }',
  )
  .describe('Which lines of a sale count.');

const HOURS = 'must be text such as "mon-fri 11:00-17:00", with days mon, tue, wed, thu, fri, sat, sun';
const HOURS_FAULTS = {
  'not-hours': HOURS,
  'unknown-day': HOURS,
  'ends-before-it-begins': 'must end after it begins; over midnight write two: "fri 22:00-24:00" and "sat 00:00-02:00"',
};
const hours = list(
  z.string(HOURS).transform((given, context) => {
    const read = parseHours(given);
    if (read.ok) return read.hours;
    context.issues.push({ code: 'custom', message: HOURS_FAULTS[read.fault], input: given });
    return z.NEVER;
  }),
  'must be a list such as ["mon-fri 11:00-17:00"]',
)
  .default([])
  .describe('When it counts, at the venue: "mon-fri 11:00-17:00", "sat,sun 10:00-24:00". Left out: always.');

const PLACE = 'must be a branch such as "3", or a branch and workplace such as "3-12"';
const places = list(
  z
    .union([z.string(), z.int()], PLACE)
    .transform(String)
    .refine((place) => /^\d{1,6}(-\d{1,6})?$/.test(place), PLACE),
  'must be a list such as [1, "3-12"]',
)
  .default([])
  .describe('Where it counts: "3" for a branch, "3-12" for one workplace of it. Left out: everywhere.');

const UNITS = 'must be a whole number above zero; for a balance an amount in euros';
const units = decimal(UNITS).describe('Pieces or sales; for a balance euros.');
const DAYS = `must be a whole number of days from 2 to ${MOST_DAYS}; for one day there is perDay`;
const limits = z
  .strictObject({
    perVisit: units.optional().describe('In one sale.'),
    perDay: units.optional().describe('On one calendar day at the venue.'),
    perPeriod: z
      .strictObject({ units, days: z.int(DAYS).min(2, DAYS).max(MOST_DAYS, DAYS) })
      .optional()
      .describe('In any so many calendar days, today the last of them.'),
  })
  .default({})
  .describe('How much may be spent of what was bought.');

const adds = list(z.strictObject({ article, label: label.optional() }), 'must be a list such as [{ article: 1001 }]')
  .default([])
  .describe('For items: what the till puts into a sale that has nothing in scope. Several: the guest chooses.');

const COMBINES = 'must be freely or alone';

const shape = z.strictObject({
  label,
  benefit,
  scope,
  hours,
  places,
  limits,
  minimumSpend: euros.optional().describe('What the lines in scope must come to first.'),
  combines: z
    .enum(['freely', 'alone'], COMBINES)
    .default('freely')
    .describe('`alone`: with no other voucher in a sale.'),
  adds,
});

/** A rule as written, each field read and the fields not yet held against each other. */
export type WrittenRule = z.output<typeof shape>;

/** What goes in is what people write, what comes out is the rule. Also stands inside the schemas of settings and calls. */
export const ruleSchema = shape.transform((written, context): Rule => {
  const found = contradictions(written);
  for (const { path, message } of found)
    context.issues.push({ code: 'custom', path: [...path], message, input: written });
  return found.length === 0 ? toRule(written) : z.NEVER;
});

/** Lists whose order means nothing are put in order, so that equal rules have equal texts (`canonicalRule`). */
function toRule(written: WrittenRule): Rule {
  return {
    label: written.label,
    benefit: toBenefit(written.benefit),
    scope: toScope(written.scope),
    hours: written.hours.toSorted(
      (a, b) => compareLists(a.days, b.days) || a.fromMinute - b.fromMinute || a.untilMinute - b.untilMinute,
    ),
    places: toPlaces(written.places),
    limits: toLimits(written),
    minimumSpendCents: written.minimumSpend ?? null,
    combines: written.combines,
    adds: written.adds.map((added) => ({ article: added.article, label: added.label ?? written.label })),
  };
}

function toBenefit(benefit: WrittenRule['benefit']): Benefit {
  switch (benefit.kind) {
    case 'items':
      return { kind: 'items', capCents: benefit.cap ?? null };
    case 'percentage':
      return { kind: 'percentage', basisPoints: benefit.percent, capCents: benefit.cap ?? null };
    case 'amount':
      return { kind: 'amount', cents: benefit.euros };
    case 'balance':
      return { kind: 'balance' };
    default:
      return assertNever(benefit);
  }
}

function toScope({ articles, groups, exceptArticles = [], exceptGroups = [] }: WrittenRule['scope']): Scope {
  if (articles !== undefined) return { kind: 'articles', articles: once(articles) };
  if (groups !== undefined) return { kind: 'turnover-groups', groups: once(groups) };
  return { kind: 'assortment', exceptArticles: once(exceptArticles), exceptGroups: once(exceptGroups) };
}

function toPlaces(written: readonly string[]): Places {
  const places = written.map((place) => place.split('-').map(Number));
  const workplaces = places.flatMap(([branch = 0, workplace]) =>
    workplace === undefined ? [] : [{ branch, workplace }],
  );
  return {
    branches: once(places.flatMap(([branch = 0, workplace]) => (workplace === undefined ? [branch] : []))),
    workplaces: workplaces.toSorted((a, b) => a.branch - b.branch || a.workplace - b.workplace),
  };
}

function toLimits({ benefit, limits: { perVisit, perDay, perPeriod } }: WrittenRule): SpendLimits {
  // Read as hundredths: of a piece or a sale, which is checked to be whole, or of a euro.
  const units = (hundredths: Cents) => (benefit.kind === 'balance' ? hundredths : hundredths / 100);
  return {
    perVisit: perVisit === undefined ? null : units(perVisit),
    perDay: perDay === undefined ? null : units(perDay),
    perPeriod: perPeriod === undefined ? null : { units: units(perPeriod.units), days: perPeriod.days },
  };
}

function once<Value extends string | number>(values: readonly Value[]): Value[] {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const different = a.findIndex((value, index) => value !== b[index]);
  return different < 0 ? a.length - b.length : (a[different] ?? 0) - (b[different] ?? 0);
}
