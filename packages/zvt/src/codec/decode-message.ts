import type { ErrorEntry } from '@tillbridge/kernel';
import { EXTENDED } from './apdu.ts';
import { ZVT_CODEC_ERRORS } from './errors.ts';
import { checkFields, FAULT, readFields, stopsReading } from './fields.ts';
import { endOfHead, endOfWholeParts, readHead } from './head.ts';
import { LAYOUT, LAYOUT_OF } from './layout.ts';
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
    start: number,
    headEnd: number,
    end: number,
  ) {
    this.control = control;
    this.lengthForm = lengthForm;
    this.declaredLength = declaredLength;
    this.fault = fault;
    this.#bytes = bytes;
    this.#start = start;
    this.#headEnd = headEnd;
    this.#end = end;
  }

  get head(): readonly HeadPart[] {
    this.#head ??= readHead(LAYOUT_OF[this.control] ?? LAYOUT.opaque, this.#bytes, this.#start, this.#headEnd);
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
    return new LazyMessage(control, lengthForm, 0, makeFault(faultAt(MESSAGE_CUT, 0), apdu), apdu, 0, 0, 0);
  }
  const length = extended ? (apdu[3] ?? 0) | ((apdu[4] ?? 0) << 8) : (apdu[2] ?? 0);
  const declaredEnd = start + length;
  const end = declaredEnd < apdu.length ? declaredEnd : apdu.length;
  const layout = LAYOUT_OF[control] ?? LAYOUT.opaque;
  let headEnd = endOfHead(layout, apdu, start, end, length, context);
  if (headEnd > end) {
    headEnd = endOfWholeParts(layout, apdu, start, headEnd, end);
    const cut = makeFault(end < declaredEnd ? faultAt(MESSAGE_CUT, end) : faultAt(HEAD_CUT, headEnd), apdu);
    // Nothing behind an incomplete head is a bitmap.
    return new LazyMessage(control, lengthForm, length, cut, apdu, start, headEnd, headEnd);
  }
  let fault = headEnd < end ? checkFields(apdu, headEnd, end) : 0;
  if (declaredEnd !== apdu.length) fault = wholeFault(fault, apdu, end, declaredEnd);
  return new LazyMessage(
    control,
    lengthForm,
    length,
    fault === 0 ? null : makeFault(fault, apdu),
    apdu,
    start,
    headEnd,
    end,
  );
}

/** A message that is cut, or followed by more: which fault to tell, that one or one inside. */
function wholeFault(inside: number, apdu: Uint8Array, end: number, declaredEnd: number): number {
  const stops = stopsReading(inside);
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
