/** Tills, and the routes of their payment methods. */
import { z } from 'zod';
import { id, language, name, whole } from './parts.wire.ts';

/** More ways than these for one method nobody waits for at a till. */
const MOST_WAYS = 4;

const ROUTES_WORDS = 'must be the id of a route, or a list of ids in the order they are tried';

/** One route, or several: the next one is tried only when the one before it has proved that it started nothing. */
const routes = z
  .union([id, z.array(id, ROUTES_WORDS).min(1, ROUTES_WORDS).max(MOST_WAYS, ROUTES_WORDS)], ROUTES_WORDS)
  .describe('The `id` of one of `routes`, or a list of them in the order they are tried.');

export const till = z.strictObject({
  id: id.optional().describe('Names the till in windows and logs. Default: branch-workplace.'),
  branch: whole(0, 999_999, 'the branch number').describe('The branch number of the till.'),
  workplace: whole(0, 999_999, 'the workplace number').describe('The workplace number of the till.'),
  name: name.describe('Shown to the cashier.'),
  subscription: id.describe('The `id` of one of `mplus.subscriptions`.'),
  language: language.optional().describe('Default: venue.language.'),
  card: routes.optional().describe('The route of card payments.'),
  qr: routes.optional().describe('The route of payment methods whose id contains QR.'),
  methods: z
    .record(z.string().min(1).max(80), routes, 'must list payment method ids with their routes')
    .default({})
    .describe("The till's payment method id → a route. Wins over `card` and `qr`."),
  display: z
    .strictObject({
      diagonalInch: z
        .number('must be a number of inches, for example 15.6')
        .min(4, 'must be at least 4 inches')
        .max(120, 'must be at most 120 inches'),
      viewingDistanceMm: whole(200, 10_000, 'millimetres'),
    })
    .optional()
    .describe('The customer display, so that its sizes follow the distance it is read from.'),
});
