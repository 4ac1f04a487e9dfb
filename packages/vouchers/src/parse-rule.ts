import { z } from 'zod';
import type { Rule } from './rule.ts';
import { ruleSchema } from './rule.wire.ts';

export interface RuleProblem {
  /** Keys and list positions from the rule's top; empty for the rule as a whole. */
  readonly path: readonly (string | number)[];
  /** Continues a sentence that begins with the field: "must be an amount in euros". */
  readonly message: string;
}

export type ParsedRule =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] };

/** Reads a rule as settings and injections write it; everything that is wrong with it at once. Never throws. */
export function parseRule(plain: unknown): ParsedRule {
  const parsed = ruleSchema.safeParse(plain, { error: plainWords, reportInput: true });
  return parsed.success
    ? { ok: true, rule: parsed.data }
    : { ok: false, problems: parsed.error.issues.flatMap((issue) => problemsOf(issue)) };
}

/** The rule as a JSON Schema (draft 2020-12), for editors that check and complete while typing. */
export function ruleJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(ruleSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}

function plainWords({ code, expected }: { code?: string | undefined; expected?: unknown }): string {
  return code === 'invalid_type' && expected === 'object' ? 'must have keys of its own' : 'can not be used';
}

function problemsOf(issue: z.core.$ZodIssue): RuleProblem[] {
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

function strangerMessage(path: RuleProblem['path'], key: string): string {
  return path[0] === 'benefit' && key === 'cap'
    ? 'does not belong here: what it gives is limited already'
    : 'is not known here';
}
