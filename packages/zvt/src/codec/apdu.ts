import { TillbridgeError } from '@tillbridge/kernel';
import { ZVT_CODEC_ERRORS } from './errors.ts';
import type { Apdu } from './model.ts';

/** The largest length that fits one byte; FF announces two more. */
export const LONGEST_SHORT = 0xfe;
export const LONGEST_DATA = 0xffff;
export const EXTENDED = 0xff;

/**
 * Splits exactly one APDU. `data` is a view of `bytes`. Throws ZVT-101 when bytes are missing and ZVT-102 when there are
 * too many; `decodeMessage` reads such bytes as far as they go instead.
 */
export function parseApdu(bytes: Uint8Array): Apdu {
  const extended = bytes[2] === EXTENDED;
  const start = extended ? 5 : 3;
  if (bytes.length < start) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.messageCut, { about: `offset ${bytes.length}` });
  }
  const length = extended ? (bytes[3] ?? 0) | ((bytes[4] ?? 0) << 8) : (bytes[2] ?? 0);
  if (bytes.length < start + length) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.messageCut, { about: `offset ${bytes.length}` });
  }
  if (bytes.length > start + length) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.trailingBytes, { about: `offset ${start + length}` });
  }
  return {
    control: ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0),
    data: bytes.subarray(start),
    lengthForm: extended ? 'extended' : 'short',
  };
}

/**
 * Puts class, instruction and length in front of data. The extended form is taken by itself when the data needs it.
 * Throws ZVT-123 beyond 65535 bytes.
 */
export function encodeApdu(control: number, data: Uint8Array, form: 'short' | 'extended' = 'short'): Uint8Array {
  if (data.length > LONGEST_DATA) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.tooLong, { about: `${data.length} bytes` });
  }
  const extended = form === 'extended' || data.length > LONGEST_SHORT;
  const start = extended ? 5 : 3;
  const bytes = new Uint8Array(start + data.length);
  writeHeader(bytes, control, extended, data.length);
  bytes.set(data, start);
  return bytes;
}

/** Writes class, instruction and length; returns where the data begins. */
export function writeHeader(target: Uint8Array, control: number, extended: boolean, length: number): number {
  target[0] = control >> 8;
  target[1] = control;
  if (!extended) {
    target[2] = length;
    return 3;
  }
  target[2] = EXTENDED;
  target[3] = length;
  target[4] = length >> 8;
  return 5;
}
