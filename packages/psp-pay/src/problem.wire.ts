/**
 * An error answer: a type, a code such as `PAY-1422`, a title and a detail, with violations for wrong fields. Source:
 * developer.pay.nl, Order API, responses; "Error codes" for the older codes. The management API also has an older shape,
 * a map of fields, bare or under `errors`; the legacy API has `errorId` and `errorMessage`, bare or under `request`.
 * Everything is optional here, because an error answer that can't be read is still an error answer.
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

const fieldFault = z.object({ code: z.string().nullish().catch(null), message: z.string() });
const fieldMap = z.record(z.string(), fieldFault);
const legacyProblem = z.object({
  errorId: z.union([z.string(), z.number()]).nullish(),
  errorMessage: z.string().nullish(),
  error: z.string().nullish(),
});

/** An error answer in whichever shape; undefined for what is none. */
export function problemOf(value: unknown): PayProblem | undefined {
  const plain = payProblemSchema.safeParse(value);
  if (plain.success && Object.values(plain.data).some(isTold)) return plain.data;
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = fieldMap.safeParse('errors' in value ? value.errors : value);
  if (fields.success && Object.keys(fields.data).length > 0) {
    const violations = Object.entries(fields.data).map(([propertyPath, { code = null, message }]) => ({
      propertyPath,
      code,
      message,
    }));
    return { violations };
  }
  const legacy = legacyProblem.safeParse('request' in value ? value.request : value);
  if (!legacy.success) return plain.success ? plain.data : undefined;
  const { errorId, errorMessage, error } = legacy.data;
  const code = errorId === null || errorId === undefined || errorId === '' ? null : String(errorId);
  return { code, detail: errorMessage ?? error ?? null };
}

function isTold(part: unknown): boolean {
  return part !== null && part !== undefined;
}
