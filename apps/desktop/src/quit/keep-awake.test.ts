import { expect, test } from 'vitest';
import { HandTiming } from '../test/hand-timing.ts';
import { keepAwake } from './keep-awake.ts';

test('the monitors stay on while a payment runs, and not a minute longer', () => {
  const timing = new HandTiming();
  const log: string[] = [];
  let isBusy = false;
  const blocker = {
    start: (type: string) => {
      log.push(`start ${type}`);
      return 0;
    },
    stop: (id: number) => {
      log.push(`stop ${id}`);
      return true;
    },
  };
  const end = keepAwake(blocker, () => isBusy, timing);
  timing.pass(10_000);
  expect(log).toEqual([]);
  isBusy = true;
  timing.pass(10_000);
  expect(log).toEqual(['start prevent-display-sleep']);
  isBusy = false;
  timing.pass(2_000);
  expect(log).toEqual(['start prevent-display-sleep', 'stop 0']);
  isBusy = true;
  timing.pass(2_000);
  end();
  expect(log.slice(2)).toEqual(['start prevent-display-sleep', 'stop 0']);
  expect(timing.pending).toBe(0);
});
