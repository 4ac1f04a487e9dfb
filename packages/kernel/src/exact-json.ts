/**
 * JSON in and out without a float in between: a number is kept as the text it was written in.
 *
 * Stricter than `JSON.parse` where a signed message must mean one thing only: a repeated key, a lone surrogate escape,
 * nesting beyond the limit and anything after the value are refused, each with its offset.
 */

/** A JSON number, as the text that stood in the source. */
export class JsonNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
  /** The value when it is a whole number in the safe range, else undefined. */
  toSafeInteger(): number | undefined {
    if (!/^-?\d{1,16}$/.test(this.source)) return undefined;
    const value = Number(this.source);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  toJSON(): never {
    throw new TypeError('an exact number must be written with stringifyExactJson');
  }
}

export type ExactJson = null | boolean | string | JsonNumber | readonly ExactJson[] | ExactJsonObject;
export interface ExactJsonObject {
  readonly [key: string]: ExactJson;
}

export interface JsonFault {
  readonly offset: number;
  readonly reason:
    | 'unexpected-character'
    | 'unexpected-end'
    | 'trailing-text'
    | 'too-deep'
    | 'duplicate-key'
    | 'bad-string'
    | 'bad-number';
}

export type ParsedJson =
  | { readonly ok: true; readonly value: ExactJson }
  | { readonly ok: false; readonly fault: JsonFault };

export const DEFAULT_MAX_DEPTH = 32;

class FaultSignal {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    this.fault = fault;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids raw control characters in strings.
const PLAIN_STRING = /[^"\\\u0000-\u001f]*/y;
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly maxDepth: number;

  constructor(text: string, maxDepth: number) {
    this.text = text;
    this.maxDepth = maxDepth;
  }

  document(): ExactJson {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) this.fail('trailing-text');
    return value;
  }

  private fail(reason: JsonFault['reason'], offset = this.at): never {
    throw new FaultSignal({ offset, reason });
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  private value(depth: number): ExactJson {
    this.space();
    const char = this.text[this.at];
    switch (char) {
      case undefined:
        return this.fail('unexpected-end');
      case '{':
        return this.object(depth + 1);
      case '[':
        return this.array(depth + 1);
      case '"':
        return this.string();
      case 't':
        return this.word('true', true);
      case 'f':
        return this.word('false', false);
      case 'n':
        return this.word('null', null);
      default:
        return this.number(char);
    }
  }

  private word<T extends boolean | null>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail('unexpected-character');
    this.at += word.length;
    return value;
  }

  private number(first: string): JsonNumber {
    if (first !== '-' && (first < '0' || first > '9')) this.fail('unexpected-character');
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) return this.fail('bad-number');
    this.at += match[0].length;
    const next = this.text[this.at];
    if (next !== undefined && /[\w.+-]/.test(next)) this.fail('bad-number');
    return new JsonNumber(match[0]);
  }

  private string(): string {
    const start = this.at;
    this.at += 1;
    let value = '';
    for (;;) {
      PLAIN_STRING.lastIndex = this.at;
      PLAIN_STRING.exec(this.text);
      value += this.text.slice(this.at, PLAIN_STRING.lastIndex);
      this.at = PLAIN_STRING.lastIndex;
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) {
        this.at += 1;
        if (!value.isWellFormed()) this.fail('bad-string', start);
        return value;
      }
      if (Number.isNaN(code)) this.fail('unexpected-end');
      if (code !== BACKSLASH) this.fail('bad-string');
      value += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.at + 1];
    if (letter === undefined) return this.fail('unexpected-end');
    if (letter === 'u') {
      const hex = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) this.fail('bad-string');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const plain = SHORT_ESCAPES[letter];
    if (plain === undefined) return this.fail('bad-string');
    this.at += 2;
    return plain;
  }

  private array(depth: number): ExactJson[] {
    if (depth > this.maxDepth) this.fail('too-deep');
    this.at += 1;
    const items: ExactJson[] = [];
    this.space();
    if (this.text[this.at] === ']') {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.value(depth));
      if (this.separator(']')) return items;
    }
  }

  private object(depth: number): ExactJsonObject {
    if (depth > this.maxDepth) this.fail('too-deep');
    this.at += 1;
    // No prototype, so that a key named `__proto__` is a key like any other.
    const members: Record<string, ExactJson> = Object.create(null);
    this.space();
    if (this.text[this.at] === '}') {
      this.at += 1;
      return members;
    }
    for (;;) {
      this.space();
      const keyAt = this.at;
      if (keyAt >= this.text.length) this.fail('unexpected-end');
      if (this.text[keyAt] !== '"') this.fail('unexpected-character');
      const key = this.string();
      if (key in members) this.fail('duplicate-key', keyAt);
      this.space();
      if (this.at >= this.text.length) this.fail('unexpected-end');
      if (this.text[this.at] !== ':') this.fail('unexpected-character');
      this.at += 1;
      members[key] = this.value(depth);
      if (this.separator('}')) return members;
    }
  }

  /** Consumes `,` (false) or the closing bracket (true). */
  private separator(close: string): boolean {
    this.space();
    const char = this.text[this.at];
    if (char === undefined) this.fail('unexpected-end');
    if (char !== ',' && char !== close) this.fail('unexpected-character');
    this.at += 1;
    return char === close;
  }
}

/** Parses one JSON document. Never throws; a fault carries the offset in UTF-16 units. */
export function parseExactJson(text: string, maxDepth: number = DEFAULT_MAX_DEPTH): ParsedJson {
  try {
    return { ok: true, value: new Reader(text, maxDepth).document() };
  } catch (error) {
    if (error instanceof FaultSignal) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** What may be written: `undefined` members are left out, as `JSON.stringify` does. */
export type ExactJsonInput =
  | null
  | boolean
  | string
  | JsonNumber
  | readonly ExactJsonInput[]
  | { readonly [key: string]: ExactJsonInput | undefined };

/** Writes compact JSON in member order. Numbers come out in the text they hold. */
export function stringifyExactJson(value: ExactJsonInput): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof JsonNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(stringifyExactJson).join(',')}]`;
  let text = '';
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${stringifyExactJson(member)}`;
  }
  return `{${text}}`;
}
