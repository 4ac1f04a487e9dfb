/** Vouchers: who may inject them, what shops' products are worth, and what holds where. */
import { ruleSchema } from '@tillbridge/vouchers';
import { z } from 'zod';
import { httpUrl, id, name, secretRef, whole, yes } from './parts.wire.ts';

const MOST_UNITS = 1_000_000;

const share = z.strictObject({
  rule: id.describe('One of `vouchers.rules`.'),
  units: z
    .union([z.literal('unlimited'), whole(1, MOST_UNITS, 'units')], 'must be a whole number of units, or unlimited')
    .describe('Pieces, sales or cents, as the rule counts. `unlimited` for season passes.'),
  validDays: whole(1, 3_660, 'days').optional().describe('Calendar days from the first one on. Default: no end.'),
});

const product = z.strictObject({
  label: z.union(
    [name, z.partialRecord(z.enum(['nl', 'de', 'fr', 'en']), name)],
    'must be a text, or one for each language',
  ),
  gives: z.array(share, 'must be a list of rules with their units').min(1, 'must give at least one thing').max(50),
});

const shop = z.strictObject({
  id: id.describe('Also the `ident` of SOAP requests.'),
  name: name.describe('Stands in lists and messages.'),
  key: secretRef.describe('The API key: `Authorization: Bearer` of REST, `secret` of SOAP.'),
  rules: yes(false, 'The shop may send rules of its own instead of naming products.'),
  requestsPerSecond: whole(1, 1_000, 'requests')
    .default(20)
    .describe('How many requests are let in on average; ten seconds’ worth may come at once.'),
});

const article = z.strictObject({
  number: z
    .union(
      [whole(0, Number.MAX_SAFE_INTEGER, 'the article number'), z.string().regex(/^\d{1,19}$/)],
      'must be an article number',
    )
    .transform(String),
  name: name.optional(),
  group: whole(0, 2_147_483_647, 'the turnover group').optional().describe('The turnover group of the article.'),
});

const offlinePolicy = z
  .union(
    [
      z.enum(['deny', 'flag'], 'must be deny, flag, or limits'),
      z.strictObject({
        units: whole(1, MOST_UNITS, 'units').optional().describe('In one sale.'),
        cents: whole(1, 100_000_000, 'cents').optional().describe('In one sale.'),
        hours: whole(1, 720, 'hours').optional().describe('Since the till was cut off.'),
      }),
    ],
    'must be deny, flag, or limits such as { units: 2, hours: 4 }',
  )
  .default('deny')
  .describe('What a till that is cut off from its venue does. One till alone is never cut off.');

/** MplusKASSA's SOAP API, where vouchers are forwarded to and the catalogue comes from. */
const api = z.strictObject({
  url: httpUrl.describe('With the port of your environment, for example https://api.mpluskassa.nl:41234/.'),
  ident: z.string('must be text').min(1, 'must not be empty').max(200, 'is too long'),
  secret: secretRef,
  catalogueMinutes: whole(5, 1_440, 'minutes')
    .default(60)
    .describe('How often articles and turnover groups are read again.'),
  checkConsumers: yes(true, 'Look at the webhook subscription in MplusKASSA and name what is set wrongly.'),
  forward: z
    .array(
      z.strictObject({
        product: id.describe('One of `vouchers.products`.'),
        voucherId: z.string('must be text').min(1, 'must not be empty').max(100, 'is too long'),
        bookBpeId: z.string('must be text').min(1, 'must not be empty').max(100, 'is too long'),
      }),
      'must be a list',
    )
    .default([])
    .describe('Products whose vouchers are issued in MplusKASSA too. Empty: none.'),
  workplace: z
    .strictObject({
      branch: whole(0, 999_999, 'the branch number'),
      workplace: whole(0, 999_999, 'the workplace number'),
    })
    .optional()
    .describe('Where MplusKASSA books what is forwarded. Required with `forward`.'),
});

export const vouchers = z.strictObject({
  timeZone: z
    .string('must be a time zone such as Europe/Amsterdam')
    .refine(isTimeZone, 'must be a time zone such as Europe/Amsterdam')
    .default('Europe/Amsterdam')
    .describe('The venue’s own clock: days, opening hours and validity follow it.'),
  holdMinutes: whole(1, 720, 'minutes')
    .default(30)
    .describe('How long a sale keeps vouchers after its last sign of life.'),
  discountRemoval: z
    .enum(['zero', 'null'], 'must be zero or null, in quotes if your editor turns null into nothing')
    .default('zero')
    .describe('How the till is told to take a discount off a line again.'),
  shops: z.array(shop, 'must be a list of ticket shops').default([]),
  rules: z.record(id, ruleSchema, 'must list rules by their ids').default({}),
  products: z.record(id, product, 'must list products by the shop’s own ids').default({}),
  articles: z.array(article, 'must be a list of articles').max(20_000, 'must have at most 20000 articles').default([]),
  mplus: api.optional().describe('MplusKASSA’s SOAP API. Without it the catalogue is `articles` alone.'),
  offline: offlinePolicy,
  codes: z
    .strictObject({
      pattern: z
        .string('must be a regular expression')
        .max(200, 'is too long')
        .refine(isPattern, 'must be a regular expression'),
      check: z.enum(['none', 'mod10', 'mod97'], 'must be none, mod10 or mod97').default('none'),
    })
    .optional()
    .describe('What the ticket shops’ codes look like, so that a bad read is told from an unknown code.'),
  scanner: z
    .strictObject({
      prefix: z.string('must be text').max(8, 'is too long').default(''),
      suffix: z.enum(['enter', 'tab', 'none'], 'must be enter, tab or none').default('enter'),
      serial: z
        .string('must be the path of a port')
        .max(200, 'is too long')
        .optional()
        .describe('A scanner on a serial port.'),
    })
    .optional()
    .describe('The scanner of the cashier window.'),
});

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u').source !== '';
  } catch {
    return false;
  }
}
