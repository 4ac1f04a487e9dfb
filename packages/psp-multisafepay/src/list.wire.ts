/**
 * Lists of the MultiSafepay API. Source: docs.multisafepay.com, "List transactions", "List terminals", "List terminals by
 * group".
 */
import { z } from 'zod';
import { exactText, loose, wholeNumber } from './exact.ts';

const transaction = z.object({
  amount: wholeNumber,
  created: z.string(),
  order_id: exactText.nullish(),
  status: z.string(),
  transaction_id: exactText.nullish(),
  type: z.string(),
});

export const mspTransactionsSchema = z.object({
  data: z.array(transaction),
  pager: z
    .object({
      after: loose,
      cursor: z.object({ after: loose }).nullish().catch(null),
    })
    .nullish(),
});

export type MspTransaction = z.infer<typeof transaction>;

export const mspTerminalsSchema = z.object({
  data: z.array(z.object({ id: exactText, name: loose, active: z.boolean().nullish().catch(null) })),
  pager: z.object({ total_items: wholeNumber.nullish().catch(null) }).nullish(),
});
