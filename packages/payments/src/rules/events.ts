/** What can happen to a payment. */
import type { EpochMs } from '@tillbridge/kernel';
import type { CancelledBy, EndReason, HandOver, Outcome, Payment } from '../payment.ts';
import type { Begun } from '../ports.ts';

export type PaymentEvent =
  /** The driver took the order. */
  | { readonly type: 'accepted'; readonly providerRef: string; readonly qr: Payment['qr'] }
  /** Proven: nothing was started. */
  | {
      readonly type: 'refused';
      readonly reason: EndReason;
      readonly detail: string | null;
      readonly busyUntil: EpochMs | null;
    }
  /** Proven: nothing was started on its route; the next one is tried. */
  | {
      readonly type: 'rerouted';
      readonly to: Pick<Payment, 'route' | 'terminal' | 'leaseUntil'>;
      readonly reason: EndReason;
      readonly detail: string | null;
    }
  /** A QR whose order was never stored was never shown either. */
  | { readonly type: 'never-shown' }
  /** Proof ran out: the reply was lost, the agent stopped in between, the lease ended without an end, or it is queued. */
  | {
      readonly type: 'lost';
      readonly reason: 'start-unclear' | 'no-proof' | 'interrupted' | 'queued';
      readonly detail: string | null;
    }
  /** A message named the order of a payment whose start was lost. */
  | { readonly type: 'order-found'; readonly providerRef: string }
  /** The provider says that it is still under way. */
  | { readonly type: 'pending' }
  /** The provider is certain that there is no such order. */
  | { readonly type: 'absent' }
  /** The terminal or provider proved an end. */
  | { readonly type: 'proved'; readonly outcome: Outcome }
  | { readonly type: 'cancel-requested'; readonly by: CancelledBy }
  | { readonly type: 'handed-over'; readonly told: HandOver['told']; readonly by: HandOver['by'] }
  | { readonly type: 'till-complained' }
  | { readonly type: 'witnessed'; readonly says: 'approved' | 'declined'; readonly person: string }
  | { readonly type: 'settled'; readonly person: string };

export type EventOf<Type extends PaymentEvent['type']> = Extract<PaymentEvent, { type: Type }>;

/** What a driver's answer to a start means for the payment. */
export function eventOf(begun: Begun, at: EpochMs): PaymentEvent {
  switch (begun.kind) {
    case 'accepted':
      return { type: 'accepted', providerRef: begun.providerRef, qr: begun.qr };
    case 'refused': {
      const { reason, detail, busyForMs } = begun;
      return { type: 'refused', reason, detail, busyUntil: busyForMs === null ? null : at + busyForMs };
    }
    case 'unclear':
      return { type: 'lost', reason: 'start-unclear', detail: begun.detail };
  }
}
