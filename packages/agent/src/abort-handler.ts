import { DEFAULT_OUTBOX_POLICY, type Delivery, type OutboxHandler } from '@tillbridge/journal';
import type { PaymentDesk, PaymentId } from '@tillbridge/payments';

/** Delivers the stops that stand in the outbox. `parked` hears of the one that is given up. */
export function abortHandler(desk: Pick<PaymentDesk, 'deliverAbort'>, parked: (about: string) => void): OutboxHandler {
  return {
    async deliver(item, signal) {
      const delivery = await deliver(desk, item.payload, signal);
      const last = item.attempts >= DEFAULT_OUTBOX_POLICY.attempts;
      if (delivery.kind === 'park' || (delivery.kind === 'again' && last)) parked(item.kind);
      return delivery;
    },
  };
}

async function deliver(
  desk: Pick<PaymentDesk, 'deliverAbort'>,
  payload: unknown,
  signal: AbortSignal,
): Promise<Delivery> {
  const named = typeof payload === 'object' && payload !== null && 'paymentId' in payload ? payload.paymentId : null;
  if (typeof named !== 'string') return { kind: 'park', why: 'the item names no payment' };
  return desk.deliverAbort(named as PaymentId, signal);
}
