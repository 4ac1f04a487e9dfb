/**
 * Reads JSON into exact values. Stricter than `JSON.parse` where a signed message must mean one thing only: a repeated
 * key, half a surrogate pair, nesting beyond the limit and anything after the value are refused, each with its offset.
 *
 * It stands in the way of every webhook, so it looks at each character once, by code, and builds nothing it can cut
 * out of the source.
 */
import { type ExactJson, type ExactJsonObject, JsonNumber } from './exact-json.ts';

export interface JsonFault {
  /** In UTF-16 units from the start of the text. */
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

/** Parses one JSON document. Never throws. */
export function parseExactJson(text: string, maxDepth: number = DEFAULT_MAX_DEPTH): ParsedJson {
  try {
    return { ok: true, value: new Reader(text, maxDepth).document() };
  } catch (error) {
    if (error instanceof FaultSignal) return { ok: false, fault: error.fault };
    throw error;
  }
}

class FaultSignal {
  readonly fault: JsonFault;
  constructor(fault: JsonFault) {
    this.fault = fault;
  }
}

/**
 * Objects without `Object.prototype`, so that a key named `__proto__` is a key like any other. An instance of this
 * class rather than `Object.create(null)`, which engines keep as a slow hash table.
 */
class Members {
  [key: string]: ExactJson;
}
Object.setPrototypeOf(Members.prototype, null);
Reflect.deleteProperty(Members.prototype, 'constructor');

const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const DOT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const BIG_E = 0x45;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const SMALL_E = 0x65;
const SMALL_F = 0x66;
const SMALL_N = 0x6e;
const SMALL_T = 0x74;
const SMALL_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;

const HEX = /^[0-9a-fA-F]{4}$/;
/** A number must not run into a word: `1x`, `01`, `1.2.3`. */
const RUNS_ON = /[\w.+-]/;
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

  /** Neither what may stand here nor, at the end of the text, anything at all. */
  private unexpected(): never {
    return this.fail(this.at < this.text.length ? 'unexpected-character' : 'unexpected-end');
  }

  /** Skips white space and answers the code of what follows; NaN at the end of the text. */
  private space(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== SPACE && code !== LINE_FEED && code !== CARRIAGE_RETURN && code !== TAB) return code;
      this.at += 1;
    }
  }

  private value(depth: number): ExactJson {
    const code = this.space();
    switch (code) {
      case QUOTE:
        return this.string();
      case OPEN_OBJECT:
        return this.object(depth + 1);
      case OPEN_ARRAY:
        return this.array(depth + 1);
      case SMALL_T:
        return this.word('true', true);
      case SMALL_F:
        return this.word('false', false);
      case SMALL_N:
        return this.word('null', null);
      default:
        return code === MINUS || isDigit(code) ? this.number() : this.unexpected();
    }
  }

  private word<T extends boolean | null>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail('unexpected-character');
    this.at += word.length;
    return value;
  }

  private number(): JsonNumber {
    const { text } = this;
    const start = this.at;
    let at = start;
    if (text.charCodeAt(at) === MINUS) at += 1;
    if (text.charCodeAt(at) === ZERO) at += 1;
    else at = this.digits(at, start);
    if (text.charCodeAt(at) === DOT) at = this.digits(at + 1, start);
    let code = text.charCodeAt(at);
    if (code === SMALL_E || code === BIG_E) {
      const sign = text.charCodeAt(at + 1);
      at = this.digits(sign === PLUS || sign === MINUS ? at + 2 : at + 1, start);
      code = text.charCodeAt(at);
    }
    if (code !== COMMA && code !== CLOSE_OBJECT && RUNS_ON.test(text.charAt(at))) this.fail('bad-number', at);
    this.at = at;
    return new JsonNumber(text.slice(start, at));
  }

  /** The offset after one or more digits. */
  private digits(from: number, start: number): number {
    let at = from;
    while (isDigit(this.text.charCodeAt(at))) at += 1;
    if (at === from) this.fail('bad-number', start);
    return at;
  }

  private string(): string {
    const { text } = this;
    const start = this.at;
    let value = '';
    let from = start + 1;
    let surrogates = false;
    for (let at = from; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        value = value === '' ? text.slice(from, at) : value + text.slice(from, at);
        if (surrogates && !value.isWellFormed()) this.fail('bad-string', start);
        return value;
      }
      if (code === BACKSLASH) {
        this.at = at;
        value += text.slice(from, at) + this.escape();
        surrogates = true;
        from = this.at;
        at = from - 1;
      } else if (code < SPACE) {
        this.fail('bad-string', at);
      } else if (code >= FIRST_SURROGATE && code <= LAST_SURROGATE) {
        surrogates = true;
      } else if (at >= text.length) {
        this.fail('unexpected-end', at);
      }
    }
  }

  private escape(): string {
    const letter = this.text.charCodeAt(this.at + 1);
    if (Number.isNaN(letter)) this.fail('unexpected-end');
    if (letter === SMALL_U) {
      const hex = this.text.slice(this.at + 2, this.at + 6);
      if (!HEX.test(hex)) this.fail('bad-string');
      this.at += 6;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const plain = SHORT_ESCAPES[String.fromCharCode(letter)];
    if (plain === undefined) return this.fail('bad-string');
    this.at += 2;
    return plain;
  }

  private array(depth: number): ExactJson[] {
    if (depth > this.maxDepth) this.fail('too-deep');
    this.at += 1;
    const items: ExactJson[] = [];
    if (this.space() === CLOSE_ARRAY) {
      this.at += 1;
      return items;
    }
    for (;;) {
      items.push(this.value(depth));
      if (this.closes(CLOSE_ARRAY)) return items;
    }
  }

  private object(depth: number): ExactJsonObject {
    if (depth > this.maxDepth) this.fail('too-deep');
    this.at += 1;
    const members = new Members();
    if (this.space() === CLOSE_OBJECT) {
      this.at += 1;
      return members;
    }
    for (;;) {
      if (this.space() !== QUOTE) this.unexpected();
      const keyAt = this.at;
      const key = this.string();
      if (key in members) this.fail('duplicate-key', keyAt);
      if (this.space() !== COLON) this.unexpected();
      this.at += 1;
      members[key] = this.value(depth);
      if (this.closes(CLOSE_OBJECT)) return members;
    }
  }

  /** Consumes the closing bracket (true) or a comma (false). */
  private closes(bracket: number): boolean {
    const code = this.space();
    if (code !== COMMA && code !== bracket) this.unexpected();
    this.at += 1;
    return code === bracket;
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
