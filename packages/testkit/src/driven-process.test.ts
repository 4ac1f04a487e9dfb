import { describe, expect, test } from 'vitest';
import { FakeClock } from './clock.ts';
import { clockwork } from './clockwork.ts';
import { DrivenProcess } from './driven-process.ts';
import type { Kettle, KettleStatus } from './test/kettle-process.ts';

async function withProcess(use: (process: DrivenProcess) => Promise<void>): Promise<void> {
  const process = new DrivenProcess(new URL('./test/kettle-process.ts', import.meta.url));
  try {
    await use(process);
  } finally {
    await process.stop();
  }
}

describe('a driven process', () => {
  test('has things with their values and methods, each on a clock of its own that only we move', async () => {
    await withProcess(async (process) => {
      const one = await process.open<Kettle, KettleStatus>('kettle', { litres: 2 });
      const other = await process.open<Kettle, KettleStatus>('kettle', { litres: 1 });
      expect([one.thing.litres, other.thing.litres]).toEqual([2, 1]);
      const boils = one.thing.boil(5_000);
      expect(await one.look()).toEqual({ heating: 1 });
      expect([one.nextWakeMs, one.calling(), other.nextWakeMs]).toEqual([5_000, 1, undefined]);
      await one.step(4_000, false);
      expect([one.nextWakeMs, await one.thing.boiled()]).toEqual([1_000, 0]);
      await one.step(1_000, true);
      expect(await boils).toBe('boils at 5000');
      expect([await one.look(), one.calling()]).toEqual([{ heating: 0 }, 0]);
      await one.close();
      await expect(one.thing.boiled()).rejects.toThrow('nothing numbered');
      expect(await other.thing.boiled()).toBe(0);
    });
  });

  test('what is wrong there is thrown here', async () => {
    await withProcess(async (process) => {
      await expect(process.open('kettle', { litres: 0 })).rejects.toThrow('an empty kettle');
      await expect(process.open('toaster', {})).rejects.toThrow('no kind toaster');
    });
  });

  test('a process that dies answers nobody, and says so', async () => {
    await withProcess(async (process) => {
      const { thing } = await process.open<Kettle, KettleStatus>('kettle', { litres: 1 });
      const boils = thing.boil(1_000);
      boils.catch(() => undefined);
      await expect(thing.break()).rejects.toThrow('the process is gone: 3');
      await expect(boils).rejects.toThrow('the process is gone');
      await expect(thing.boiled()).rejects.toThrow('the process is gone');
    });
  });

  test('goes in step with the clock of this one: who is due first wakes first, the far one at the same moment', async () => {
    await withProcess(async (process) => {
      const far = await process.open<Kettle, KettleStatus>('kettle', { litres: 1 });
      const clock = new FakeClock();
      const quiet = async () => (await far.look()).heating === far.calling();
      const { pass, settle } = clockwork(clock, { quiet, far });
      const woken: string[] = [];
      const here = (name: string, ms: number) =>
        clock.sleep(ms).then(() => woken.push(`${name} ${clock.monotonicMs()}`));
      void here('early', 1_000);
      void here('same', 2_000);
      void far.thing.boil(2_000).then((words) => woken.push(`${words}, here ${clock.monotonicMs()}`));
      void far.thing.boil(3_000).then((words) => woken.push(words));
      await pass(2_500);
      expect(woken).toEqual(['early 1000', 'boils at 2000, here 2000', 'same 2000']);
      expect(clock.monotonicMs()).toBe(2_500);
      expect(await settle(far.thing.boil(1_000))).toBe('boils at 3500');
      expect(woken.at(-1)).toBe('boils at 3000');
    });
  });
});
