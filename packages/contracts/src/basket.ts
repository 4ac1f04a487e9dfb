import { z } from 'zod';
import { centsSchema } from './amounts.ts';

export const basketLineViewSchema = z.object({
  lineId: z.string(),
  text: z.string(),
  /** Decimal text, for example `2` or `0.35`. */
  quantity: z.string(),
  /** Of the whole line; null when the till doesn't say. Negative for a discount. */
  amountCents: centsSchema.nullable(),
});
export const basketViewSchema = z.object({
  lines: z.array(basketLineViewSchema),
  /** What will be charged, as the till says, or the sum of the lines when it doesn't; null when neither is known. */
  totalCents: centsSchema.nullable(),
});
export type BasketLineView = z.infer<typeof basketLineViewSchema>;
export type BasketView = z.infer<typeof basketViewSchema>;
