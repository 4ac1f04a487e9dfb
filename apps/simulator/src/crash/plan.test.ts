import { describe, expect, it } from 'vitest';
import { MAKES, MEANS, planMake, planPayments } from './plan.ts';
import { SeededRandom } from './seeded-random.ts';

describe('the plan of a crash run', () => {
  it('is the same for the same seed, and another for another', () => {
    const plan = (seed: number) => planPayments(50, new SeededRandom(seed));
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it('gives every payment an amount of its own, and plays every way to pay, to end and to lose power', () => {
    const payments = planPayments(200, new SeededRandom(1));
    expect(new Set(payments.map(({ amountCents }) => amountCents)).size).toBe(200);
    expect(new Set(payments.map(({ means }) => means))).toEqual(new Set(MEANS));
    expect(new Set(payments.map(({ guest }) => guest.outcome))).toEqual(new Set(['approve', 'decline', 'cancel']));
    const cuts = payments.map(({ cut }) => (cut.kind === 'point' ? cut.point : cut.kind));
    expect(new Set(cuts)).toEqual(new Set(['none', 'at', 'after-intent', 'after-create', 'after-paid']));
  });

  it('takes each make of terminal for some seed', () => {
    const makes = Array.from({ length: 40 }, (_, seed) => planMake(new SeededRandom(seed)));
    expect(new Set(makes)).toEqual(new Set(Object.keys(MAKES)));
  });
});
