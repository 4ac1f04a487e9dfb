import { describe, expect, test } from 'vitest';
import { FakeClock } from './clock.ts';
import { clockwork, counted } from './clockwork.ts';

const REAL_TURNS = 50;

describe('the clockwork', () => {
  test('stands still while a call is on its way, however long that really takes', async () => {
    const clock = new FakeClock();
    const slow = async () => {
      await clock.settle(REAL_TURNS);
      return clock.monotonicMs();
    };
    const { call, inFlight } = counted(slow);
    const { settle, pass } = clockwork(clock, { quiet: () => inFlight() === 0 });
    const seen: number[] = [];
    const poll = async () => {
      for (let n = 0; n < 3; n += 1) {
        seen.push(await call());
        await clock.sleep(1_000);
      }
    };
    void clock.sleep(10).then(() => seen.push(clock.monotonicMs()));
    const polling = poll();
    await pass(1_500);
    expect(seen).toEqual([0, 10, 1_000]);
    expect(clock.monotonicMs()).toBe(1_500);
    await settle(polling);
    expect([seen.at(-1), clock.monotonicMs()]).toEqual([2_000, 3_000]);
  });

  test('passes to the millisecond with nobody asleep, and takes who is due at the end along', async () => {
    const clock = new FakeClock();
    const { pass } = clockwork(clock, { quiet: () => true });
    await pass(700);
    let woken = false;
    void clock.sleep(300).then(() => {
      woken = true;
    });
    await pass(300);
    expect([clock.monotonicMs(), woken]).toEqual([1_000, true]);
  });

  test('work that fails settles; work that nobody will end is an error of the test', async () => {
    const clock = new FakeClock();
    const { settle } = clockwork(clock, { quiet: () => true });
    await expect(settle(clock.sleep(5).then(() => Promise.reject(new Error('no'))))).rejects.toThrow('no');
    await expect(settle(new Promise(() => undefined))).rejects.toThrow('never settles');
  });

  test('a call that fails is on its way no more', async () => {
    const { call, inFlight } = counted((words: string) => Promise.reject(new Error(words)));
    const failing = call('no');
    expect(inFlight()).toBe(1);
    await expect(failing).rejects.toThrow('no');
    expect(inFlight()).toBe(0);
  });
});
