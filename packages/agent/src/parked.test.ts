import { withTempStore } from '@tillbridge/testkit';
import { expect, it } from 'vitest';
import { sendParkedAgain } from './parked.ts';

it('what was parked is due again after a start, and nothing else is touched', async () => {
  await withTempStore(async ({ store, clock }) => {
    const draft = (key: string) => ({ kind: 'provider.abort', key, payload: { key }, notBefore: clock.now() });
    await store.commit((tx) => {
      tx.enqueue(draft('parked'));
      tx.enqueue({ ...draft('waiting'), notBefore: clock.now() + 60_000 });
      for (const { id } of tx.claim('me', clock.now(), 1_000, 9)) tx.park(id, 'me', 'refused for good');
    });
    await sendParkedAgain(store, clock);
    expect(store.outbox().map(({ key, state, notBefore }) => [key, state, notBefore - clock.now()])).toEqual([
      ['parked', 'waiting', 0],
      ['waiting', 'waiting', 60_000],
    ]);
  });
});
