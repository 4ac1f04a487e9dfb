import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { Digest } from '@tillbridge/kernel';

/** Real hashes from node:crypto: chains and signatures in tests are the ones a shop would see. */
export function nodeDigest(): Digest {
  return {
    sha256Hex: (text) => hash('sha256', text),
    hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
    equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
  };
}
