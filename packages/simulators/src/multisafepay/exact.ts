import { type ExactJsonInput, JsonNumber } from '@tillbridge/kernel';

/** Plain JSON as exact JSON. Throws a `TypeError` for what is no JSON. */
export function exact(value: unknown): ExactJsonInput {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return new JsonNumber(String(value));
  if (value instanceof JsonNumber) return value;
  if (Array.isArray(value)) return value.map(exact);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, exact(member)]));
  }
  throw new TypeError('no JSON');
}

/** Whole digits as text become a number, however many: `{"transaction_id": "#17472052901237122"}`. */
const DIGITS = /^#(-?\d+(?:\.\d+)?)$/;

/** An answer with other fields in its data. */
export function withData(body: ExactJsonInput, set: { readonly [key: string]: unknown }): ExactJsonInput {
  if (!isMembers(body) || !isMembers(body.data)) return body;
  const fields = Object.entries(set).map(([key, value]) => {
    const digits = typeof value === 'string' ? DIGITS.exec(value)?.[1] : undefined;
    return [key, digits === undefined ? exact(value) : new JsonNumber(digits)] as const;
  });
  return { ...body, data: { ...body.data, ...Object.fromEntries(fields) } };
}

function isMembers(value: unknown): value is { readonly [key: string]: ExactJsonInput } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}
