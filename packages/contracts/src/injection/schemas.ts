/**
 * What ticket shops send and get: vouchers by REST. Every call carries `Authorization: Bearer <key of the shop>`. Money is
 * decimal euros, moments are ISO 8601 with an offset, a date alone is a day at the venue.
 */
import { ORDER_REFERENCE, ruleSchema, VOUCHER_CODE } from '@tillbridge/vouchers';
import { z } from 'zod';

export const MOST_VOUCHERS = 500;
const MOST_ENTITLEMENTS = 50;
const MOST_UNITS = 1_000_000;
const LONGEST_NAME = 60;

const CODE = 'must be 4 to 128 letters, digits or marks of ASCII, without spaces at its ends';
const codeSchema = z.string(CODE).regex(VOUCHER_CODE, CODE);
const REFERENCE = 'must be 1 to 64 printable characters, without spaces at its ends';
const orderReferenceSchema = z.string(REFERENCE).regex(ORDER_REFERENCE, REFERENCE);

const MOMENT = 'must be a moment such as 2026-07-01T10:00:00+02:00, or a day such as 2026-07-01';
const momentSchema = z.union([z.iso.date(MOMENT), z.iso.datetime({ offset: true, error: MOMENT })], MOMENT);

const UNITS = `must be a whole number from 1 to ${MOST_UNITS}, or "unlimited"`;
const unitsSchema = z.union([z.literal('unlimited'), z.int(UNITS).min(1, UNITS).max(MOST_UNITS, UNITS)], UNITS);

const NAME = `must be text of 1 to ${LONGEST_NAME} characters`;
const nameSchema = z.string(NAME).min(1, NAME).max(LONGEST_NAME, NAME);
const QUANTITY = 'must be a whole number from 1 to 1000';

const validity = {
  validFrom: momentSchema.optional().describe('Default: at once.'),
  validUntil: momentSchema.optional().describe('The last day, or the first moment it no longer counts.'),
};

export const entitlementSchema = z
  .strictObject({
    name: nameSchema,
    rule: ruleSchema.describe('Only shops that the venue lets send rules of their own.'),
    units: unitsSchema.describe('Pieces, sales or cents, as the rule counts.'),
    code: codeSchema.optional().describe('A code of this entitlement alone, beside the ticket’s.'),
    ...validity,
  })
  .describe('So much of what a rule gives.');

const ENTITLEMENTS = `must be a list of 1 to ${MOST_ENTITLEMENTS} entries`;
export const injectedVoucherSchema = z
  .strictObject({
    code: codeSchema.describe('The code of the ticket: the one that opens the gate.'),
    orderReference: orderReferenceSchema.describe('The shop’s order. Staff can look it up by this.'),
    product: nameSchema.optional().describe('One of `GET /v1/products`.'),
    quantity: z.int(QUANTITY).min(1, QUANTITY).max(1_000, QUANTITY).default(1).describe('How many of the product.'),
    entitlements: z
      .array(entitlementSchema, ENTITLEMENTS)
      .min(1, ENTITLEMENTS)
      .max(MOST_ENTITLEMENTS, ENTITLEMENTS)
      .optional()
      .describe('Instead of a product: what the guest gets, with rules of the shop’s own.'),
    ...validity,
  })
  .refine(({ product, entitlements }) => (product === undefined) !== (entitlements === undefined), {
    path: ['product'],
    error: 'must be given, or `entitlements` instead; never both',
  });
export type InjectedVoucher = z.output<typeof injectedVoucherSchema>;

const VOUCHERS = `must be a list of 1 to ${MOST_VOUCHERS} vouchers`;
export const batchSchema = z.strictObject({
  vouchers: z.array(injectedVoucherSchema, VOUCHERS).min(1, VOUCHERS).max(MOST_VOUCHERS, VOUCHERS),
});

/** One voucher, or up to 500 of which all are stored or none. */
export const injectionSchema = z.union([batchSchema, injectedVoucherSchema]);

