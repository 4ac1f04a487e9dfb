/**
 * A status call ("exchange") of the Order API, signed JSON: developer.pay.nl, "Exchange: payments" and "Pay.POS cloud
 * connect exchange". We read no more than what is needed to ask for the order ourselves.
 */
import { z } from 'zod';

export const payExchangeEnvelopeSchema = z.object({ event: z.string(), type: z.string() });

export const payExchangeSchema = z.object({
  id: z.string().min(1).max(64).nullish(),
  object: z.looseObject({
    id: z.string().min(1).max(64),
    reference: z.string().max(64).nullish(),
    status: z.object({ code: z.int(), action: z.string().nullish() }),
  }),
});
