import type { z } from 'zod';

export interface PlainProblem {
  /** Keys and list positions from the top; empty for the whole. */
  readonly path: readonly (string | number)[];
  /** Continues a sentence that begins with the field: "must be an amount in euros". Never repeats a value. */
  readonly message: string;
}

export type ParsedPlain<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly [PlainProblem, ...PlainProblem[]] };

/** What people wrote, read by a schema; everything that is wrong with it at once, in sentences. Never throws. */
export function parsePlain<Schema extends z.ZodType>(schema: Schema, plain: unknown): ParsedPlain<z.output<Schema>> {
  const parsed = schema.safeParse(plain, { error: plainWords, reportInput: true });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [first = { path: [], message: 'can not be used' }, ...more] = parsed.error.issues.flatMap(problemsOf);
  return { ok: false, problems: [first, ...more] };
}

function plainWords({ code, expected }: { code?: string | undefined; expected?: unknown }): string {
  return code === 'invalid_type' && expected === 'object' ? 'must have keys of its own' : 'can not be used';
}

function problemsOf(issue: z.core.$ZodIssue): PlainProblem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key.slice(0, 40)], message: strangerMessage(path, key) }));
  }
  // Where one of the choices was meant and only its inside is wrong, that is what is told.
  const inside =
    issue.code === 'invalid_union'
      ? issue.errors.find((issues) => issues.every((one) => one.path.length > 0))
      : undefined;
  if (inside !== undefined && inside.length > 0) {
    return inside.flatMap(problemsOf).map((found) => ({ ...found, path: [...path, ...found.path] }));
  }
  return [{ path, message: issue.input === undefined ? `is missing: it ${issue.message}` : issue.message }];
}

function strangerMessage(path: PlainProblem['path'], key: string): string {
  return path.at(-1) === 'benefit' && key === 'cap'
    ? 'does not belong here: what it gives is limited already'
    : 'is not known here';
}
