/**
 * What the customer display shows. The agent decides which screen and how long; the display decides how it looks. It
 * blanks by itself in two cases only: the link is lost, or a QR reached the end of its time.
 */
import { z } from 'zod';
import { centsSchema, epochMsSchema } from './amounts.ts';
import { basketViewSchema } from './basket.ts';
import { languageSchema } from './language.ts';
import { appliedVoucherSchema, voucherRefusalSchema } from './voucher-words.ts';

const direction = z.enum(['pay', 'refund']);
const money = { amountCents: centsSchema, direction };

export const displayScreenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting-up') }),
  z.object({ kind: z.literal('idle') }),
  z.object({ kind: z.literal('closed') }),
  z.object({ kind: z.literal('basket') }),
  /** The payment screen is open at the till and no way is chosen yet. */
  z.object({ kind: z.literal('choose'), amountCents: centsSchema.nullable() }),
  z.object({ kind: z.literal('starting'), ...money }),
  z.object({ kind: z.literal('present-card'), ...money }),
  z.object({ kind: z.literal('try-again'), ...money }),
  z.object({ kind: z.literal('insert-card'), ...money }),
  z.object({ kind: z.literal('one-card'), ...money }),
  z.object({ kind: z.literal('confirm-phone'), ...money }),
  // A card was declined and the payment goes on: with any card, or with the PIN.
  z.object({ kind: z.literal('declined-retry'), ...money }),
  z.object({ kind: z.literal('declined-pin'), ...money }),
  z.object({ kind: z.literal('pin'), ...money }),
  z.object({ kind: z.literal('pin-again'), ...money }),
  z.object({ kind: z.literal('processing'), ...money, slow: z.boolean() }),
  z.object({ kind: z.literal('remove-card'), ...money }),
  /** A QR to scan. It leaves the glass two seconds before `expiresAt`, whatever happens to the link. */
  z.object({ kind: z.literal('qr'), ...money, payload: z.string().min(1), expiresAt: epochMsSchema }),
  z.object({ kind: z.literal('qr-scanned'), ...money }),
  /** The QR is gone from the glass and nobody knows yet whether it was paid. */
  z.object({ kind: z.literal('qr-checking'), ...money }),
  z.object({ kind: z.literal('cancelling'), ...money }),
  z.object({ kind: z.literal('unknown'), ...money }),
  // Proven ends.
  z.object({ kind: z.literal('approved'), ...money }),
  z.object({ kind: z.literal('declined'), ...money }),
  z.object({ kind: z.literal('cancelled'), ...money }),
  z.object({ kind: z.literal('timed-out'), ...money }),
  z.object({ kind: z.literal('qr-expired'), ...money }),
]);
export type DisplayScreen = z.infer<typeof displayScreenSchema>;

/** What became of a voucher just now, over the basket for a while. `id` tells one from the next. */
export const voucherStripSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('applied'), id: z.string(), vouchers: z.array(appliedVoucherSchema).min(1) }),
  /** Ours and valid, and nothing in the basket is for it yet. */
  z.object({ kind: z.literal('read'), id: z.string() }),
  z.object({ kind: z.literal('refused'), id: z.string(), refusal: voucherRefusalSchema }),
]);
export type VoucherStrip = z.infer<typeof voucherStripSchema>;

export const displayViewSchema = z.object({
  till: z.object({ id: z.string(), name: z.string() }),
  /** The venue's name on the brand bar. */
  brand: z.string(),
  language: languageSchema,
  theme: z.enum(['light', 'dark']),
  /** Which payment the screen is about; changes when another payment takes the screen. */
  paymentId: z.string().nullable(),
  screen: displayScreenSchema,
  basket: basketViewSchema.nullable(),
  voucher: voucherStripSchema.nullable(),
  /** The panel, so that sizes follow the viewing distance; null: by resolution. */
  panel: z.object({ diagonalInch: z.number().positive(), viewingDistanceMm: z.number().positive() }).nullable(),
});
export type DisplayView = z.infer<typeof displayViewSchema>;
