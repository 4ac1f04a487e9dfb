import { BMP } from './bitmaps.ts';
import { decodeMessage } from './decode-message.ts';
import { ZVT_CODEC_ERRORS } from './errors.ts';
import type { DecodeContext, Field, HeadPart, Message, TlvNode } from './model.ts';
import { isConstructed, TAG } from './tags.ts';

/** A digit that is hidden: the nibble ZVT has for it, and the letter in texts. */
const HIDDEN_NIBBLE = 0x0e;
const HIDDEN_BYTE = 0xee;
const HIDDEN_LETTER = 0x2a;

/**
 * A copy fit for traces and logs: as long as the original and still decodable, without passwords, tracks, CVV, PIN and
 * typed data; of card numbers the first six and last four digits at most, in their fields and in all texts. What can't
 * be decoded is hidden whole, but for the bytes that say why.
 */
export function maskApdu(apdu: Uint8Array, context?: DecodeContext): Uint8Array {
  // Not `slice`: that of a Node buffer shares its memory with the original.
  const copy = new Uint8Array(apdu);
  // The parts of a message are views of its bytes, so that hiding them hides them in the copy.
  const message = decodeMessage(copy, context);
  const { head, fields, rest } = message;
  for (const part of head) maskPart(part, message.control);
  for (const field of fields) maskField(field);
  if (rest.length > 0) hide(rest.subarray(kept(message)));
  return copy;
}

/** How much of the rest may stay: a bitmap and its length, so that the copy has the same fault. */
function kept({ fault, rest }: Message): number {
  if (fault === null || fault.offset === 0) return rest.length;
  return fault.entry === ZVT_CODEC_ERRORS.headCut || fault.entry === ZVT_CODEC_ERRORS.trailingBytes ? 0 : 4;
}

/** Service commands (class 08) hold settings of the terminal; other data nobody described may hold anything. */
const SERVICE_CLASS = 0x08;

function maskPart({ name, raw }: HeadPart, control: number): void {
  if (name === 'password' || name === 'new-password') hide(raw);
  else if (name === 'text' || name === 'software') maskDigitRuns(raw);
  else if (name === 'data') {
    if (control >> 8 === SERVICE_CLASS) maskDigitRuns(raw);
    else hide(raw);
  }
}

function maskField(field: Field): void {
  const { bmp, raw } = field;
  switch (bmp) {
    case BMP.pan:
      maskPan(raw);
      break;
    case BMP.track2:
    case BMP.track3:
    case BMP.cvv:
      hideDigits(raw);
      break;
    case BMP.password:
    case BMP.efId:
    case BMP.chipData:
    case BMP.offlineChipData:
    case BMP.pinData:
      hide(raw);
      break;
    case BMP.track1:
      raw.fill(HIDDEN_LETTER);
      break;
    case BMP.tlv: {
      const tags = field.tlv;
      if (tags === null) hide(raw);
      else for (const node of tags) maskNode(node);
      break;
    }
    case BMP.vuNumber:
      // A contract number can look like a card number and is none.
      break;
    default:
      maskDigitRuns(raw);
  }
}

const HIDDEN_TAGS: ReadonlySet<number> = new Set([
  TAG.track1,
  TAG.track2,
  TAG.track3,
  TAG.cardData,
  TAG.inputAnswer,
  TAG.longPassword,
]);

function maskNode(node: TlvNode): void {
  const { tag, value, children } = node;
  if (HIDDEN_TAGS.has(tag)) hide(value);
  else if (children !== null) for (const child of children) maskNode(child);
  else if (isConstructed(tag)) hide(value);
  else maskDigitRuns(value);
}

function hide(raw: Uint8Array): void {
  raw.fill(HIDDEN_BYTE);
}

/** Hides the digits alone, so that separators and padding still tell the shape. */
function hideDigits(raw: Uint8Array): void {
  for (const [at, byte] of raw.entries()) {
    const high = byte >> 4 <= 9 ? HIDDEN_NIBBLE : byte >> 4;
    const low = (byte & 0x0f) <= 9 ? HIDDEN_NIBBLE : byte & 0x0f;
    raw[at] = (high << 4) | low;
  }
}

const SHOWN_FIRST = 6;
const SHOWN_LAST = 4;
/** Card numbers have 12 digits and more (ISO/IEC 7812); of a shorter one the last four are shown. */
const SHORTEST_PAN = 12;

function isShown(index: number, total: number): boolean {
  return index >= total - SHOWN_LAST || (index < SHOWN_FIRST && total > SHORTEST_PAN);
}

/** BMP 22: nibbles, up to a separator D or padding F. Behind a separator nothing is shown. */
function maskPan(raw: Uint8Array): void {
  const nibbles = Array.from(raw).flatMap((byte) => [byte >> 4, byte & 0x0f]);
  const end = nibbles.findIndex((nibble) => nibble === 0x0d || nibble === 0x0f);
  const total = end < 0 ? nibbles.length : end;
  for (const [at, nibble] of nibbles.entries()) {
    if (nibble <= 9 && (at >= total || !isShown(at, total))) nibbles[at] = HIDDEN_NIBBLE;
  }
  for (const at of raw.keys()) raw[at] = ((nibbles[at * 2] ?? 0) << 4) | (nibbles[at * 2 + 1] ?? 0);
}

/** What may stand between the digits of a card number, two at most in a row: blank, hyphen, no-break space (also UTF-8). */
const SEPARATORS: ReadonlySet<number> = new Set([0x20, 0x2d, 0xa0, 0xc2, 0xff]);
const MOST_SEPARATORS = 2;

/** Hides what looks like a card number in a text of any set of letters: digits are the same in all of them. */
function maskDigitRuns(raw: Uint8Array): void {
  let run: number[] = [];
  let separators = 0;
  for (let at = 0; at <= raw.length; at += 1) {
    const byte = raw[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) {
      run.push(at);
      separators = 0;
    } else if (run.length > 0) {
      separators += 1;
      if (at < raw.length && SEPARATORS.has(byte) && separators <= MOST_SEPARATORS) continue;
      if (run.length >= SHORTEST_PAN) {
        for (const [index, digitAt] of run.entries()) {
          if (index >= SHOWN_FIRST && index < run.length - SHOWN_LAST) raw[digitAt] = HIDDEN_LETTER;
        }
      }
      run = [];
      separators = 0;
    }
  }
}
