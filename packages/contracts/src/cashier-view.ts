/** What the cashier window shows. Codes and figures only; the window holds the sentences. */
import { z } from 'zod';
import { centsSchema, epochMsSchema } from './amounts.ts';
import { languageSchema } from './language.ts';
import { localTextSchema } from './local-text.ts';
import { appliedVoucherSchema, voucherRefusalSchema } from './voucher-words.ts';

/** One for each sentence of the current payment's card. */
export const cashierStateSchema = z.enum([
  'starting',
  'waiting-for-card',
  'not-through-yet',
  'pin',
  'processing',
  'remove-card',
  'qr-waiting',
  'qr-scanned',
  'qr-checking',
  'stop-requested',
  'refunding',
  'unknown',
  'taken-offline',
  'approved',
  'approved-offline',
  'approved-till-not-told',
  'too-late-to-stop',
  'declined',
  'stopped',
  'timed-out',
  'qr-expired',
  'paid-after-all',
  'witness-mismatch',
  'amount-differs',
  'amount-refused',
  'queued-declined',
  'terminal-in-use',
  'terminal-offline',
  'provider-down',
  'provider-refused',
  'second-tender',
  'no-route',
  'refund-not-possible',
  'journal-unwritable',
]);
export type CashierState = z.infer<typeof cashierStateSchema>;

/** Characters of a device's own words that a window gets: two lines of small print. */
export const DEVICE_WORDS_MAX = 120;

export const cashierPaymentSchema = z.object({
  paymentId: z.string(),
  means: z.enum(['card', 'qr']),
  direction: z.enum(['pay', 'refund']),
  amountCents: centsSchema,
  /** The terminal's or provider's name as the settings give it. */
  device: z.string(),
  state: cashierStateSchema,
  /** With `not-through-yet` and `pin`: what the terminal wants; null when it didn't say. */
  hint: z.enum(['chip', 'pin', 'again', 'other']).nullable(),
  /** The device's own words, masked, in whatever language it speaks; for the cashier alone. Null when it said none. */
  deviceWords: z.string().max(DEVICE_WORDS_MAX).nullable(),
  /** When this state began. */
  since: epochMsSchema,
  startedAt: epochMsSchema,
  /** The guest is asked at a terminal or by a code; false for a refund over the provider's account. */
  onDevice: z.boolean(),
  /** When the QR or the amount on the terminal ends. */
  expiresAt: epochMsSchema.nullable(),
  /** 95 of 100 payments on this route were through the bank within this time; null before enough were seen. */
  usualMs: z.int().nullable(),
  /** With `terminal-in-use`: until when at most. */
  busyUntil: epochMsSchema.nullable(),
  /** With `paid-after-all` and proven ends: when it was proven. */
  provenAt: epochMsSchema.nullable(),
  /** The error's code for the till's log and for IT, for example `PAY-104`. */
  code: z.string().nullable(),
  /** The short end of our reference, for talking about it. */
  shortReference: z.string(),
  canStop: z.boolean(),
  canEnquire: z.boolean(),
  /** A named person may record what the terminal's paper says. */
  canWitness: z.boolean(),
});
export type CashierPayment = z.infer<typeof cashierPaymentSchema>;

export const pastPaymentSchema = z.object({
  paymentId: z.string(),
  at: epochMsSchema,
  means: z.enum(['card', 'qr']),
  direction: z.enum(['pay', 'refund']),
  amountCents: centsSchema,
  device: z.string(),
  /** `not-paid`: a device's own, of which nobody says how it ended. */
  state: z.enum(['approved', 'declined', 'cancelled', 'timed-out', 'not-paid', 'unknown', 'open']),
  /** What the till heard; null when it heard nothing yet. */
  told: z.enum(['paid', 'not-paid']).nullable(),
  cardType: z.string().nullable(),
  transactionReference: z.string().nullable(),
  shortReference: z.string(),
  witnessed: z.boolean(),
  /** Approved offline, and not confirmed by the scheme yet. */
  unsettled: z.boolean(),
  /** What may be given back of it now; 0 when nothing may. */
  refundableCents: centsSchema.nonnegative(),
  /** Somebody started it on the terminal itself: `paymentId` is the provider's number, and no till knows of it. */
  startedOnTerminal: z.boolean(),
});
export type PastPayment = z.infer<typeof pastPaymentSchema>;

