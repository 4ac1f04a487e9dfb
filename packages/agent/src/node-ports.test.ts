import { describe, expect, it } from 'vitest';
import { systemClock, systemDigest } from './node-ports.ts';

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

  it('bytes of different lengths are never equal', () => {
    const digest = systemDigest();
    expect(digest.equal(new Uint8Array([1, 2]), new Uint8Array([1, 2]))).toBe(true);
    expect(digest.equal(new Uint8Array([1, 2]), new Uint8Array([1, 3]))).toBe(false);
    expect(digest.equal(new Uint8Array([1, 2]), new Uint8Array([1]))).toBe(false);
  });
});
