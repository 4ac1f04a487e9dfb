/**
 * JSON without a float in between: a number is kept as the text it was written in.
 */

/** A JSON number, as the text that stood in the source. */
export class JsonNumber {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  /** The value when it is written as a whole number in the safe range, else undefined. */
  toSafeInteger(): number | undefined {
    if (!/^-?\d{1,16}$/.test(this.source)) return undefined;
    const value = Number(this.source);
    // Adding 0 turns -0 into 0.
    return Number.isSafeInteger(value) ? value + 0 : undefined;
  }

  toJSON(): never {
    throw new TypeError('an exact number must be written with stringifyExactJson');
  }
}

export type ExactJson = null | boolean | string | JsonNumber | readonly ExactJson[] | ExactJsonObject;
export interface ExactJsonObject {
  readonly [key: string]: ExactJson;
}

/** What may be written: `undefined` members are left out, as `JSON.stringify` does. */
export type ExactJsonInput =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly ExactJsonInput[]
  | { readonly [key: string]: ExactJsonInput | undefined };

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Writes compact JSON in member order. Numbers come out in the text they hold; a `TypeError` is thrown when that is no
 * JSON number.
 */
export function stringifyExactJson(value: ExactJsonInput): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof JsonNumber) {
    if (!NUMBER.test(value.source)) throw new TypeError('not a JSON number');
    return value.source;
  }
  if (Array.isArray(value)) return `[${value.map(stringifyExactJson).join(',')}]`;
  let text = '';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${stringifyExactJson(member)}`;
  }
  return `{${text}}`;
}
