import type { JournalStore } from '@tillbridge/journal';
import type { Clock } from '@tillbridge/kernel';

/**
 * Sends everything round again that was parked: whoever starts the agent anew has repaired something, or wants to see
 * whether it still fails. What fails again is parked again, with its reason.
 */
export async function sendParkedAgain(store: Pick<JournalStore, 'outbox' | 'commit'>, clock: Clock): Promise<void> {
  const parked = store.outbox().filter(({ state }) => state === 'parked');
  if (parked.length === 0) return;
  await store.commit((transaction) => {
    for (const { id } of parked) transaction.unpark(id, clock.now());
  });
}
