/**
 * A day's reconciliation: what the till was told, what the journal says and what each provider's own list says, line by
 * line. Made by the agent, read by `tillbridge reconcile` and whoever else keeps the books. Needs the role cashier.
 */
import { z } from 'zod';
import { centsSchema, epochMsSchema } from './amounts.ts';

/** `GET /api/reconcile?day=2026-11-21`: a `ReconcileReport`. Asks providers, so it may take a minute. */
export const RECONCILE_PATH = '/api/reconcile';

/** A date of the calendar, as it is written in the venue: `2026-11-21`. */
export const calendarDaySchema = z.iso.date();

/** What a line of the report says. Those of `RECONCILE_NOTES` are no differences. */
export const reconcileKindSchema = z.enum([
  'equal',
  /** Paid, and the till was not told so. */
  'paid-not-told',
  /** The till was told paid, or the journal has proof of it, and the provider has no such money. */
  'told-not-paid',
  'amount-differs',
  /** Till and provider agree, the journal doesn't. */
  'journal-differs',
  /** Paid at the provider; no payment of ours. */
  'only-at-provider',
  'refund-only-at-provider',
  /** The provider has more money than one payment of ours asked for. */
  'twice-at-provider',
  /** The provider may still take the money. */
  'open-at-provider',
  /** The provider has no money of it, and the journal has no proof of an end. */
  'open-here',
  /** The terminal took it offline, and it has not been settled. */
  'not-settled',
  'provider-not-asked',
  /** The end of day of a terminal names other totals than the journal. */
  'totals-differ',
  /** A terminal on a wire keeps no list, and its totals are not known. */
  'not-compared',
  /** In the provider's list of this day; a payment that our books have on another one. Not in the totals. */
  'other-day',
]);
export type ReconcileKind = z.infer<typeof reconcileKindSchema>;

export const RECONCILE_NOTES: readonly ReconcileKind[] = ['equal', 'not-compared', 'other-day'];

/** One side of a line. `cents`: positive, what this side counts as moved; 0 when it says that nothing moved. */
export const reconcileSideSchema = z.object({ says: z.string(), cents: centsSchema.nonnegative() });
export type ReconcileSide = z.infer<typeof reconcileSideSchema>;

export const reconcileLineSchema = z.object({
  kind: reconcileKindSchema,
  at: epochMsSchema,
  direction: z.enum(['pay', 'refund']),
  /** Null: the provider's list doesn't say by which way it went. */
  route: z.string().nullable(),
  /** Null: a terminal on a wire. */
  account: z.string().nullable(),
  till: z.string().nullable(),
  /** Our id of the payment; null when it is none of ours. */
  payment: z.string().nullable(),
  externalPaymentId: z.string().nullable(),
  providerRef: z.string().nullable(),
  /** Null: nothing was said to the till. */
  told: reconcileSideSchema.nullable(),
  journal: reconcileSideSchema.nullable(),
  /** Null: it was not asked, or can't be. */
  provider: reconcileSideSchema.nullable(),
  /** One sentence. Empty when all is equal. */
  explanation: z.string(),
  whoActs: z.enum(['nobody', 'cashier', 'manager', 'it']),
});
export type ReconcileLine = z.infer<typeof reconcileLineSchema>;

export const reconcileSumSchema = z.object({
  paidCents: centsSchema.nonnegative(),
  refundedCents: centsSchema.nonnegative(),
});
export type ReconcileSum = z.infer<typeof reconcileSumSchema>;

/** The sums of one route, or of what an account lists without a route of ours. */
export const reconcileTotalSchema = z.object({
  route: z.string().nullable(),
  account: z.string().nullable(),
  lines: z.int().nonnegative(),
  differences: z.int().nonnegative(),
  told: reconcileSumSchema,
  journal: reconcileSumSchema,
  provider: reconcileSumSchema,
});
export type ReconcileTotal = z.infer<typeof reconcileTotalSchema>;

export const reconcileReportSchema = z.object({
  day: calendarDaySchema,
  /** For example `Europe/Amsterdam`. */
  timeZone: z.string(),
  from: epochMsSchema,
  /** The first moment that no longer belongs to the day. */
  until: epochMsSchema,
  madeAt: epochMsSchema,
  /** No line is a difference. */
  equal: z.boolean(),
  accounts: z.array(
    z.object({
      account: z.string(),
      answer: z.enum(['listed', 'unreachable', 'no-list']),
      /** Begins with an error code where there is one. */
      detail: z.string().nullable(),
    }),
  ),
  lines: z.array(reconcileLineSchema),
  totals: z.array(reconcileTotalSchema),
});
export type ReconcileReport = z.infer<typeof reconcileReportSchema>;
