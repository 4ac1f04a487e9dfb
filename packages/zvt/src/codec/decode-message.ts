import type { ErrorEntry } from '@tillbridge/kernel';
import { EXTENDED } from './apdu.ts';
import { CONTROL } from './control.ts';
import { ZVT_CODEC_ERRORS } from './errors.ts';
import { checkFields, FAULT, readFields } from './fields.ts';
import { HEADS, LAYOUT, LAYOUT_OF, type PartPlan } from './layout.ts';
import type { DecodeContext, Fault, Field, HeadPart, Message } from './model.ts';
import { faultAt, offsetOf, reasonOf } from './tlv.ts';

/** Faults of the message as a whole, beside those of its fields. */
const HEAD_CUT = 20;
const MESSAGE_CUT = 21;
const TRAILING = 22;

const ENTRIES: Readonly<Record<number, readonly [ErrorEntry, string]>> = {
  [FAULT.unknownBitmap]: [ZVT_CODEC_ERRORS.unknownBitmap, 'unknown bitmap'],
  [FAULT.badLengthDigits]: [ZVT_CODEC_ERRORS.badLengthDigits, 'length digit expected'],
  [FAULT.fieldCut]: [ZVT_CODEC_ERRORS.fieldCut, 'field cut'],
  [FAULT.badContainerLength]: [ZVT_CODEC_ERRORS.badTlvLength, 'length of the container'],
  [FAULT.badBcd]: [ZVT_CODEC_ERRORS.badBcd, 'digit expected'],
  [FAULT.amountTooLarge]: [ZVT_CODEC_ERRORS.amountTooLarge, 'amount beyond 99,999,999.99'],
  [FAULT.badTlvLength]: [ZVT_CODEC_ERRORS.badTlvLength, 'length of a tag'],
  [FAULT.badTlvTag]: [ZVT_CODEC_ERRORS.badTlvTag, 'tag cut'],
  [HEAD_CUT]: [ZVT_CODEC_ERRORS.headCut, 'positional part cut'],
  [MESSAGE_CUT]: [ZVT_CODEC_ERRORS.messageCut, 'message cut'],
  [TRAILING]: [ZVT_CODEC_ERRORS.trailingBytes, 'bytes behind the message'],
};

const NOTHING = new Uint8Array(0);

/** A message over its bytes: what was asked for once is kept, what nobody asks for is never made. */
class LazyMessage implements Message {
  readonly control: number;
  readonly lengthForm: 'short' | 'extended';
  readonly declaredLength: number;
  readonly fault: Fault | null;
  readonly #bytes: Uint8Array;
  readonly #plan: readonly PartPlan[];
  readonly #start: number;
  readonly #headEnd: number;
  readonly #end: number;
  #head: readonly HeadPart[] | null = null;
  #rest: Uint8Array | null = null;
  #body: ReturnType<typeof readFields> | null = null;

  constructor(
    control: number,
    lengthForm: 'short' | 'extended',
    declaredLength: number,
    fault: Fault | null,
    bytes: Uint8Array,
    plan: readonly PartPlan[],
    start: number,
    headEnd: number,
    end: number,
  ) {
    this.control = control;
    this.lengthForm = lengthForm;
    this.declaredLength = declaredLength;
    this.fault = fault;
    this.#bytes = bytes;
    this.#plan = plan;
    this.#start = start;
    this.#headEnd = headEnd;
    this.#end = end;
  }

  get head(): readonly HeadPart[] {
    this.#head ??= readHead(this.#bytes, this.#plan, this.#start, this.#headEnd);
    return this.#head;
  }

  get fields(): readonly Field[] {
    return this.#read().fields;
  }

  get rest(): Uint8Array {
    if (this.#rest === null) {
      const { stop } = this.#read();
      this.#rest = stop === this.#bytes.length ? NOTHING : this.#bytes.subarray(stop);
    }
    return this.#rest;
  }

  #read(): ReturnType<typeof readFields> {
    this.#body ??= readFields(this.#bytes, this.#headEnd, this.#end);
    return this.#body;
  }
}

function readHead(bytes: Uint8Array, plan: readonly PartPlan[], start: number, end: number): readonly HeadPart[] {
  const parts: HeadPart[] = [];
  let at = start;
  for (const { name, length } of plan) {
    if (at >= end) break;
    if (length === 'lllvar') at += LENGTH_DIGITS;
    const next = length === 'rest' ? end : at + (length === 'lllvar' ? lllvarAt(bytes, at - LENGTH_DIGITS) : length);
    parts.push({ name, raw: bytes.subarray(at, next) });
    at = next;
  }
  return parts;
}

const LENGTH_DIGITS = 3;

function lllvarAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) & 0x0f) * 100 + ((bytes[at + 1] ?? 0) & 0x0f) * 10 + ((bytes[at + 2] ?? 0) & 0x0f);
}

/**
 * Takes one APDU apart. Never throws: what can't be read on is in `fault` and `rest`, everything before it is readable.
 * A fault inside the data of a field (no digits, a bad tag) doesn't stop the reading; `rest` is empty then.
 *
 * The message is a view of `apdu`, which must not be written to afterwards, and reads itself lazily by getters: don't
 * spread it.
 */