export const reissueSchema = z.strictObject({ code: codeSchema.describe('The new code of the ticket.') });
export const blockSchema = z.strictObject({
  reason: z.enum(['cancelled', 'refunded'], 'must be cancelled or refunded'),
});

const labelSchema = z.partialRecord(z.enum(['nl', 'de', 'fr', 'en']), z.string());
const shownMoment = z.iso.datetime();
const shownValidity = {
  validFrom: shownMoment.nullable(),
  validUntil: shownMoment.nullable().describe('The first moment it no longer counts; null: no end.'),
};

/** The answer to an injection: durable when it is sent, and the same again for a repeat. */
export const receiptSchema = z.object({
  replay: z.boolean().describe('True: the answer to an earlier request under the same idempotency key.'),
  vouchers: z
    .array(
      z.object({
        id: z.string(),
        code: z.string(),
        entitlements: z.array(
          z.object({ id: z.string(), name: z.string(), code: z.string().nullable(), ...shownValidity }),
        ),
      }),
    )
    .describe('In the order of the request.'),
});
export type InjectionReceipt = z.infer<typeof receiptSchema>;

/** What is told of a voucher. */
export const voucherViewSchema = z.object({
  id: z.string(),
  code: z.string().describe('The code that counts now.'),
  earlierCodes: z
    .array(z.object({ code: z.string(), replacedAt: shownMoment }))
    .describe('Codes it had before. They are refused at the tills.'),
  orderReference: z.string(),
  receivedAt: shownMoment,
  standing: z.enum(['valid', 'used-up', 'expired', 'not-yet', 'cancelled']),
  withdrawn: z.object({ at: shownMoment, reason: blockSchema.shape.reason }).nullable(),
  entitlements: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      label: labelSchema,
      code: z.string().nullable(),
      issued: z.int().nullable().describe('Null: without end.'),
      redeemed: z.int(),
      held: z.int().describe('In sales that are still open.'),
      ...shownValidity,
    }),
  ),
  redemptions: z.array(
    z.object({
      at: shownMoment,
      place: z.string(),
      name: z.string(),
      units: z.int(),
      euros: z.string().describe('What came off the bill: "12.50".'),
      credited: z.boolean().describe('The sale was taken back, and what it spent was given back.'),
    }),
  ),
});
export type VoucherView = z.infer<typeof voucherViewSchema>;

export const voucherListSchema = z.object({
  vouchers: z.array(voucherViewSchema).describe('In the order they came.'),
  more: z.boolean().describe(`The order has more than the first ${MOST_VOUCHERS}, which stand here.`),
});

/** Of a dry run: nothing is stored; what each voucher would give, in sentences. */
export const dryRunSchema = z.object({
  dryRun: z.literal(true),
  wouldBeStored: z.boolean(),
  vouchers: z.array(
    z.object({
      code: z.string(),
      duplicates: z.array(z.string()).describe('Paths of codes that were used before, or stand twice in the request.'),
      entitlements: z.array(
        z.object({
          name: z.string(),
          units: z.int().nullable().describe('Null: without end.'),
          ...shownValidity,
          says: z.array(z.string()).describe('What the rule gives, in English.'),
        }),
      ),
    }),
  ),
});
export type DryRun = z.infer<typeof dryRunSchema>;

export const productListSchema = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      label: labelSchema,
      gives: z.array(
        z.object({
          rule: z.string(),
          units: z.int().nullable().describe('Null: without end.'),
          validDays: z.int().nullable().describe('Calendar days from the first one on; null: no end.'),
          says: z.array(z.string()).describe('What the rule gives, in English.'),
        }),
      ),
    }),
  ),
});

/** Every refusal. No money ever moves here. */
export const injectionErrorSchema = z.object({
  error: z.object({
    code: z.string().describe('Stable: `SHOP-202`.'),
    message: z.string(),
    field: z.string().nullable().describe('The path of what is wrong, as `vouchers[3].code`.'),
    whoActs: z.enum(['ticket-shop', 'it']),
    moneyMoved: z.literal('no'),
    requestId: z.string(),
  }),
});
export type InjectionError = z.infer<typeof injectionErrorSchema>;
