/** Reading the API without a float in between: transaction ids have up to 17 digits, beyond 2^53. */
import { type ExactJson, JsonNumber, parseExactJson } from '@tillbridge/kernel';
import { textOfUtf8 } from '@tillbridge/psp-core';
import { z } from 'zod';

/** The JSON in an answer's body; undefined for anything else, an empty body and a repeated key included. */
export function readExact(body: Uint8Array): ExactJson | undefined {
  const text = textOfUtf8(body);
  const parsed = text === undefined ? undefined : parseExactJson(text);
  return parsed?.ok === true ? parsed.value : undefined;
}

const exactNumber = z.instanceof(JsonNumber, { error: 'expected number' });

/** An id or code: text, or a whole number whose digits are kept as they were written. */
export const exactText = z.union([
  z.string().min(1).max(200),
  exactNumber.refine((number) => /^-?\d+$/.test(number.source), 'expected a whole number').transform((n) => n.source),
]);

/** Whole minor units, zero or more. */
export const minorUnits = exactNumber.transform((number, context) => {
  const value = number.toSafeInteger();
  if (value !== undefined && value >= 0) return value;
  context.addIssue({ code: 'custom', message: 'expected whole cents, zero or more' });
  return z.NEVER;
});

/** A whole number in the safe range; lists write money that went out below zero. */
export const wholeNumber = exactNumber.transform((number, context) => {
  const value = number.toSafeInteger();
  if (value !== undefined) return value;
  context.addIssue({ code: 'custom', message: 'expected a whole number' });
  return z.NEVER;
});

/** Text for people; anything else counts as none. */
export const loose = z
  .union([z.string(), exactNumber.transform((number) => number.source)])
  .nullish()
  .catch(null);
