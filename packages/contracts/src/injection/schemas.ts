/**
 * What ticket shops send and get: vouchers by REST. Every call carries `Authorization: Bearer <key of the shop>`. Money is
 * decimal euros, moments are ISO 8601 with an offset, a date alone is a day at the venue.
 */
import { ruleSchema } from '@tillbridge/vouchers';
import { z } from 'zod';

/** `POST`: inject. `GET ?order=…`: look up. `/v1/vouchers/<code>`: `GET`, and `POST …/reissue`, `POST …/block`. */
export const VOUCHERS_PATH = '/v1/vouchers';
export const PRODUCTS_PATH = '/v1/products';
/** The SOAP service; its description at `?wsdl`. */
export const SOAP_PATH = '/soap';
export const OPENAPI_PATH = '/openapi.json';

/** A repeat of a request under the same key is answered as the first was, and stores nothing. */
export const IDEMPOTENCY_HEADER = 'idempotency-key';

const MOST_VOUCHERS = 500;
const MOST_ENTITLEMENTS = 50;
const MOST_UNITS = 1_000_000;

/** What no printer, scanner or log can be surprised by. */
const CODE = 'must be 4 to 128 letters, digits or marks of ASCII, without spaces at its ends';
export const codeSchema = z.string(CODE).regex(/^[\x21-\x7E](?:[\x20-\x7E]{2,126})[\x21-\x7E]$/, CODE);
const REFERENCE = 'must be 1 to 64 printable characters';
export const orderReferenceSchema = z.string(REFERENCE).regex(/^[^\p{C}\p{Z}](?:[^\p{C}]{0,63})$/u, REFERENCE);

const MOMENT = 'must be a moment such as 2026-07-01T10:00:00+02:00, or a day such as 2026-07-01';
export const momentSchema = z.union([z.iso.datetime({ offset: true, error: MOMENT }), z.iso.date(MOMENT)], MOMENT);

const UNITS = `must be a whole number from 1 to ${MOST_UNITS}, or "unlimited"`;
const unitsSchema = z.union([z.literal('unlimited'), z.int(UNITS).min(1, UNITS).max(MOST_UNITS, UNITS)], UNITS);

const validity = {
  validFrom: momentSchema.optional().describe('Default: at once.'),
  validUntil: momentSchema.optional().describe('The last day, or the first moment it no longer counts.'),
};

export const entitlementSchema = z
  .strictObject({
    name: z.string('must be text').min(1, 'must not be empty').max(60, 'must have at most 60 characters'),
    rule: ruleSchema.describe('Only shops that the venue lets send rules of their own.'),
    units: unitsSchema.describe('Pieces, sales or cents, as the rule counts.'),
    code: codeSchema.optional().describe('A code of this entitlement alone, beside the ticket’s.'),
    ...validity,
  })
  .describe('So much of what a rule gives.');

export const injectedVoucherSchema = z
  .strictObject({
    code: codeSchema.describe('The code of the ticket: the one that opens the gate.'),
    orderReference: orderReferenceSchema.describe('The shop’s order. Staff can look it up by this.'),
    product: z.string('must be text').min(1).max(60).optional().describe('One of `GET /v1/products`.'),
    quantity: z.int('must be a whole number').min(1).max(1_000).default(1).describe('How many of the product.'),
    entitlements: z
      .array(entitlementSchema, 'must be a list')
      .min(1, 'must have at least one entry')
      .max(MOST_ENTITLEMENTS, `must have at most ${MOST_ENTITLEMENTS} entries`)
      .optional(),
    ...validity,
  })
  .refine(({ product, entitlements }) => (product === undefined) !== (entitlements === undefined), {
    path: ['product'],
    error: 'must be given, or `entitlements` instead; never both',
  });
export type InjectedVoucher = z.output<typeof injectedVoucherSchema>;

/** One voucher, or up to 500 of which all are stored or none. */
export const injectionSchema = z.union([
  z.strictObject({ vouchers: z.array(injectedVoucherSchema).min(1).max(MOST_VOUCHERS) }),
  injectedVoucherSchema,
]);

export const reissueSchema = z.strictObject({ code: codeSchema.describe('The new code of the ticket.') });
export const blockSchema = z.strictObject({
  reason: z.enum(['cancelled', 'refunded'], 'must be cancelled or refunded'),
});

const labelSchema = z.partialRecord(z.enum(['nl', 'de', 'fr', 'en']), z.string());

/** What is told of a voucher. */
export const voucherViewSchema = z.object({
  id: z.string(),
  code: z.string(),
  orderReference: z.string(),
  receivedAt: z.iso.datetime(),
  standing: z.enum(['valid', 'used-up', 'expired', 'not-yet', 'cancelled', 'replaced']),
  entitlements: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      label: labelSchema,
      code: z.string().nullable(),
      issued: z.int().nullable().describe('Null: without end.'),
      redeemed: z.int(),
      validFrom: z.iso.datetime().nullable(),
      validUntil: z.iso.datetime().nullable(),
    }),
  ),
  redemptions: z.array(
    z.object({
      at: z.iso.datetime(),
      place: z.string(),
      name: z.string(),
      units: z.int(),
      euros: z.string(),
      credited: z.boolean(),
    }),
  ),
});
export type VoucherView = z.infer<typeof voucherViewSchema>;

export const voucherListSchema = z.object({
  /** The answer to an earlier request under the same idempotency key. */
  replay: z.boolean(),
  vouchers: z.array(voucherViewSchema),
});

/** Of a dry run: nothing is stored; what each voucher would give, in sentences. */
export const dryRunSchema = z.object({
  dryRun: z.literal(true),
  vouchers: z.array(z.object({ code: z.string(), known: z.boolean(), gives: z.array(z.array(z.string())) })),
});

export const productListSchema = z.object({
  products: z.array(
    z.object({
      id: z.string(),
      label: labelSchema,
      gives: z.array(
        z.object({
          rule: z.string(),
          units: z.int().nullable(),
          validDays: z.int().nullable(),
          says: z.array(z.string()),
        }),
      ),
    }),
  ),
});

/** Every refusal. `field` is the path of what is wrong, as `vouchers[3].code`. No money ever moves here. */
export const injectionErrorSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().nullable(),
    whoActs: z.enum(['ticket-shop', 'it', 'nobody']),
    moneyMoved: z.literal('no'),
    requestId: z.string(),
  }),
});
export type InjectionError = z.infer<typeof injectionErrorSchema>;
