/** What the schema refuses, in sentences. */
import type { z } from 'zod';
import { didYouMean } from './did-you-mean.ts';
import { HOW_SECRET } from './file/parts.wire.ts';
import type { Finding } from './finding.ts';
import { knownKeys } from './json-schema.ts';
import { pathText, type SettingsPath } from './problem.ts';

/** A key longer than this isn't repeated: it may be anything. */
const LONGEST_KEY = 40;

/** The sentence for what the schema has no words of its own for. */
export function plainWords(issue: { readonly code?: string | undefined; readonly expected?: unknown }): string {
  if (issue.code === 'invalid_type' && (issue.expected === 'object' || issue.expected === 'record')) {
    return 'must have keys of its own, indented below it';
  }
  return issue.code === 'invalid_key' ? 'has a key that can not be used' : 'can not be used';
}

export function shapeFindings(issues: readonly z.core.$ZodIssue[], value: unknown): Finding[] {
  return issues.flatMap((issue) => findingsOf(issue, value));
}

function findingsOf(issue: z.core.$ZodIssue, value: unknown): Finding[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(path, key));

  const given = valueAt(value, path);
  const base = { path, severity: 'error' } as const;
  if (issue.message === HOW_SECRET && given !== null && given !== undefined && typeof given !== 'object') {
    const message = `${subject(path)} must not stand here. Keep the secret in an environment variable or a file and write { env: NAME_OF_VARIABLE } or { file: path }; then change the secret, since this file has been seen.`;
    return [{ ...base, error: 'literalSecret', at: 'value', message }];
  }
  if (given === undefined || given === null) {
    const at = given === null ? 'key' : 'value';
    return [{ ...base, error: 'missingKey', at, message: `${subject(path)} is missing; it ${issue.message}.` }];
  }
  return [{ ...base, error: 'wrongValue', at: 'value', message: `${subject(path)} ${issue.message}.` }];
}

function unknownKey(parent: SettingsPath, key: string): Finding {
  const shown = key.length > LONGEST_KEY ? `${key.slice(0, 8)}…` : key;
  const known = knownKeys(parent);
  const guess = didYouMean(key.slice(0, LONGEST_KEY), known);
  const advice = guess === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean \`${guess}\`?`;
  const message = `Nobody knows the key \`${shown}\` here. ${advice}`;
  return { error: 'unknownKey', path: [...parent, key], at: 'key', message, severity: 'error' };
}

/** The value's name in a sentence: its key, with the position when it stands in a list. */
function subject(path: SettingsPath): string {
  const from = path.findLastIndex((step) => typeof step === 'string');
  return path.length === 0 ? 'The file' : `\`${pathText(path.slice(Math.max(0, from)))}\``;
}

function valueAt(value: unknown, path: SettingsPath): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}
