import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffMs } from './backoff.ts';

const policies = fc.record({
  firstMs: fc.integer({ min: 1, max: 10_000 }),
  capMs: fc.integer({ min: 1, max: 1_000_000 }),
  factor: fc.double({ min: 1, max: 10, noNaN: true }),
  jitter: fc.double({ min: 0, max: 1, noNaN: true }),
});
const fraction = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('backoff', () => {
  test('grows, is capped, and chance takes away its share', () => {
    const policy = { firstMs: 100, capMs: 1_000, factor: 2, jitter: 0.2 };
    expect([1, 2, 3, 4, 5, 99].map((attempt) => backoffMs(policy, attempt, 0))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
    expect(backoffMs(policy, 3, 0.5)).toBe(360);
    expect(backoffMs(policy, 0, 0)).toBe(100);
  });

  test('stays within its bounds for every policy, attempt and chance', () => {
    fc.assert(
      fc.property(policies, fc.nat({ max: 100_000 }), fraction, (policy, attempt, chance) => {
        const wait = backoffMs(policy, attempt, chance);
        expect(Number.isSafeInteger(wait)).toBe(true);
        expect(wait).toBeLessThanOrEqual(policy.capMs);
        expect(wait).toBeGreaterThanOrEqual(Math.floor(Math.min(policy.firstMs, policy.capMs) * (1 - policy.jitter)));
        expect(backoffMs(policy, attempt + 1, chance)).toBeGreaterThanOrEqual(wait);
      }),
    );
  });
});
