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
/** The same, or a day by its name: the agent knows the venue's calendar. */
export const reconcileDaySchema = z.union([z.enum(['today', 'yesterday']), calendarDaySchema]);
export type ReconcileDay = z.infer<typeof reconcileDaySchema>;

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
  /** Paid at the provider; no payment of a till's. */
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

/** The sentence that explains a line: `reconcile.why` of language has it in every language. */
export const reconcileReasonSchema = z.enum([
  'schemeRefused',
  'notSettled',
  'notAsked',
  'openProven',
  'openThere',
  'amountDiffers',
  'untold',
  'toldNot',
  'journalDiffers',
  'toldAbsent',
  'toldNotPaid',
  'provenAbsent',
  'provenNotPaid',
  'toldUnproven',
  'openHere',
  'openAlone',
  'notCompared',
  'onlyThere',
  /** Started on a terminal itself: our journal has it, no till has. */
  'onDevice',
  'openOnlyThere',
  'refundOnlyThere',
  'refundOfNobody',
  'twice',
  'openTwice',
  'otherDay',
  'endOfDayPaid',
  'endOfDayBack',
]);
export type ReconcileReason = z.infer<typeof reconcileReasonSchema>;

/** The reason and what its sentence names; null: it names no such thing. */
export const reconcileWhySchema = z.object({
  reason: reconcileReasonSchema,
  /** The provider's or the terminal's figure. */
  thereCents: centsSchema.nonnegative().nullable(),
  hereCents: centsSchema.nonnegative().nullable(),
  /** Our id of a payment. */
  payment: z.string().nullable(),
});
export type ReconcileWhy = z.infer<typeof reconcileWhySchema>;

export const reconcileLineSchema = z.object({
  kind: reconcileKindSchema,
  at: epochMsSchema,
  direction: z.enum(['pay', 'refund']),
  /** What it is about, whatever became of it: what was asked for, or what is listed. */
  amountCents: centsSchema.nonnegative(),
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
  /** Null when all is equal. */
  why: reconcileWhySchema.nullable(),
  /** The same as one English sentence. Empty when all is equal. */
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
  /** What people call the route; the account where there is no route. */
  name: z.string(),
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
      /** What people call it. */
      name: z.string(),
      answer: z.enum(['listed', 'unreachable', 'no-list']),
      /** Begins with an error code where there is one. */
      detail: z.string().nullable(),
    }),
  ),
  lines: z.array(reconcileLineSchema),
  totals: z.array(reconcileTotalSchema),
});
export type ReconcileReport = z.infer<typeof reconcileReportSchema>;
