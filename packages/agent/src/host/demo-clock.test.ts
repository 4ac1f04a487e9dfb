import { FakeClock } from '@tillbridge/testkit';
import { expect, it } from 'vitest';
import { clockAhead } from './demo-clock.ts';

it('is ahead on the wall, and measures waits like the clock behind it', async () => {
  const clock = new FakeClock(1_000);
  const ahead = clockAhead(clock, 500);
  const waits = ahead.sleep(20);
  const began = ahead.monotonicMs();
  await clock.advance(20);
  await waits;
  expect(ahead.now()).toBe(1_520);
  expect(ahead.monotonicMs() - began).toBe(20);
});
