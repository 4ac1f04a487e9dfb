import { TillbridgeError } from '@tillbridge/kernel';
import { LONGEST_DATA, LONGEST_SHORT, writeHeader } from './apdu.ts';
import { CONTAINER, MEASURE_OF } from './bitmaps.ts';
import { ZVT_CODEC_ERRORS } from './errors.ts';
import type { Field, HeadPart, Message } from './model.ts';

/** Below this, copying byte by byte is faster than a call of `set`. */
const SHORT_COPY = 24;

/**
 * The bytes of a message: of a decoded one exactly those it was read from, faulty or not. Throws ZVT-123 when a message
 * made by hand has a field that its length digits can't say.
 */
export function encodeMessage(message: Message): Uint8Array {
  if (isHeaderless(message)) return new Uint8Array(message.rest);
  const size = sizeOf(message);
  const extended = message.lengthForm === 'extended' || (message.declaredLength ?? size) > LONGEST_SHORT;
  const bytes = new Uint8Array(size + (extended ? 5 : 3));
  let at = writeHeader(bytes, message.control, extended, message.declaredLength ?? size);
  for (const part of message.head) at = writePart(part, bytes, at);
  for (const field of message.fields) at = writeField(field, bytes, at);
  copy(message.rest, bytes, at);
  return bytes;
}

/** Not even class, instruction and length could be read: all bytes are in the rest. */
function isHeaderless(message: Message): boolean {
  return message.fault !== null && message.fault.offset === 0;
}

function sizeOf(message: Message): number {
  let size = message.rest.length;
  for (const part of message.head) size += part.raw.length + (part.name === 'software' ? 3 : 0);
  for (const field of message.fields) size += 1 + field.lengthBytes + field.raw.length;
  if (size > LONGEST_DATA && message.fault === null) throw tooLong('message', size);
  return size;
}

function writePart(part: HeadPart, target: Uint8Array, at: number): number {
  return copy(part.raw, target, part.name === 'software' ? writeDigits(part.raw.length, 3, target, at) : at);
}

function writeField(field: Field, target: Uint8Array, from: number): number {
  const { bmp, raw, lengthBytes } = field;
  target[from] = bmp;
  let at = from + 1;
  if (lengthBytes !== 0) {
    at =
      MEASURE_OF[bmp] === CONTAINER
        ? writeBer(raw.length, lengthBytes, target, at)
        : writeDigits(raw.length, lengthBytes, target, at);
  }
  return copy(raw, target, at);
}

function writeDigits(length: number, digits: number, target: Uint8Array, at: number): number {
  if (length >= 10 ** digits) throw tooLong(`${digits} length digits`, length);
  let left = length;
  for (let digitAt = at + digits - 1; digitAt >= at; digitAt -= 1) {
    target[digitAt] = 0xf0 + (left % 10);
    left = Math.floor(left / 10);
  }
  return at + digits;
}

function writeBer(length: number, lengthBytes: number, target: Uint8Array, at: number): number {
  if (length > (lengthBytes === 1 ? 0x7f : lengthBytes === 2 ? 0xff : 0xffff)) throw tooLong('container', length);
  if (lengthBytes === 1) {
    target[at] = length;
  } else if (lengthBytes === 2) {
    target[at] = 0x81;
    target[at + 1] = length;
  } else {
    target[at] = 0x82;
    target[at + 1] = length >> 8;
    target[at + 2] = length;
  }
  return at + lengthBytes;
}

function copy(source: Uint8Array, target: Uint8Array, at: number): number {
  const length = source.length;
  if (length > SHORT_COPY) target.set(source, at);
  else for (let index = 0; index < length; index += 1) target[at + index] = source[index] ?? 0;
  return at + length;
}

function tooLong(about: string, length: number): TillbridgeError {
  return new TillbridgeError(ZVT_CODEC_ERRORS.tooLong, { about, detail: `${length} bytes` });
}
