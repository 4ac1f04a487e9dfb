import { type Cents, cents, LARGEST_AMOUNT_CENTS, TillbridgeError } from '@tillbridge/kernel';
import { ZVT_CODEC_ERRORS } from './errors.ts';

/** By byte: 1 when both nibbles are digits, 2 when they are digits or the E and F that ZVT adds, 0 otherwise. */
export const NIBBLES: Uint8Array = Uint8Array.from({ length: 0x100 }, (_, byte) => {
  const high = byte >> 4;
  const low = byte & 0x0f;
  if (high <= 9 && low <= 9) return 1;
  return (high <= 9 || high >= 0x0e) && (low <= 9 || low >= 0x0e) ? 2 : 0;
});

const HEX = '0123456789abcdef';

function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX.charAt(byte >> 4) + HEX.charAt(byte & 0x0f);
  return text;
}

/** The digits of a BCD number. Null when a nibble is no digit: such a number names nothing. */
export function readDigits(raw: Uint8Array): string | null {
  for (const byte of raw) if (NIBBLES[byte] !== 1) return null;
  return toHex(raw);
}

/** An amount of twelve digits. Null when it isn't one, or beyond what a shop can take. */
export function readAmount(raw: Uint8Array): Cents | null {
  const digits = readDigits(raw);
  if (digits === null || digits === '') return null;
  const value = Number(digits);
  return value <= LARGEST_AMOUNT_CENTS ? cents(value) : null;
}

/** Packs an even count of hex digits. Throws ZVT-122 when the text isn't `count` digits. */
export function packDigits(digits: string, count: number, about: string): Uint8Array {
  if (digits.length !== count || !/^\d*$/.test(digits)) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.badDigits, { about, detail: `${count} digits expected` });
  }
  return packNibbles(digits);
}

/** Packs an amount into twelve digits. Throws ZVT-121 on what is negative or no whole number of cents. */
export function packAmount(amount: Cents): Uint8Array {
  if (!Number.isSafeInteger(amount) || amount < 0 || amount > LARGEST_AMOUNT_CENTS) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.amountDoesNotFit, { about: String(amount) });
  }
  return packNibbles(String(amount).padStart(12, '0'));
}

/** Packs hex digits, two to a byte; a missing last one becomes F, the padding of ZVT. */
export function packNibbles(digits: string): Uint8Array {
  const raw = new Uint8Array((digits.length + 1) >> 1);
  for (let at = 0; at < raw.length; at += 1) {
    raw[at] = Number.parseInt(digits.slice(at * 2, at * 2 + 2).padEnd(2, 'f'), 16);
  }
  return raw;
}

/** Of a card number: first six and last four at most, `*` for the rest. Null when there are no digits. */
export function readMaskedPan(raw: Uint8Array): string | null {
  // Behind the separator D stands no card number; F pads.
  const digits = toHex(raw)
    .replace(/[df].*$/, '')
    .replace(/[^0-9]/g, '*');
  if (!/\d/.test(digits)) return null;
  // Of a short number, six and four would be all of it.
  if (digits.length < 13) return '*'.repeat(Math.max(0, digits.length - 4)) + digits.slice(-4);
  return digits.slice(0, 6) + '*'.repeat(digits.length - 10) + digits.slice(-4);
}
