/** What a till or a person asks for, was told or says: notes on a payment. None of them ends it. */
import type { EpochMs } from '@tillbridge/kernel';
import {
  answerForTill,
  type CancelledBy,
  type HandOver,
  isOpen,
  isOverAccount,
  isTakenOffline,
  type Payment,
} from '../payment.ts';
import { abortOf, noted, type Transition } from './changes.ts';
import type { EventOf } from './events.ts';

export function cancelRequested(payment: Payment, by: CancelledBy, at: EpochMs): Transition | null {
  if (payment.state === 'approved' && by === 'till-gave-up') {
    if (payment.alarm === 'paid-after-all') return null;
    return noted(payment, { alarm: 'paid-after-all' }, at, 'payment.given-up-after-approval', {});
  }
  if (!isOpen(payment)) return null;
  const first = payment.cancelRequest;
  // A till that gave up listens no longer, which is worth knowing even after an earlier request.
  if (first !== null && (by !== 'till-gave-up' || first.by === 'till-gave-up')) return null;
  const change = noted(payment, { cancelRequest: { by, at: first?.at ?? at } }, at, 'payment.cancel-requested', { by });
  const stoppable = !isTakenOffline(payment) && !isOverAccount(payment);
  return first === null && stoppable ? { ...change, outbox: [abortOf(payment, at)] } : change;
}

export function handedOver(payment: Payment, event: EventOf<'handed-over'>, at: EpochMs): Transition | null {
  if (event.told !== answerForTill(payment) || payment.handOver?.told === event.told) return null;
  // The till asked again and heard the late truth: what it believed before no longer matters.
  const alarm = event.told === 'paid' && payment.alarm === 'paid-after-all' ? null : payment.alarm;
  return noted(payment, { handOver: { at, told: event.told, by: event.by }, alarm }, at, 'payment.handed-over', {
    told: event.told,
    by: event.by,
  });
}

export function tillComplained(payment: Payment, at: EpochMs): Transition | null {
  if (payment.handOver === null) return null;
  return noted(payment, { handOver: null }, at, 'payment.till-complained', { told: payment.handOver.told });
}

export function witnessed(payment: Payment, { person, says }: EventOf<'witnessed'>, at: EpochMs): Transition | null {
  if (payment.state !== 'unknown') return null;
  return noted(payment, { witness: { at, person, says } }, at, 'payment.witnessed', { says, person });
}

export function settled(payment: Payment, person: string, at: EpochMs): Transition | null {
  const untold = payment.state === 'approved' && payment.handOver?.told !== 'paid';
  if (payment.alarm === null && !untold) return null;
  const handOver: HandOver | null = untold ? { at, told: 'paid', by: 'person' } : payment.handOver;
  return noted(payment, { alarm: null, handOver }, at, 'payment.settled', { person, alarm: payment.alarm });
}