export const healthStateSchema = z.enum(['ok', 'waiting', 'trouble', 'down']);
export const healthLineSchema = z.object({
  id: z.string(),
  kind: z.enum(['till', 'terminal', 'provider', 'exchange', 'display', 'scanner', 'journal', 'outbox']),
  name: z.string(),
  state: healthStateSchema,
  /** Last proof of life; null when there was none since the start. */
  lastSeenAt: epochMsSchema.nullable(),
  /** With terminals: how that proof was obtained; null when it is no more than a call that went well. */
  how: z.enum(['registration', 'status-enquiry', 'ping', 'payment', 'service']).nullable(),
  /** Why it isn't `ok`, as an error code; null when it is. */
  code: z.string().nullable(),
  /** With outbox and open outcomes: how many. */
  count: z.int().nullable(),
});
export type HealthLine = z.infer<typeof healthLineSchema>;

export const noticeCodeSchema = z.enum([
  /** The till repeats the start event: polling is ticked on it. */
  'start-is-polled',
  /** The till says one of our answers was wrong. */
  'till-complained',
  'wrong-signature',
  'unknown-subscription',
  'unknown-till',
  'disk-full',
  'outbox-parked',
  'clock-skew',
  /** MplusKASSA's API is down, or refuses us. */
  'mplus-api',
  'voucher-not-forwarded',
  /** A voucher rule points at an article or a category that the till has no more, or elsewhere. */
  'article-changed',
  /** A till's webhook subscription is not set up as it must be. */
  'webhooks-set-up',
]);
export const noticeSchema = z.object({
  code: noticeCodeSchema,
  /** The error catalogue's code, for IT. */
  errorCode: z.string(),
  firstAt: epochMsSchema,
  lastAt: epochMsSchema,
  count: z.int().positive(),
  /** What it is about: an event name, a subscription, a till. */
  about: z.string().nullable(),
});
export type Notice = z.infer<typeof noticeSchema>;
export type NoticeCode = z.infer<typeof noticeCodeSchema>;

/** The vouchers of the sale that is open at the till. */
export const saleVouchersSchema = z.object({
  applied: z.array(appliedVoucherSchema),
  /** The newest scan first. */
  refused: z.array(z.object({ code: z.string(), label: localTextSchema.nullable(), refusal: voucherRefusalSchema })),
});
export type SaleVouchersView = z.infer<typeof saleVouchersSchema>;

export const cashierViewSchema = z.object({
  till: z.object({ id: z.string(), name: z.string() }),
  /** All tills this agent serves, for the switch in the window's corner. */
  tills: z.array(z.object({ id: z.string(), name: z.string() })),
  language: languageSchema,
  theme: z.enum(['light', 'dark']),
  demo: z.boolean(),
  /** A sale is open at the till; its total when the till said so. */
  sale: z.object({ totalCents: centsSchema.nullable(), vouchers: saleVouchersSchema.nullable() }).nullable(),
  /** The payment on the card; null: ready for the next one. */
  current: cashierPaymentSchema.nullable(),
  /** Payments somebody has to look after, oldest first, without the current one. */
  open: z.array(cashierPaymentSchema),
  recent: z.array(pastPaymentSchema),
  health: z.array(healthLineSchema),
  notices: z.array(noticeSchema),
  /** Null: this shop has none. */
  vouchers: z
    .object({
      /** The ticket shops of the settings. */
      shops: z.array(z.object({ id: z.string(), name: z.string() })),
      /** Uses beyond what was issued that nobody has seen yet. */
      overUse: z.int().nonnegative(),
      /** How a scanner at the keyboard marks what it reads. */
      scanner: z.object({ prefix: z.string(), suffix: z.enum(['enter', 'tab', 'none']) }),
      /** What a scanner at the agent read last. */
      scan: z.object({ code: z.string(), at: epochMsSchema }).nullable(),
    })
    .nullable(),
  /** Who may record what the terminal's paper says; empty: nobody, by policy. */
  staff: z.array(z.string()),
});
export type CashierView = z.infer<typeof cashierViewSchema>;
