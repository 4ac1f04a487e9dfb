/** What is learned about a payment before its end: its order stands, moves to the next route, or nobody knows any more. */
import type { EpochMs } from '@tillbridge/kernel';
import { isOpen, isTakenOffline, type Payment, showsCode } from '../payment.ts';
import { abortOf, moved, noted, type Transition } from './changes.ts';
import type { EventOf } from './events.ts';

export function accepted(payment: Payment, event: EventOf<'accepted'>, at: EpochMs): Transition | null {
  if (payment.state !== 'intent') {
    // The exchange was quicker than the reply, or a stop came in between: the order id is what matters.
    return orderFound(payment, event.providerRef, at);
  }
  const { providerRef, qr } = event;
  const started = moved(payment, { state: 'started', providerRef, qr }, at, 'payment.started', { providerRef });
  if (!showsCode(payment) || qr !== null) return started;
  // An order without a code to show can't be paid by anybody: it is withdrawn at once.
  const withdrawn = { ...started.payment, cancelRequest: { by: 'nothing-to-show', at } as const };
  return { ...started, payment: withdrawn, outbox: [abortOf(payment, at)] };
}

export function rerouted(
  payment: Payment,
  { to, reason, detail }: EventOf<'rerouted'>,
  at: EpochMs,
): Transition | null {
  // Whoever asked for a stop meanwhile must not see it start elsewhere.
  if (payment.state !== 'intent' || payment.providerRef !== null || payment.cancelRequest !== null) return null;
  return noted(payment, to, at, 'payment.rerouted', {
    from: payment.route,
    to: to.route,
    reason,
    detail,
    leaseUntil: to.leaseUntil,
  });
}

export function lost(payment: Payment, { reason, detail }: EventOf<'lost'>, at: EpochMs): Transition | null {
  if (payment.state === 'intent' || payment.state === 'started') {
    return moved(payment, { state: 'unknown', reason, detail }, at, 'payment.unknown', { reason });
  }
  // Why nobody knows is known better than before.
  if (payment.state !== 'unknown' || reason !== 'queued' || isTakenOffline(payment)) return null;
  return noted(payment, { reason, detail }, at, 'payment.unknown', { reason });
}

/** Known again. Beyond its lease it stays unknown: nobody should wait for it with a calm face. */
export function pending(payment: Payment, at: EpochMs): Transition | null {
  if (payment.state !== 'unknown' || isTakenOffline(payment) || at >= payment.leaseUntil) return null;
  return moved(payment, { state: 'started', reason: null, detail: null }, at, 'payment.started', {
    providerRef: payment.providerRef,
  });
}

export function orderFound(payment: Payment, providerRef: string, at: EpochMs): Transition | null {
  if (payment.providerRef !== null) return null;
  // Also for a payment that has ended: an order nobody knew of may take money all the same, so it has to be asked about.
  const found = noted(payment, { providerRef }, at, 'payment.order-found', { providerRef });
  // Nobody is waiting for it any more, or a stop was asked for while there was nothing to address it to.
  const unwanted = !isOpen(payment) || payment.cancelRequest !== null;
  return unwanted ? { ...found, outbox: [abortOf(payment, at)] } : found;
}
