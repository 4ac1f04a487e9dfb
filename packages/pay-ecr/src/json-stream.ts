/**
 * JSON objects out of a stream of bytes. The vendor's example ends each message with a newline and reads one object per
 * piece of data (paynl/PAY.ECR, example program); a stream gives no such promise, so objects are cut out by their braces:
 * on lines of their own, glued together, or torn anywhere, in the middle of a character too.
 *
 *   between ──{──▶ inside ──last }──▶ object, between
 *      ▲              │
 *      └── a fault ───┘   a raw newline in a string, a brace where none can stand, too long, too deep
 *
 * Each byte is looked at once. UTF-8 never uses the bytes of quotes and braces inside a longer character, so the search
 * works on bytes.
 */

/** What stood between two objects instead of one. `offset`: of its first byte, from the start of the stream. */
export interface JsonStreamFault {
  readonly reason: 'garbage' | 'broken-off' | 'too-long' | 'too-deep' | 'not-utf8' | 'not-json';
  readonly offset: number;
}

export type JsonStreamItem =
  | { readonly kind: 'object'; readonly value: object; readonly text: string }
  | { readonly kind: 'fault'; readonly fault: JsonStreamFault };

export interface JsonStreamLimits {
  /** Of one object, in bytes. */
  readonly maxBytes: number;
  readonly maxDepth: number;
}

const USUAL_LIMITS: JsonStreamLimits = { maxBytes: 1_048_576, maxDepth: 64 };

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export class JsonStream {
  private readonly limits: JsonStreamLimits;
  /** Of the first byte of the next piece. */
  private offset = 0;
  /** Bytes of the object that earlier pieces brought. */
  private parts: Uint8Array[] = [];
  private partBytes = 0;
  private objectOffset = 0;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** The last byte outside strings that means something. */
  private before = 0;
  /** Given up as too much: what is inside it isn't looked for messages, up to the end of the line. */
  private skipping = false;
  /** A run of noise is one fault, however long. */
  private noisy = false;

  constructor(limits: Partial<JsonStreamLimits> = {}) {
    this.limits = { ...USUAL_LIMITS, ...limits };
  }

  /** Takes the next piece, and answers what became complete with it. Never throws. */
  push(bytes: Uint8Array): JsonStreamItem[] {
    const items: JsonStreamItem[] = [];
    // Where the present object begins in this piece.
    let from = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (this.skipping) {
        this.skipping = byte !== LINE_FEED;
        continue;
      }
      if (this.depth === 0) {
        if (byte === OPEN_BRACE) {
          from = at;
          this.open(at);
        } else if (!isBlank(byte)) {
          this.fault(items, 'garbage', this.offset + at);
        }
        continue;
      }
      if (this.partBytes + (at - from) + 1 > this.limits.maxBytes) {
        this.giveUp(items, 'too-long');
        this.skipping = byte !== LINE_FEED;
        continue;
      }
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.inString = false;
        // A string may not hold it raw, so this object ended before its end and the next one begins after it.
        else if (byte === LINE_FEED) this.giveUp(items, 'broken-off');
        continue;
      }
      if (byte === QUOTE) {
        this.inString = true;
      } else if (byte === OPEN_BRACE) {
        if (this.before !== COLON && this.before !== COMMA && this.before !== OPEN_BRACKET) {
          this.giveUp(items, 'broken-off');
          from = at;
          this.open(at);
          continue;
        }
        this.depth += 1;
        if (this.depth > this.limits.maxDepth) {
          this.giveUp(items, 'too-deep');
          this.skipping = true;
          continue;
        }
      } else if (byte === CLOSE_BRACE) {
        this.depth -= 1;
        if (this.depth === 0) {
          this.complete(items, bytes.subarray(from, at + 1));
          continue;
        }
      }
      if (!isBlank(byte)) this.before = byte;
    }
    if (this.depth > 0) {
      // A copy: the piece belongs to whoever read it.
      this.parts.push(bytes.slice(from));
      this.partBytes += bytes.length - from;
    }
    this.offset += bytes.length;
    return items;
  }

  private open(at: number): void {
    this.objectOffset = this.offset + at;
    this.depth = 1;
    this.before = OPEN_BRACE;
  }

  private complete(items: JsonStreamItem[], last: Uint8Array): void {
    const bytes = this.parts.length === 0 ? last : joined([...this.parts, last]);
    this.clear();
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      this.fault(items, 'not-utf8', this.objectOffset);
      return;
    }
    try {
      const value: unknown = JSON.parse(text);
      if (typeof value === 'object' && value !== null) items.push({ kind: 'object', value, text });
      this.noisy = false;
    } catch {
      this.fault(items, 'not-json', this.objectOffset);
    }
  }

  private giveUp(items: JsonStreamItem[], reason: JsonStreamFault['reason']): void {
    this.clear();
    this.fault(items, reason, this.objectOffset);
  }

  private clear(): void {
    this.parts = [];
    this.partBytes = 0;
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  private fault(items: JsonStreamItem[], reason: JsonStreamFault['reason'], offset: number): void {
    if (!this.noisy) items.push({ kind: 'fault', fault: { reason, offset } });
    this.noisy = true;
  }
}

function isBlank(byte: number): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === RETURN || byte === TAB;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
