import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Digest, Random } from '@tillbridge/kernel';

/** The kernel's ports on Node, for simulators that stand alone. */
export const nodeDigest: Digest = {
  sha256Hex: (text) => createHash('sha256').update(text, 'utf8').digest('hex'),
  hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
  equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
};

export const nodeRandom: Random = {
  fraction: () => Math.random(),
  bytes: (length) => randomBytes(length),
};

/** A random UUID (version 4). */
export function newUuid(random: Random): string {
  const bytes = Uint8Array.from(random.bytes(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
