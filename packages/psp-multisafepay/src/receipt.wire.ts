/**
 * Receipt data of a terminal payment. Source: docs.multisafepay.com, "Get receipt", and the test of MultiSafepay's
 * Python SDK. It is only printed, so everything is optional; `printed_on` is left out, because it changes with every
 * question.
 */
import { z } from 'zod';
import { loose, minorUnits } from './exact.ts';

const amount = minorUnits.nullish().catch(null);

export const mspReceiptSchema = z.object({
  merchant: z.object({ name: loose, address: loose }).nullish().catch(null),
  order: z
    .object({
      transaction_id: loose,
      amount,
      currency: loose,
      completed: loose,
      items: z
        .object({ items: z.array(z.object({ name: loose, quantity: loose, item_price: amount })) })
        .nullish()
        .catch(null),
      tip: z.object({ amount }).nullish().catch(null),
    })
    .nullish()
    .catch(null),
  payment: z
    .object({
      payment_method: loose,
      last4: loose,
      card_entry_mode: loose,
      cardholder_verification_method: loose,
      terminal_id: loose,
      application_id: loose,
      authorization_code: loose,
      response_code: loose,
    })
    .nullish()
    .catch(null),
});

export type MspReceipt = z.infer<typeof mspReceiptSchema>;
