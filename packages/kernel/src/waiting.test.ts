import { FakeClock } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { within } from './waiting.ts';

test('work that was called off before it is waited for fails without anybody noticing', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on('unhandledRejection', note);
  try {
    const work = Promise.reject(new Error('the link has ended'));
    const waiting = within(new FakeClock(), 1_000, work, AbortSignal.abort(new Error('time is over')));
    await expect(waiting).rejects.toThrow('time is over');
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
