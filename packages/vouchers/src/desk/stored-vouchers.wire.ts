import { z } from 'zod';
import type { StoredVoucher } from '../desk.ts';
import type { EntitlementId, VoucherId } from '../voucher.ts';

const storedVouchers = z.array(
  z.object({
    id: z.string().transform((id) => id as VoucherId),
    code: z.string(),
    entitlements: z.array(
      z.object({
        id: z.string().transform((id) => id as EntitlementId),
        code: z.string().nullable(),
        ruleName: z.string(),
        validFrom: z.int().nullable(),
        validUntil: z.int().nullable(),
      }),
    ),
  }),
);

/** An answer as it was kept for a repeat. Throws when it isn't one. */
export function readStoredVouchers(text: string): readonly StoredVoucher[] {
  return storedVouchers.parse(JSON.parse(text));
}
