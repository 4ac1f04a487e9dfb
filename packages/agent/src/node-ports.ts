/** Time, chance and hashing as Node gives them. */
import { createHmac, createSecretKey, hash, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
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

export function systemRandom(): Random {
  return { fraction: () => Math.random(), bytes: (length) => randomBytes(length) };
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
