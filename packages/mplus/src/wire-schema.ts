/** The few words of which the till's messages are made, as zod schemas over values whose numbers are `JsonNumber`. */
import { type Cents, JsonNumber, parseDecimalEuros } from '@tillbridge/kernel';
import { z } from 'zod';

type Told = { readonly input?: unknown };

const missingOr =
  (otherwise: string) =>
  ({ input }: Told) =>
    input === undefined || input === null ? 'is missing' : otherwise;

const MONEY_FAULTS = {
  'not-a-decimal': 'must be a decimal number',
  'too-many-decimals': 'has more than two decimals',
  'out-of-range': 'is out of range',
} as const;

/** No id, name or number of a till comes near this. */
const LONGEST_WORD = 100;

const number = z.custom<JsonNumber>((value) => value instanceof JsonNumber, { error: missingOr('must be a number') });

export const flag = z.boolean({ error: missingOr('must be true or false') });
export const text = z.string({ error: missingOr('must be text') });
/** An id or a name. */
export const word = text.max(LONGEST_WORD, `is longer than ${LONGEST_WORD} characters`);
/** A word that says something. */
export const givenWord = word.min(1, 'is empty');

/** The longest a QR can hold is 4,296 characters; a ticket's code is far shorter. */
const LONGEST_CODE = 512;
/** What a scanner read. */
export const code = text.min(1, 'is empty').max(LONGEST_CODE, `is longer than ${LONGEST_CODE} characters`);

/** A number or a text: the vendor shows option ids in both shapes. */
export const optionId = z.union([
  z.string().max(LONGEST_WORD),
  z.custom<JsonNumber>((value) => value instanceof JsonNumber).transform(({ source }) => source),
]);

export const whole = number.transform((value, context): number => {
  const found = value.toSafeInteger();
  if (found !== undefined) return found;
  context.addIssue('must be a whole number');
  return z.NEVER;
});

/** Decimal euros. */
export const euros = number.transform((value, context): Cents => {
  const parsed = parseDecimalEuros(value.source);
  if (parsed.ok) return parsed.cents;
  context.addIssue(MONEY_FAULTS[parsed.fault]);
  return z.NEVER;
});

/** The text of a number, as it was written. */
export const decimalText = number.transform((value, context): string => {
  if (value.source.length <= LONGEST_WORD) return value.source;
  context.addIssue('is too long');
  return z.NEVER;
});

/** Absent and null are the same: null. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? null);
}

/**
 * A field whose shape the vendor's public pages don't state. It is taken when it fits and counts as absent otherwise:
 * a guess of ours must never refuse a message.
 */
export function inferred<Schema extends z.ZodType>(schema: Schema) {
  return schema
    .nullish()
    .transform((value) => value ?? null)
    .catch(null);
}

/** An object with these members; others are ignored. */
export function object<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.custom<object>(isObject, { error: missingOr('must be an object') }).pipe(z.object(shape));
}

export function list<Schema extends z.ZodType>(item: Schema, longest: number) {
  return z.array(item, { error: missingOr('must be a list') }).max(longest, `has more than ${longest} entries`);
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

export type Accepted<Value> =
  | { readonly ok: true; readonly value: Value }
  /** `path` as a reader of the message would write it, for example `session.lines[3].text`. */
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** Runs a schema; `within` is the path of the value itself. Of several faults the first is reported. */
export function accept<Value>(schema: z.ZodType<Value>, value: unknown, within = ''): Accepted<Value> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  let path = within;
  for (const step of issue?.path ?? []) {
    if (typeof step === 'number') path += `[${step}]`;
    else path += `${path === '' ? '' : '.'}${String(step)}`;
  }
  return { ok: false, path, reason: issue?.message ?? 'is not acceptable' };
}
