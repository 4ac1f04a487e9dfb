/**
 * An error answer of the Order API: a type, a code such as `PAY-1422`, a title and a detail, with violations for wrong
 * fields. Source: developer.pay.nl, Order API, responses; "Error codes" for the older 9000 codes. Everything is
 * optional here, because an error answer that can't be read is still an error answer.
 */
import { z } from 'zod';

export const payProblemSchema = z.object({
  code: z.string().nullish().catch(null),
  title: z.string().nullish().catch(null),
  detail: z.string().nullish().catch(null),
  violations: z
    .array(
      z.object({
        propertyPath: z.string().nullish().catch(null),
        message: z.string().nullish().catch(null),
        code: z.string().nullish().catch(null),
      }),
    )
    .nullish()
    .catch(null),
});

export type PayProblem = z.infer<typeof payProblemSchema>;
