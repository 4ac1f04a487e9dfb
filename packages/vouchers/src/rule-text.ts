/** The one text of a rule: equal rules give equal texts, so that a store keeps each rule once. */
import type { Rule } from './rule.ts';

/**
 * Compact JSON with sorted members. `JSON.parse` gives the rule back. Lists stand as they are: `parseRule` has put those
 * in order whose order means nothing. Hashed (`Digest.sha256Hex`) it is a key of fixed length.
 */
export function canonicalRule(rule: Rule): string {
  return JSON.stringify(sorted(rule));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}
