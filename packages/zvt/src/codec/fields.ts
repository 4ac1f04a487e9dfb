/**
 * One walk over bitmaps. `nextField` measures, `checkFields` looks for the first fault and allocates nothing, and
 * `readFields` makes the fields when somebody wants them.
 */
import { NIBBLES } from './bcd.ts';
import { AMOUNT, ANYTHING, CONTAINER, CONTENT_OF, LLLVAR, LLVAR, MEASURE_OF, NUMBER, UNKNOWN } from './bitmaps.ts';
import type { Field, TlvNode } from './model.ts';
import { BAD_TAG, berLengthAt, checkTags, faultAt, lengthBytesAt, offsetOf, readTags, reasonOf } from './tlv.ts';

/** Why the walk can't go on. */
export const FAULT = {
  unknownBitmap: 3,
  badLengthDigits: 4,
  fieldCut: 5,
  badContainerLength: 6,
  // From here on the walk does go on: what is wrong is in the data.
  badBcd: 10,
  amountTooLarge: 11,
  badTlvLength: 12,
  badTlvTag: 13,
} as const;

export function stopsReading(fault: number): boolean {
  return fault !== 0 && reasonOf(fault) < FAULT.badBcd;
}

/** How many bytes bitmap and length take, in the low bits of what `nextField` returns; the end of the data above. */
const PREFIX_BITS = 3;

/**
 * Measures the field at `at`: where its data ends (shifted up) and how long bitmap and length are. Negative: minus the
 * fault, packed.
 */
function nextField(bytes: Uint8Array, at: number, end: number): number {
  const measure = MEASURE_OF[bytes[at] ?? 0] ?? UNKNOWN;
  let prefix = 1;
  let length: number = measure;
  if (measure >= LLVAR) {
    if (measure === CONTAINER) {
      const lengthBytes = lengthBytesAt(bytes, at + 1, end);
      if (lengthBytes === 0) return -faultAt(at + 1 >= end ? FAULT.fieldCut : FAULT.badContainerLength, at + 1);
      length = berLengthAt(bytes, at + 1, lengthBytes);
      prefix = 1 + lengthBytes;
    } else {
      prefix = measure === LLLVAR ? 4 : 3;
      length = 0;
      for (let digitAt = at + 1; digitAt < at + prefix; digitAt += 1) {
        if (digitAt >= end) return -faultAt(FAULT.fieldCut, digitAt);
        const digit = (bytes[digitAt] ?? 0) - 0xf0;
        if (digit < 0 || digit > 9) return -faultAt(FAULT.badLengthDigits, digitAt);
        length = length * 10 + digit;
      }
    }
  } else if (measure === UNKNOWN) {
    return -faultAt(FAULT.unknownBitmap, at);
  }
  const next = at + prefix + length;
  if (next > end) return -faultAt(FAULT.fieldCut, at);
  return (next << PREFIX_BITS) | prefix;
}

/** What is wrong with data that could be measured, packed, or 0. */
function checkContent(content: number, bytes: Uint8Array, from: number, end: number): number {
  if (content === NUMBER || content === AMOUNT) {
    for (let at = from; at < end; at += 1) {
      const nibbles = NIBBLES[bytes[at] ?? 0] ?? 0;
      if (nibbles === 0 || (nibbles === 2 && content === AMOUNT)) return faultAt(FAULT.badBcd, at);
    }
    // Cents have ten digits at most.
    return content === AMOUNT && bytes[from] !== 0 ? faultAt(FAULT.amountTooLarge, from) : 0;
  }
  const fault = checkTags(bytes, from, end);
  if (fault === 0) return 0;
  return faultAt(reasonOf(fault) === BAD_TAG ? FAULT.badTlvTag : FAULT.badTlvLength, offsetOf(fault));
}

/** The fault between `from` and `end` that matters most: one that stops the reading, else the first one in the data. */
export function checkFields(bytes: Uint8Array, from: number, end: number): number {
  let noted = 0;
  let at = from;
  while (at < end) {
    const measured = nextField(bytes, at, end);
    if (measured < 0) return -measured;
    const next = measured >> PREFIX_BITS;
    const content = CONTENT_OF[bytes[at] ?? 0] ?? ANYTHING;
    if (content !== ANYTHING && noted === 0) {
      noted = checkContent(content, bytes, at + (measured & ((1 << PREFIX_BITS) - 1)), next);
    }
    at = next;
  }
  return noted;
}

class LazyField implements Field {
  readonly bmp: number;
  readonly lengthBytes: 0 | 1 | 2 | 3;
  readonly #bytes: Uint8Array;
  readonly #from: number;
  readonly #end: number;
  #raw: Uint8Array | undefined;
  #tlv: readonly TlvNode[] | null | undefined;

  constructor(bytes: Uint8Array, at: number, prefix: number, end: number) {
    this.bmp = bytes[at] ?? 0;
    this.lengthBytes = (prefix - 1) as 0 | 1 | 2 | 3;
    this.#bytes = bytes;
    this.#from = at + prefix;
    this.#end = end;
  }

  get raw(): Uint8Array {
    this.#raw ??= this.#bytes.subarray(this.#from, this.#end);
    return this.#raw;
  }

  get tlv(): readonly TlvNode[] | null {
    if (this.#tlv === undefined) this.#tlv = MEASURE_OF[this.bmp] === CONTAINER ? readTags(this.raw) : null;
    return this.#tlv;
  }
}

/** The fields between `from` and `end`, up to the first that can't be measured. */
export function readFields(
  bytes: Uint8Array,
  from: number,
  end: number,
): { readonly fields: readonly Field[]; readonly stop: number } {
  const fields: Field[] = [];
  let at = from;
  while (at < end) {
    const measured = nextField(bytes, at, end);
    if (measured < 0) break;
    const next = measured >> PREFIX_BITS;
    fields.push(new LazyField(bytes, at, measured & ((1 << PREFIX_BITS) - 1), next));
    at = next;
  }
  return { fields, stop: at };
}
