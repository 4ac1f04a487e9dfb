import { FakeClock } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { ReadGate } from './read-gate.ts';

test('twenty at once, then ten a second; a quiet time earns twenty again', async () => {
  const clock = new FakeClock();
  const gate = new ReadGate(clock, 10);
  const waits = Array.from({ length: 25 }, () => gate.turnInMs());
  expect(waits.slice(0, 20).every((ms) => ms === 0)).toBe(true);
  expect(waits.slice(20)).toEqual([100, 200, 300, 400, 500]);
  await clock.advance(60_000);
  expect(gate.turnInMs()).toBe(0);
});
