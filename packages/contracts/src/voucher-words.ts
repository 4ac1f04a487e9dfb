/** What is said about a voucher, as codes and figures: the windows hold the sentences (`voucherSentences` of language). */
import { z } from 'zod';
import { centsSchema, epochMsSchema } from './amounts.ts';
import { localTextSchema } from './local-text.ts';

const units = z.int().nonnegative();
const till = z.string().nullable();

/** Why a code, or one of its entitlements, gives nothing. Names of places and hours are in the till's language. */
export const voucherRefusalSchema = z.discriminatedUnion('why', [
  z.object({ why: z.literal('not-received') }),
  z.object({ why: z.literal('unreadable') }),
  z.object({ why: z.literal('twice-here') }),
  z.object({ why: z.literal('cannot-check') }),
  z.object({ why: z.literal('replaced'), at: epochMsSchema }),
  z.object({ why: z.literal('expired'), at: epochMsSchema }),
  z.object({ why: z.literal('not-yet'), at: epochMsSchema }),
  z.object({ why: z.literal('cancelled'), at: epochMsSchema, order: z.string() }),
  z.object({ why: z.literal('used-up'), at: epochMsSchema.nullable(), till }),
  z.object({ why: z.literal('too-few-left'), left: units, issued: units, asked: units }),
  z.object({
    why: z.literal('limit-reached'),
    units,
    /** 0: in one sale, 1: in a day. */
    days: units,
    again: epochMsSchema.nullable(),
    lastAt: epochMsSchema.nullable(),
    till,
  }),
  z.object({ why: z.literal('wrong-place'), places: z.string() }),
  z.object({ why: z.literal('wrong-time'), hours: z.string() }),
  z.object({ why: z.literal('no-article') }),
  z.object({ why: z.literal('minimum'), minimumCents: centsSchema, missingCents: centsSchema }),
  z.object({ why: z.literal('not-combined'), other: z.string() }),
  z.object({ why: z.literal('in-use'), till: z.string(), since: epochMsSchema, until: epochMsSchema }),
]);
export type VoucherRefusalView = z.infer<typeof voucherRefusalSchema>;

/** Something that counts in a sale. */
export const appliedVoucherSchema = z.object({
  /** Of the entitlement. */
  id: z.string(),
  label: localTextSchema,
  amountCents: centsSchema,
  /** Pieces, or sales; null where the voucher is money. */
  units: units.nullable(),
  /** Null: without end. In cents where the voucher is money. */
  left: units.nullable(),
  issued: units.nullable(),
});
export type AppliedVoucherView = z.infer<typeof appliedVoucherSchema>;

/** Who is responsible for what a refusal rests on: the ticket shop, the tills, the venue and its rules. */
export const voucherOwnerSchema = z.enum(['SHOP', 'TILL', 'VENUE']);
export type VoucherOwner = z.infer<typeof voucherOwnerSchema>;
export const voucherActorSchema = z.enum(['nobody', 'cashier', 'guest', 'manager', 'ticket-shop', 'it']);
export type VoucherActor = z.infer<typeof voucherActorSchema>;

/** Whose matter a refusal is, and who does something about it. */
export const VOUCHER_REFUSALS = {
  'not-received': { owner: 'SHOP', acts: 'ticket-shop' },
  unreadable: { owner: 'TILL', acts: 'cashier' },
  'twice-here': { owner: 'TILL', acts: 'nobody' },
  'cannot-check': { owner: 'VENUE', acts: 'it' },
  replaced: { owner: 'SHOP', acts: 'guest' },
  expired: { owner: 'SHOP', acts: 'manager' },
  'not-yet': { owner: 'SHOP', acts: 'guest' },
  cancelled: { owner: 'SHOP', acts: 'ticket-shop' },
  'used-up': { owner: 'TILL', acts: 'nobody' },
  'too-few-left': { owner: 'TILL', acts: 'cashier' },
  'limit-reached': { owner: 'VENUE', acts: 'guest' },
  'wrong-place': { owner: 'VENUE', acts: 'guest' },
  'wrong-time': { owner: 'VENUE', acts: 'guest' },
  'no-article': { owner: 'TILL', acts: 'cashier' },
  minimum: { owner: 'VENUE', acts: 'guest' },
  'not-combined': { owner: 'VENUE', acts: 'guest' },
  'in-use': { owner: 'TILL', acts: 'cashier' },
} as const satisfies Record<VoucherRefusalView['why'], { readonly owner: VoucherOwner; readonly acts: VoucherActor }>;
