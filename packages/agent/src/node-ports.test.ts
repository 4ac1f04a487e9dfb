import { describe, expect, it } from 'vitest';
import { systemClock, systemDigest, systemRandom } from './node-ports.ts';

describe('the ports of the machine', () => {
  it('sleep ends with the signal’s own reason, before and during', async () => {
    const clock = systemClock();
    const reason = new Error('called off');
    await expect(clock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const asleep = clock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(asleep).rejects.toBe(reason);
    await clock.sleep(0, new AbortController().signal);
  });

  it('random bytes are as many as were asked for, and never the same', () => {
    const { bytes } = systemRandom();
    const lengths = Array.from({ length: 1_000 }, (_, n) => 8 + (n % 120));
    const given = lengths.map(bytes);
    expect(given.map(({ length }) => length)).toEqual(lengths);
    expect(new Set(given.map((one) => Buffer.from(one).toString('hex'))).size).toBe(lengths.length);
  });

  it('bytes of different lengths are never equal', () => {
    const digest = systemDigest();
    expect(digest.equal(new Uint8Array([1, 2]), new Uint8Array([1, 2]))).toBe(true);
    expect(digest.equal(new Uint8Array([1, 2]), new Uint8Array([1, 3]))).toBe(false);
    expect(digest.equal(new Uint8Array([1, 2]), new Uint8Array([1]))).toBe(false);
  });
});
