import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from './ids.ts';
import type { Random } from './ports.ts';

const random = (byte: number): Random => ({ fraction: () => 0, bytes: (length) => new Uint8Array(length).fill(byte) });

describe('ids', () => {
  test('are 26 letters and digits and sort by age', () => {
    const moment = fc.integer({ min: 0, max: 2 ** 48 });
    fc.assert(
      fc.property(moment, moment, fc.nat({ max: 255 }), fc.nat({ max: 255 }), (a, b, byteA, byteB) => {
        const [first, second] = [newId(a, random(byteA)), newId(b, random(byteB))];
        expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
        if (a < b) expect(first < second).toBe(true);
      }),
    );
  });

  test('hold the time and all the chance they were given', () => {
    expect(newId(0, random(0))).toBe('0'.repeat(26));
    expect(newId(33, random(31))).toBe(`0000000011${'Z'.repeat(16)}`);
  });

  test('a clock that tells no time is refused', () => {
    for (const bad of [Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY]) {
      expect(() => newId(bad, random(0))).toThrow(RangeError);
    }
  });
});
