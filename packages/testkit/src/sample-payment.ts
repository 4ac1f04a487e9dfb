import { cents } from '@tillbridge/kernel';
import type { Payment, PaymentId, RouteId, TerminalId, TillId } from '@tillbridge/payments';

/** A card payment of EUR 2.70 that has just been asked for; `number` tells one from the next. */
export function samplePayment(number: number, changes: Partial<Payment> = {}): Payment {
  const at = 1_772_355_600_000 + number;
  return {
    id: `01SAMPLE${String(number).padStart(18, '0')}` as PaymentId,
    subscriptionId: 'shop-1',
    externalPaymentId: `external-${number}`,
    till: '1-1' as TillId,
    sessionId: `session-${number}`,
    method: 'K_PAY_PIN',
    means: 'card',
    direction: 'pay',
    amountCents: cents(270),
    route: 'counter' as RouteId,
    terminal: 'counter' as TerminalId,
    original: null,
    askedBy: null,
    state: 'intent',
    reason: null,
    detail: null,
    providerRef: null,
    qr: null,
    leaseUntil: at + 120_000,
    busyUntil: null,
    cancelRequest: null,
    approval: null,
    witness: null,
    handOver: null,
    alarm: null,
    createdAt: at,
    changedAt: at,
    version: 1,
    ...changes,
  };
}
