import type { Random } from './ports.ts';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * A new id: 10 characters of time and 16 of chance in Crockford's base 32, so ids sort by age. 26 letters and digits,
 * fit for the provider fields that allow nothing else. Throws a `RangeError` when the clock tells no whole time since 1970.
 */
export function newId(nowMs: number, random: Random): string {
  if (!Number.isSafeInteger(nowMs) || nowMs < 0) throw new RangeError(`not a time: ${nowMs}`);
  let time = nowMs;
  let head = '';
  for (let i = 0; i < 10; i += 1) {
    head = `${ALPHABET[time % 32]}${head}`;
    time = Math.floor(time / 32);
  }
  let tail = '';
  for (const byte of random.bytes(16)) tail += ALPHABET[byte % 32];
  return head + tail;
}
