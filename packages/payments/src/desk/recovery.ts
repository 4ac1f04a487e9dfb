import { isUnsettled, type Payment, showsCode } from '../payment.ts';
import type { PaymentEvent } from '../rules/events.ts';
import type { Starts } from './starts.ts';
import type { DeskTools } from './tools.ts';
import type { Watches } from './watches.ts';

/** Takes up what awaits proof after a start of the agent. What starts meanwhile is left to its start. */
export async function recover({ store, writer }: DeskTools, starts: Starts, watches: Watches): Promise<void> {
  for (const payment of [...store.open(), ...store.needingAttention().filter(isUnsettled)]) {
    if (starts.isUnderWay(payment.id)) continue;
    if (payment.state === 'intent') await writer.keepRecording(payment.id, afterCrash(payment));
    const after = store.byId(payment.id) ?? payment;
    watches.watch(after);
    writer.tell(after, null);
  }
}

/**
 * What became of an intent whose start was cut off. What a QR shows comes with the driver's answer, and that was never
 * stored: nobody has seen it. A card terminal may have shown the amount before we heard anything.
 */
function afterCrash(intent: Payment): PaymentEvent {
  if (showsCode(intent)) return { type: 'never-shown' };
  return { type: 'lost', reason: 'interrupted', detail: 'the agent stopped while it was starting' };
}
