/**
 * Error answers. The envelope has a code and a text; 403 and 400 come with a bare message, 422 with a list of fields.
 * Source: docs.multisafepay.com, "Error reference" and the error schemas of the API reference. Everything is optional
 * here, because an error answer that can't be read is still an error answer.
 */
import { z } from 'zod';
import { loose, wholeNumber } from './exact.ts';

export const mspProblemSchema = z.object({
  success: z.boolean().nullish().catch(null),
  error_code: z
    .union([
      wholeNumber,
      z
        .string()
        .regex(/^\d{1,6}$/)
        .transform(Number),
    ])
    .nullish()
    .catch(null),
  error_info: loose,
  message: loose,
  errors: z
    .array(z.object({ attribute: loose, message: loose, details: z.array(loose).nullish().catch(null) }))
    .nullish()
    .catch(null),
});

export type MspProblem = z.infer<typeof mspProblemSchema>;
