/**
 * An error answer: `{"error": {…}}`, whatever the HTTP status. `status` is a number, a text, or absent; the words stand
 * in `value`, with newer brands in `message` or `detail`. Source: tests of the platform's PHP and Python clients, EMS
 * and NoPayn documentation. Everything is optional, because an error that can't be read is still an error.
 */
import { z } from 'zod';

const told = z.string().nullish().catch(null);

export const kcProblemSchema = z.object({
  error: z.union([
    z.object({
      status: z
        .union([z.int(), z.string().regex(/^\d{3}$/)])
        .nullish()
        .catch(null),
      type: told,
      value: told,
      message: told,
      detail: told,
      property_path: told,
      property_description: told,
    }),
    z.string().transform((value) => ({ value })),
  ]),
});

export type KcProblem = z.infer<typeof kcProblemSchema>['error'];
