import { describe, expect, test } from 'vitest';
import { FakeClock } from './clock.ts';
import { seededRandom } from './random.ts';
import { samplePayment } from './sample-payment.ts';
import { withTempStore } from './store.ts';

describe('the fake clock', () => {
  test('wakes sleepers in order of time, each at its own moment, and what they start sleeps on', async () => {
    const clock = new FakeClock(1_000);
    const woken: string[] = [];
    const sleeper = async (name: string, ms: number) => {
      await clock.sleep(ms);
      woken.push(`${name} ${clock.now()} ${clock.monotonicMs()}`);
    };
    void sleeper('late', 30);
    void sleeper('early', 10).then(() => sleeper('again', 10));
    void sleeper('same', 10);
    await clock.advance(9);
    expect(woken).toEqual([]);
    expect(clock.nextWakeMs).toBe(1);
    await clock.advance(41);
    expect(woken).toEqual(['early 1010 10', 'same 1010 10', 'again 1020 20', 'late 1030 30']);
    expect([clock.now(), clock.sleeping, clock.nextWakeMs]).toEqual([1_050, 0, undefined]);
  });

  test('an aborted sleeper leaves at once, with the reason', async () => {
    const clock = new FakeClock();
    const call = new AbortController();
    const asleep = clock.sleep(10, call.signal);
    const reason = new Error('off');
    call.abort(reason);
    await expect(asleep).rejects.toBe(reason);
    await expect(clock.sleep(10, call.signal)).rejects.toBe(reason);
    expect(clock.sleeping).toBe(0);
  });

  test('a jump of the wall clock wakes nobody', async () => {
    const clock = new FakeClock(1_000);
    void clock.sleep(10);
    clock.jumpWall(3_600_000);
    await clock.settle();
    expect([clock.now(), clock.monotonicMs(), clock.sleeping]).toEqual([3_601_000, 0, 1]);
  });

  test('lets the commits of a store end before time goes on', async () => {
    await withTempStore(async ({ clock, store }) => {
      const stored: number[] = [];
      const work = async () => {
        for (let number = 1; number <= 3; number += 1) {
          await clock.sleep(100);
          await store.commit((tx) => tx.insert(samplePayment(number)));
          stored.push(clock.monotonicMs());
        }
      };
      void work();
      await clock.advance(300);
      expect(stored).toEqual([100, 200, 300]);
    });
  });
});

test('chance with the same seed repeats itself', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return [random.fraction(), ...random.bytes(4), random.fraction()];
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const many = seededRandom(1);
  const mean = Array.from({ length: 10_000 }, () => many.fraction()).reduce((sum, one) => sum + one) / 10_000;
  expect(mean).toBeGreaterThan(0.48);
  expect(mean).toBeLessThan(0.52);
});
