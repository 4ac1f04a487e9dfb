import { z } from 'zod';
import { centsSchema } from './amounts.ts';
import { localTextSchema } from './local-text.ts';

export const basketLineViewSchema = z.object({
  lineId: z.string(),
  text: z.string(),
  /** Decimal text, for example `2` or `0.35`. */
  quantity: z.string(),
  /** Of the whole line, before anything comes off it; null when the till doesn't say. Negative for a line of its own that takes off. */
  amountCents: centsSchema.nullable(),
});

/** What comes off the lines: by a voucher, or by the till itself. */
export const basketDiscountViewSchema = z.object({
  id: z.string(),
  /** The voucher's name; null: a discount that the till gave. */
  label: localTextSchema.nullable(),
  /** What comes off; positive. */
  cents: centsSchema.positive(),
  /** What stays on the voucher after this sale; null: without end, or nothing of a voucher's. */
  left: z.object({ count: z.int().nonnegative(), unit: z.enum(['piece', 'cent']) }).nullable(),
});
export type BasketDiscountView = z.infer<typeof basketDiscountViewSchema>;

export const basketViewSchema = z.object({
  lines: z.array(basketLineViewSchema),
  discounts: z.array(basketDiscountViewSchema),
  /** What will be charged, as the till says, or the sum of lines and discounts when it doesn't; null when neither is known. */
  totalCents: centsSchema.nullable(),
});
export type BasketLineView = z.infer<typeof basketLineViewSchema>;
export type BasketView = z.infer<typeof basketViewSchema>;
