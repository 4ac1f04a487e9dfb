/**
 * Vouchers for people: what became of a code or an order, what ticket shops sent, and what was spent beyond what was
 * issued. Read by the cashier window and by `tillbridge voucher`. Needs the role cashier.
 */
import { z } from 'zod';
import { centsSchema, epochMsSchema } from './amounts.ts';
import { languageSchema } from './language.ts';
import { localTextSchema } from './local-text.ts';
import { voucherActorSchema, voucherOwnerSchema, voucherRefusalSchema } from './voucher-words.ts';

/** `GET /api/vouchers?code=…` or `?order=…`: a `VoucherAnswer`. `till`: whether it would count there; left out: anywhere. */
export const VOUCHER_LOOK_UP_PATH = '/api/vouchers';
/** `GET /api/vouchers/log`: an `InjectionPage`, the newest first. */
export const INJECTION_LOG_PATH = '/api/vouchers/log';
/** `GET /api/vouchers/overuse`: an `OverUseList`. */
export const OVER_USE_PATH = '/api/vouchers/overuse';

/** Characters of what a person may type or scan to look something up. */
export const LONGEST_VOUCHER_QUERY = 128;

const asked = z.string().min(1).max(LONGEST_VOUCHER_QUERY);
export const voucherQuestionSchema = z
  .object({
    code: asked.optional(),
    order: asked.optional(),
    /** What was typed: a code, or else an order's reference. */
    find: asked.optional(),
    till: z.string().max(40).optional(),
    /** Of the names in the answer. Left out: the till's, or the venue's. */
    language: languageSchema.optional(),
  })
  .refine(({ code, order, find }) => [code, order, find].filter((each) => each !== undefined).length === 1);
export type VoucherQuestion = z.infer<typeof voucherQuestionSchema>;

/** Why something gives nothing now, whose matter that is, who acts, and the same as one English sentence. */
export const voucherVerdictSchema = z.object({
  refusal: voucherRefusalSchema,
  owner: voucherOwnerSchema,
  acts: voucherActorSchema,
  explanation: z.string(),
});
export type VoucherVerdict = z.infer<typeof voucherVerdictSchema>;

const unit = z.enum(['piece', 'sale', 'cent']);

export const entitlementStorySchema = z.object({
  id: z.string(),
  label: localTextSchema,
  /** The name that shop and settings know the rule by. */
  name: z.string(),
  /** What it gives and under which conditions, a sentence each. */
  gives: z.array(z.string()),
  unit,
  /** A code of this entitlement alone. */
  code: z.string().nullable(),
  validFrom: epochMsSchema.nullable(),
  /** The first moment it is no longer valid. */
  validUntil: epochMsSchema.nullable(),
  /** Null: without end. */
  issued: z.int().nonnegative().nullable(),
  redeemed: z.int().nonnegative(),
  held: z.int().nonnegative(),
  left: z.int().nullable(),
  /** Null: it would count. */
  verdict: voucherVerdictSchema.nullable(),
});
export type EntitlementStory = z.infer<typeof entitlementStorySchema>;

const spent = {
  label: localTextSchema,
  unit,
  units: z.int().nonnegative(),
  amountCents: centsSchema,
};

export const redemptionStorySchema = z.object({
  id: z.string(),
  at: epochMsSchema,
  till: z.string(),
  /** The till's number of who sat there; null: it didn't say. */
  employee: z.int().nullable(),
  code: z.string(),
  ...spent,
  creditedAt: epochMsSchema.nullable(),
  /** `over`: more than was issued. `offline`: decided while cut off from the venue. */
  mark: z.enum(['over', 'offline']).nullable(),
});
export type RedemptionStory = z.infer<typeof redemptionStorySchema>;

export const voucherStorySchema = z.object({
  id: z.string(),
  /** The one that counts now. */
  code: z.string(),
  replacedCodes: z.array(z.object({ code: z.string(), at: epochMsSchema })),
  shop: z.object({ id: z.string(), name: z.string() }),
  orderReference: z.string(),
  receivedAt: epochMsSchema,
  /** What speaks against the code, whatever it entitles to; null: nothing does. */
  verdict: voucherVerdictSchema.nullable(),
  entitlements: z.array(entitlementStorySchema),
  heldBy: z.array(z.object({ till: z.string(), since: epochMsSchema, until: epochMsSchema })),
  /** The newest first. */
  redemptions: z.array(redemptionStorySchema),
});
export type VoucherStoryView = z.infer<typeof voucherStorySchema>;

export const voucherAnswerSchema = z.object({
  /** What was looked for. */
  asked: z.string(),
  by: z.enum(['code', 'order']),
  /** In the order they came. */
  vouchers: z.array(voucherStorySchema),
  /** Why there is none; null when there is. */
  verdict: voucherVerdictSchema.nullable(),
});
export type VoucherAnswer = z.infer<typeof voucherAnswerSchema>;

export const injectionQuestionSchema = z.object({
  order: asked.optional(),
  shop: z.string().min(1).max(60).optional(),
  /** Moments, milliseconds since the epoch. */
  from: z.coerce.number().int().nonnegative().optional(),
  /** The first one that no longer counts. */
  until: z.coerce.number().int().nonnegative().optional(),
  /** Entries before this number: the next page. */
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type InjectionQuestion = z.output<typeof injectionQuestionSchema>;

/** One call of a ticket shop. Never says what was bought by whom. */
export const injectionEntrySchema = z.object({
  number: z.int().positive(),
  at: epochMsSchema,
  shop: z.object({ id: z.string(), name: z.string() }),
  /** `rest` or `soap`. */
  by: z.string(),
  operation: z.string(),
  orderReference: z.string().nullable(),
  /** What the shop was answered: an HTTP status with its error code, or a SOAP result. */
  response: z.string(),
  vouchers: z.int().nonnegative(),
  requestId: z.string(),
});
export type InjectionEntryView = z.infer<typeof injectionEntrySchema>;

export const injectionPageSchema = z.object({
  entries: z.array(injectionEntrySchema),
  /** `before` of the next page; null: there is none. */
  before: z.int().positive().nullable(),
});
export type InjectionPage = z.infer<typeof injectionPageSchema>;

/** A redemption beyond what was issued, that nobody has seen yet. */
export const overUseSchema = redemptionStorySchema.extend({
  orderReference: z.string(),
  shop: z.object({ id: z.string(), name: z.string() }),
});
export type OverUse = z.infer<typeof overUseSchema>;
export const overUseListSchema = z.object({ uses: z.array(overUseSchema) });
