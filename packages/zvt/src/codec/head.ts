/**
 * The part of a message before its first bitmap: where it ends, and what stands in it. Which layouts are ambiguous, and
 * how that is settled, is decided here alone.
 */
import { CONTROL } from './control.ts';
import { checkFields } from './fields.ts';
import { LAYOUT, type PartPlan, PLAN_OF, STATUS_ALONE } from './layout.ts';
import type { DecodeContext, HeadPart } from './model.ts';

const LENGTH_DIGITS = 3;

function lllvarAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) & 0x0f) * 100 + ((bytes[at + 1] ?? 0) & 0x0f) * 10 + ((bytes[at + 2] ?? 0) & 0x0f);
}

/**
 * Where the head of a message ends that has `length` bytes of data by its own account, between `start` and `end`.
 * Beyond `end`: something is missing.
 */
export function endOfHead(
  layout: number,
  apdu: Uint8Array,
  start: number,
  end: number,
  length: number,
  context: DecodeContext | undefined,
): number {
  const empty = start === end;
  switch (layout) {
    case LAYOUT.opaque:
      return end;
    case LAYOUT.password:
      return start + 3;
    case LAYOUT.optionalPassword:
      // Bitmaps come behind a password only, but a till that leaves it out can be understood all the same.
      return length >= 3 ? start + 3 : start;
    case LAYOUT.registration:
      // The currency is bare; ISO 4217 numbers have three digits, so that 49 would be a bitmap.
      return start + (length > 4 && (apdu[start + 4] ?? 0) <= 9 ? 6 : 4);
    case LAYOUT.reprint:
      return start + (length > 5 ? 7 : 5);
    case LAYOUT.changePassword:
      return start + 6;
    case LAYOUT.readCard:
      return empty ? start : start + 1;
    case LAYOUT.intermediateStatus:
      if (empty) return start;
      return start + 1 < end && hasTimeout(apdu, start + 1, end) ? start + 2 : start + 1;
    case LAYOUT.completion:
      if (empty || !isTerminalStatus(apdu, start, end, context)) return start;
      return beginsWithSoftware(apdu, start, end) ? start + LENGTH_DIGITS + lllvarAt(apdu, start) + 1 : start + 1;
    case LAYOUT.refusal:
      if (empty) return start;
      return hasBareCurrency(apdu, start, end) ? start + 3 : start + 1;
    case LAYOUT.printLine:
      return endOfLine(apdu, start, end);
    default:
      return start;
  }
}

/** What stands in a head of that many bytes. */
function planOf(layout: number, headBytes: number): readonly PartPlan[] {
  // Alone, the status of the terminal; else the version of its software before it.
  if (layout === LAYOUT.completion && headBytes === 1) return STATUS_ALONE;
  return PLAN_OF[layout] ?? [];
}

/** The parts between `start` and `end`. */
export function readHead(layout: number, bytes: Uint8Array, start: number, end: number): readonly HeadPart[] {
  const parts: HeadPart[] = [];
  let at = start;
  for (const { name, length } of planOf(layout, end - start)) {
    if (at >= end) break;
    if (length === 'lllvar') at += LENGTH_DIGITS;
    const next = length === 'rest' ? end : at + (length === 'lllvar' ? lllvarAt(bytes, at - LENGTH_DIGITS) : length);
    parts.push({ name, raw: bytes.subarray(at, next) });
    at = next;
  }
  return parts;
}

/** 04 FF: the byte behind the status is a new T4, unless only reading it as a container makes sense. */
function hasTimeout(apdu: Uint8Array, at: number, end: number): boolean {
  return checkFields(apdu, at + 1, end) === 0 || checkFields(apdu, at, end) !== 0;
}

/**
 * 06 0F: the positional form of an answer to 05 01. One byte, or three length digits at the beginning, can be nothing
 * else; other forms are taken from the command that is running, or else from what can be read exactly.
 */
function isTerminalStatus(apdu: Uint8Array, start: number, end: number, context: DecodeContext | undefined): boolean {
  if (end - start === 1 || beginsWithSoftware(apdu, start, end)) return true;
  const running = context?.running;
  if (running !== undefined && running !== CONTROL.statusEnquiry) return false;
  const positional = checkFields(apdu, start + 1, end) === 0;
  const bitmaps = checkFields(apdu, start, end) === 0;
  // Without knowing the command, bitmaps come first: they are the form of every other answer.
  return running === undefined ? positional && !bitmaps : positional || !bitmaps;
}

/** Three length digits, and a status behind them. */
function beginsWithSoftware(apdu: Uint8Array, at: number, end: number): boolean {
  if (end - at <= LENGTH_DIGITS) return false;
  for (let digitAt = at; digitAt < at + LENGTH_DIGITS; digitAt += 1) {
    const byte = apdu[digitAt] ?? 0;
    if (byte < 0xf0 || byte > 0xf9) return false;
  }
  return true;
}

const WRONG_CURRENCY = 0x6f;

/** 06 1E and 84 1E: the currency the terminal would take stands behind 6F without a bitmap. */
function hasBareCurrency(apdu: Uint8Array, start: number, end: number): boolean {
  if (apdu[start] !== WRONG_CURRENCY || end - start < 3 || (apdu[start + 1] ?? 0) > 9) return false;
  return checkFields(apdu, start + 1, end) !== 0;
}

/** 06 D1: some terminals (card complete) put a container with the receipt type, 06 04 1F 07 01 xx, behind the text. */
function endOfLine(apdu: Uint8Array, start: number, end: number): number {
  const at = end - 6;
  const trailer =
    at > start &&
    apdu[at] === 0x06 &&
    apdu[at + 1] === 0x04 &&
    apdu[at + 2] === 0x1f &&
    apdu[at + 3] === 0x07 &&
    apdu[at + 4] === 0x01;
  return trailer ? at : end;
}

/** Of a head that should reach to `headEnd`: where the last part ends that is there completely. */
export function endOfWholeParts(layout: number, apdu: Uint8Array, start: number, headEnd: number, end: number): number {
  let at = start;
  for (const { length } of planOf(layout, headEnd - start)) {
    if (length === 'rest') return end;
    const next = at + (length === 'lllvar' ? LENGTH_DIGITS + lllvarAt(apdu, at) : length);
    if (next > end) return at;
    at = next;
  }
  return at;
}
