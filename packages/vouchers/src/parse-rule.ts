import { z } from 'zod';
import { type PlainProblem, parsePlain } from './plain-problems.ts';
import type { Rule } from './rule.ts';
import { ruleSchema } from './rule.wire.ts';

export type ParsedRule =
  | { readonly ok: true; readonly rule: Rule }
  | { readonly ok: false; readonly problems: readonly PlainProblem[] };

/** Reads a rule as settings and injections write it; everything that is wrong with it at once. Never throws. */
export function parseRule(plain: unknown): ParsedRule {
  const parsed = parsePlain(ruleSchema, plain);
  return parsed.ok ? { ok: true, rule: parsed.value } : parsed;
}

/** The rule as a JSON Schema (draft 2020-12), for editors that check and complete while typing. */
export function ruleJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(ruleSchema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
}
