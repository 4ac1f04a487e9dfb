/** What a cashier may ask of the agent: `POST /api/commands?till=…`, role cashier. */
import { z } from 'zod';
import { centsSchema } from './amounts.ts';
import { languageSchema } from './language.ts';
import { reconcileDaySchema, reconcileReportSchema } from './reconcile.ts';

export const COMMANDS_PATH = '/api/commands';
/** Characters of the reason for a refund. */
export const REFUND_REASON_MAX = 120;

export const commandSchema = z.discriminatedUnion('type', [
  /** Stop the payment: requested, not done, until it is proven. */
  z.object({ type: z.literal('stop'), paymentId: z.string().min(1).max(64) }),
  /** Ask the terminal or provider again now. */
  z.object({ type: z.literal('enquire'), paymentId: z.string().min(1).max(64) }),
  /** A named person records what the terminal's paper says. */
  z.object({
    type: z.literal('witness'),
    paymentId: z.string().min(1).max(64),
    says: z.enum(['approved', 'declined']),
    person: z.string().min(1).max(60),
    pin: z.string().min(4).max(12),
  }),
  /** A named person has seen an alarm or an untold payment to its end by hand. */
  z.object({
    type: z.literal('settle'),
    paymentId: z.string().min(1).max(64),
    person: z.string().min(1).max(60),
    pin: z.string().min(4).max(12),
  }),
  /** A named person gives back money of an approved payment of this till, the way it came. */
  z.object({
    type: z.literal('refund-payment'),
    paymentId: z.string().min(1).max(64),
    amountCents: centsSchema.positive(),
    person: z.string().min(1).max(60),
    pin: z.string().min(4).max(12),
    reason: z.string().trim().min(1).max(REFUND_REASON_MAX),
    /** Made once for each wish, and sent again with it: what arrives twice gives back once. */
    requestId: z.string().regex(/^[0-9A-Za-z-]{16,40}$/),
  }),
  /** A named person has a day compared. Providers are asked, so it may take a minute. */
  z.object({
    type: z.literal('reconcile'),
    day: reconcileDaySchema,
    person: z.string().min(1).max(60),
    pin: z.string().min(4).max(12),
  }),
  /** A named person has seen a use beyond what was issued. */
  z.object({
    type: z.literal('see-over-use'),
    redemption: z.string().min(1).max(64),
    person: z.string().min(1).max(60),
    pin: z.string().min(4).max(12),
  }),
  /** The customer display's language until the next guest. */
  z.object({ type: z.literal('display-language'), language: languageSchema }),
  z.object({ type: z.literal('dismiss-notice'), code: z.string().min(1).max(60) }),
]);
export type Command = z.infer<typeof commandSchema>;

export const commandResultSchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    /** With `reconcile` alone. */
    report: reconcileReportSchema.optional(),
  }),
  z.object({
    ok: z.literal(false),
    reason: z.enum([
      'not-found',
      'not-now',
      'wrong-pin',
      'too-many-tries',
      'not-allowed',
      'bad-request',
      'journal-unwritable',
    ]),
  }),
]);
export type CommandResult = z.infer<typeof commandResultSchema>;
