import { expect, test } from 'vitest';
import { CallWindow } from './call-window.ts';

test('the most calls within any window, wherever it begins', () => {
  const window = new CallWindow();
  for (const at of [0, 10, 500, 900, 990, 1_009, 1_010, 5_000]) window.arrived(at, Promise.resolve());
  expect([window.mostWithin(1_000), window.mostWithin(1), window.mostWithin(10_000)]).toEqual([5, 1, 8]);
  expect(window.count).toBe(8);
  expect(new CallWindow().mostWithin(1_000)).toBe(0);
});

test('the most calls at once', async () => {
  const window = new CallWindow();
  let answer = () => {};
  const first = new Promise<void>((resolve) => {
    answer = resolve;
  });
  window.arrived(0, first);
  answer();
  await first;
  for (let n = 0; n < 3; n += 1) window.arrived(1, new Promise(() => undefined));
  expect(window.mostAtOnce).toBe(3);
});
