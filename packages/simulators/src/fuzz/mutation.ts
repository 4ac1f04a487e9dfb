import type { Random } from '@tillbridge/kernel';

/** A whole number below `count`. */
export function pick(random: Random, count: number): number {
  return Math.floor(random.fraction() * count);
}

export function pickOf<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[pick(random, items.length)] ?? items[0];
}

const LONGEST_COPY = 24;
const LONGEST_CUT = 4;

/** The sample with one to five changes: bytes replaced, cut, put in, doubled or flipped. `telling`: bytes that decide something. */
export function mutated(random: Random, sample: Uint8Array, telling: readonly number[]): number[] {
  const bytes = Array.from(sample);
  for (let change = pick(random, 5); change >= 0; change -= 1) {
    const at = pick(random, bytes.length + 1);
    const byte = pick(random, 2) === 0 ? pick(random, 256) : (telling[pick(random, telling.length)] ?? 0);
    switch (pick(random, 5)) {
      case 0:
        bytes[at] = byte;
        break;
      case 1:
        bytes.splice(at, 1 + pick(random, LONGEST_CUT));
        break;
      case 2:
        bytes.splice(at, 0, byte);
        break;
      case 3:
        bytes.splice(at, 0, ...bytes.slice(at, at + pick(random, LONGEST_COPY)));
        break;
      default:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << pick(random, 8));
    }
  }
  return bytes;
}

/** The bytes in pieces of 1 to `longest`. */
export function inPieces(random: Random, bytes: Uint8Array, longest = 16): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + pick(random, longest);
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`does not hold: ${what}`);
}