export function decodeMessage(apdu: Uint8Array, context?: DecodeContext): Message {
  const extended = apdu[2] === EXTENDED;
  const start = extended ? 5 : 3;
  const control = ((apdu[0] ?? 0) << 8) | (apdu[1] ?? 0);
  const lengthForm = extended ? 'extended' : 'short';
  if (apdu.length < start) {
    return new LazyMessage(control, lengthForm, 0, makeFault(faultAt(MESSAGE_CUT, 0), apdu), apdu, HEADS.none, 0, 0, 0);
  }
  const length = extended ? (apdu[3] ?? 0) | ((apdu[4] ?? 0) << 8) : (apdu[2] ?? 0);
  const declaredEnd = start + length;
  const end = declaredEnd < apdu.length ? declaredEnd : apdu.length;
  const size = end - start;

  let plan: readonly PartPlan[] = HEADS.none;
  let headEnd = start;
  let fault = 0;
  switch (LAYOUT_OF[control] ?? LAYOUT.opaque) {
    case LAYOUT.opaque:
      plan = HEADS.opaque;
      headEnd = end;
      break;
    case LAYOUT.bitmaps:
      break;
    case LAYOUT.password:
      plan = HEADS.password;
      headEnd = start + 3;
      break;
    case LAYOUT.optionalPassword:
      plan = HEADS.password;
      // Bitmaps come behind a password only, but a till that leaves it out can be understood all the same.
      if (length >= 3) headEnd = start + 3;
      break;
    case LAYOUT.registration:
      plan = HEADS.registration;
      // The currency is bare; ISO 4217 numbers have three digits, so that 49 would be a bitmap.
      headEnd = start + (length > 4 && (apdu[start + 4] ?? 0) <= 9 ? 6 : 4);
      break;
    case LAYOUT.reprint:
      plan = HEADS.reprint;
      headEnd = start + (length > 5 ? 7 : 5);
      break;
    case LAYOUT.changePassword:
      plan = HEADS.changePassword;
      headEnd = start + 6;
      break;
    case LAYOUT.readCard:
      plan = HEADS.readCard;
      if (size > 0) headEnd = start + 1;
      break;
    case LAYOUT.intermediateStatus:
      plan = HEADS.intermediateStatus;
      if (size > 0) headEnd = start + (size > 1 && hasTimeout(apdu, start + 1, end) ? 2 : 1);
      break;
    case LAYOUT.completion:
      if (size > 0 && isTerminalStatus(apdu, start, end, context)) {
        if (size >= 4 && beginsWithDigits(apdu, start)) {
          plan = HEADS.softwareAndStatus;
          headEnd = start + LENGTH_DIGITS + lllvarAt(apdu, start) + 1;
        } else {
          plan = HEADS.terminalStatus;
          headEnd = start + 1;
        }
      }
      break;
    case LAYOUT.refusal:
      plan = HEADS.refusal;
      if (size > 0) headEnd = start + (hasBareCurrency(apdu, start, end) ? 3 : 1);
      break;
    case LAYOUT.printLine:
      plan = HEADS.printLine;
      headEnd = endOfLine(apdu, start, end);
      break;
  }
  if (headEnd > end) {
    headEnd = lastWholePart(plan, apdu, start, end);
    fault = faultAt(HEAD_CUT, headEnd);
    // Nothing behind an incomplete head is a bitmap.
    const cut = makeFault(end < declaredEnd ? faultAt(MESSAGE_CUT, headEnd) : fault, apdu);
    return new LazyMessage(control, lengthForm, length, cut, apdu, plan, start, headEnd, headEnd);
  }
  fault = headEnd < end ? checkFields(apdu, headEnd, end) : 0;
  if (declaredEnd !== apdu.length) fault = wholeFault(fault, apdu, end, declaredEnd);
  return new LazyMessage(
    control,
    lengthForm,
    length,
    fault === 0 ? null : makeFault(fault, apdu),
    apdu,
    plan,
    start,
    headEnd,
    end,
  );
}

/** A message that is cut, or followed by more: which fault to tell, that one or one inside. */
function wholeFault(inside: number, apdu: Uint8Array, end: number, declaredEnd: number): number {
  const stops = inside !== 0 && reasonOf(inside) < FAULT.badBcd;
  if (apdu.length < declaredEnd) {
    return stops && reasonOf(inside) !== FAULT.fieldCut ? inside : faultAt(MESSAGE_CUT, apdu.length);
  }
  return stops ? inside : faultAt(TRAILING, end);
}

function makeFault(fault: number, apdu: Uint8Array): Fault {
  const [entry, what] = ENTRIES[reasonOf(fault)] ?? [ZVT_CODEC_ERRORS.unknownBitmap, 'unreadable'];
  const offset = offsetOf(fault);
  const byte = apdu[offset];
  const detail = byte === undefined ? `${what} at its end` : `${what} at ${byte.toString(16).padStart(2, '0')}`;
  return { entry, offset, detail };
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
  if (end - start === 1 || (end - start >= 4 && beginsWithDigits(apdu, start))) return true;
  const running = context?.running;
  if (running !== undefined && running !== CONTROL.statusEnquiry) return false;
  const positional = checkFields(apdu, start + 1, end) === 0;
  const bitmaps = checkFields(apdu, start, end) === 0;
  // Without knowing the command, bitmaps come first: they are the form of every other answer.
  return running === undefined ? positional && !bitmaps : positional || !bitmaps;
}

function beginsWithDigits(apdu: Uint8Array, at: number): boolean {
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

/** Where the last part of the head that is there completely ends. */
function lastWholePart(plan: readonly PartPlan[], apdu: Uint8Array, start: number, end: number): number {
  let at = start;
  for (const { length } of plan) {
    if (length === 'rest') return end;
    const next = at + (length === 'lllvar' ? LENGTH_DIGITS + lllvarAt(apdu, at) : length);
    if (next > end) return at;
    at = next;
  }
  return at;
}
