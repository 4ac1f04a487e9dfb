/**
 * The life of one payment, as a pure function of what happened to it.
 *
 *                      refused, never-shown
 *            ┌──────────────────────────────────────────┐
 *            │                                          ▼
 *   ●──▶ intent ──accepted──▶ started ──proved──▶ declined | cancelled | timed-out
 *            │                  │  ▲  ╲                 │
 *       unclear, lost         lost pending ╲proved      │ proved approved (late; alarm if the till heard "not paid")
 *            │                  ▼  │        ╲           ▼
 *            └──────────────▶ unknown ──proved──▶ approved ──▶ (handed over)
 *
 * - `rerouted` is a note on an intent: its route proved that nothing was started, and the next one is tried.
 * - `unknown` is left by proof alone. A witness is a note on it, not a way out (P1, P4).
 * - `unknown` with reason `queued` (taken offline, sent later) doesn't go back to `started`: nothing is armed any more.
 * - `cancel-requested` is a note on an open payment: the state changes when the end is proved (P5).
 * - `approved` is left by nothing; whatever contradicts it is kept as a fact. An approval that was taken offline is
 *   `queued` until the scheme's own word makes it `final`, or `refused` with an alarm: the till was told paid.
 * - `handed-over` is a note on any payment: what the till heard stays what it heard.
 *
 * `under-way.ts`, `proof.ts` and `till-and-people.ts` hold what each event does.
 */
import { assertNever, type EpochMs } from '@tillbridge/kernel';
import type { Payment } from '../payment.ts';
import type { Transition } from './changes.ts';
import type { PaymentEvent } from './events.ts';
import { absent, neverShown, proved, refused } from './proof.ts';
import { cancelRequested, handedOver, settled, tillComplained, witnessed } from './till-and-people.ts';
import { accepted, lost, orderFound, pending, rerouted } from './under-way.ts';

/** Applies an event; null when it changes nothing and is worth no fact. */
export function transition(payment: Payment, event: PaymentEvent, at: EpochMs): Transition | null {
  switch (event.type) {
    case 'accepted':
      return accepted(payment, event, at);
    case 'refused':
      return refused(payment, event, at);
    case 'rerouted':
      return rerouted(payment, event, at);
    case 'never-shown':
      return neverShown(payment, at);
    case 'lost':
      return lost(payment, event, at);
    case 'order-found':
      return orderFound(payment, event.providerRef, at);
    case 'pending':
      return pending(payment, at);
    case 'absent':
      return absent(payment, at);
    case 'proved':
      return proved(payment, event.outcome, at);
    case 'cancel-requested':
      return cancelRequested(payment, event.by, at);
    case 'handed-over':
      return handedOver(payment, event, at);
    case 'till-complained':
      return tillComplained(payment, at);
    case 'witnessed':
      return witnessed(payment, event, at);
    case 'settled':
      return settled(payment, event.person, at);
    default:
      return assertNever(event);
  }
}
