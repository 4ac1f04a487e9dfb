/** Time, chance and hashing as Node gives them. */
import {
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
  randomBytes,
  randomFillSync,
  timingSafeEqual,
} from 'node:crypto';
import type { Clock, Digest, Random } from '@tillbridge/kernel';

/** Longer timers fire at once (Node's manual, "Timers"). */
const LONGEST_TIMER_MS = 2_147_483_647;

export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonicMs: () => performance.now(),
    sleep(ms, signal) {
      if (signal === undefined) return new Promise((resolve) => setTimeout(resolve, bounded(ms)));
      if (signal.aborted) return Promise.reject(signal.reason);
      return new Promise((resolve, reject) => {
        const off = () => {
          clearTimeout(timer);
          reject(signal.reason);
        };
        const timer = setTimeout(() => {
          signal.removeEventListener('abort', off);
          resolve();
        }, bounded(ms));
        signal.addEventListener('abort', off, { once: true });
      });
    },
  };
}

/** Asked for sixteen bytes at a time, the system's generator takes longer than whatever they are for. */
const POOL_BYTES = 4_096;
const MOST_FROM_POOL = 64;

export function systemRandom(): Random {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return {
    fraction: () => Math.random(),
    bytes: (length) => {
      if (length > MOST_FROM_POOL) return randomBytes(length);
      if (used + length > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const bytes = pool.slice(used, used + length);
      // Nobody finds them here again.
      pool.fill(0, used, used + length);
      used += length;
      return bytes;
    },
  };
}

export function systemDigest(): Digest {
  // Making a key ready costs five times what using it does, and a till's key is the same object every time.
  const ready = new WeakMap<Uint8Array, KeyObject>();
  const keyOf = (bytes: Uint8Array) => {
    const known = ready.get(bytes);
    if (known !== undefined) return known;
    const made = createSecretKey(bytes);
    ready.set(bytes, made);
    return made;
  };
  return {
    sha256Hex: (text) => hash('sha256', text, 'hex'),
    hmac: (algorithm, key, data) => createHmac(algorithm, keyOf(key)).update(data).digest(),
    equal: (a, b) => a.byteLength === b.byteLength && timingSafeEqual(a, b),
  };
}

function bounded(ms: number): number {
  return Math.min(LONGEST_TIMER_MS, Math.max(0, ms));
}
