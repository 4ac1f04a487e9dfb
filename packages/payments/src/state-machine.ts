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
 */
import { assertNever, type EpochMs, type FactDraft, type OutboxDraft, type PlainJson } from '@tillbridge/kernel';
import {
  type Approval,
  answerForTill,
  type CancelledBy,
  type EndReason,
  type HandOver,
  isOpen,
  isOverAccount,
  isProvenUnpaid,
  isTakenOffline,
  type Outcome,
  type Payment,
} from './payment.ts';
import type { Begun } from './ports.ts';

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

/** What an event did. `payment` is the old object when only a fact is to be kept. */
export interface Transition {
  readonly payment: Payment;
  readonly facts: readonly FactDraft[];
  readonly outbox: readonly OutboxDraft[];
}

/** The outbox kind of an abort that must reach the provider or terminal. */
export const ABORT_KIND = 'provider.abort';

/** Applies an event; null when it changes nothing and is worth no fact. */
export function transition(payment: Payment, event: PaymentEvent, at: EpochMs): Transition | null {
  switch (event.type) {
    case 'accepted':
      return accepted(payment, event, at);
    case 'refused':
      if (payment.state !== 'intent') return null;
      return ended(payment, { kind: 'cancelled', reason: event.reason, detail: event.detail }, at, {
        busyUntil: event.busyUntil,
      });
    case 'rerouted':
      // Whoever asked for a stop meanwhile must not see it start elsewhere.
      if (payment.state !== 'intent' || payment.providerRef !== null || payment.cancelRequest !== null) return null;
      return noted(payment, event.to, at, 'payment.rerouted', {
        from: payment.route,
        to: event.to.route,
        reason: event.reason,
        detail: event.detail,
        leaseUntil: event.to.leaseUntil,
      });
    case 'never-shown':
      if (payment.state !== 'intent' || !showsCode(payment)) return null;
      return ended(payment, { kind: 'cancelled', reason: 'never-shown', detail: null }, at);
    case 'lost':
      return lost(payment, event.reason, event.detail, at);
    case 'order-found':
      return orderFound(payment, event.providerRef, at);
    case 'pending':
      // Known again. Beyond its lease it stays unknown: nobody should wait for it with a calm face.
      if (payment.state !== 'unknown' || isTakenOffline(payment) || at >= payment.leaseUntil) return null;
      return moved(payment, { state: 'started', reason: null, detail: null }, at, 'payment.started', {
        providerRef: payment.providerRef,
      });
    case 'absent':
      if (!isOpen(payment)) return null;
      return ended(payment, { kind: 'cancelled', reason: 'failed', detail: 'no such order' }, at);
    case 'proved':
      return proved(payment, event.outcome, at);
    case 'cancel-requested':
      return cancelRequested(payment, event.by, at);
    case 'handed-over':
      return handedOver(payment, event, at);
    case 'till-complained':
      if (payment.handOver === null) return null;
      return noted(payment, { handOver: null }, at, 'payment.till-complained', { told: payment.handOver.told });
    case 'witnessed':
      if (payment.state !== 'unknown') return null;
      return noted(payment, { witness: { at, person: event.person, says: event.says } }, at, 'payment.witnessed', {
        says: event.says,
        person: event.person,
      });
    case 'settled':
      return settled(payment, event.person, at);
    default:
      return assertNever(event);
  }
}

/** It is paid by scanning what we show; a refund shows nothing. */
export function showsCode(payment: Payment): boolean {
  return payment.means === 'qr' && payment.direction === 'pay';
}

/** The facts of a payment's very first line. */
export function intended(payment: Payment): readonly FactDraft[] {
  const refused = payment.state !== 'intent';
  return [
    ...refundAsked(payment),
    {
      kind: refused ? 'payment.refused' : 'payment.intended',
      subject: payment.id,
      at: payment.createdAt,
      body: {
        subscription: payment.subscriptionId,
        externalPaymentId: payment.externalPaymentId,
        till: payment.till,
        method: payment.method,
        means: payment.means,
        direction: payment.direction,
        amountCents: payment.amountCents,
        route: payment.route,
        ...(payment.original === null ? {} : { original: payment.original }),
        ...(refused ? { reason: payment.reason } : { leaseUntil: payment.leaseUntil }),
      },
    },
  ];
}

/** Who asked for a refund in the cashier's window, and why. */
function refundAsked(payment: Payment): readonly FactDraft[] {
  if (payment.askedBy === null) return [];
  const { person, reason } = payment.askedBy;
  const body = { original: payment.original, amountCents: payment.amountCents, person, reason };
  return [fact(payment, 'payment.refund-asked', payment.createdAt, body)];
}

type Changes = Partial<Omit<Payment, 'id' | 'version'>>;

function fact(payment: Payment, kind: string, at: EpochMs, body: { readonly [key: string]: PlainJson }): FactDraft {
  return { kind, subject: payment.id, at, body };
}

/** A change of state. */
function moved(
  payment: Payment,
  changes: Changes,
  at: EpochMs,
  kind: string,
  body: { readonly [key: string]: PlainJson },
): Transition {
  return noted(payment, { ...changes, changedAt: at }, at, kind, body);
}

/** A change that leaves the state alone. */
function noted(
  payment: Payment,
  changes: Changes,
  at: EpochMs,
  kind: string,
  body: { readonly [key: string]: PlainJson },
): Transition {
  return {
    payment: { ...payment, ...changes, version: payment.version + 1 },
    facts: [fact(payment, kind, at, body)],
    outbox: [],
  };
}

function abortOf(payment: Payment, at: EpochMs): OutboxDraft {
  return { kind: ABORT_KIND, key: payment.id, payload: { paymentId: payment.id }, notBefore: at };
}

function accepted(
  payment: Payment,
  event: Extract<PaymentEvent, { type: 'accepted' }>,
  at: EpochMs,
): Transition | null {
  if (payment.state !== 'intent') {
    // The exchange was quicker than the reply, or a stop came in between: the order id is what matters.
    return orderFound(payment, event.providerRef, at);
  }
  const started = moved(
    payment,
    { state: 'started', providerRef: event.providerRef, qr: event.qr },
    at,
    'payment.started',
    {
      providerRef: event.providerRef,
    },
  );
  if (!showsCode(payment) || event.qr !== null) return started;
  // An order without a code to show can't be paid by anybody: it is withdrawn at once.
  const withdrawn = { ...started.payment, cancelRequest: { by: 'nothing-to-show', at } as const };
  return { ...started, payment: withdrawn, outbox: [abortOf(payment, at)] };
}

function lost(payment: Payment, reason: EndReason, detail: string | null, at: EpochMs): Transition | null {
  if (payment.state === 'intent' || payment.state === 'started') {
    return moved(payment, { state: 'unknown', reason, detail }, at, 'payment.unknown', { reason });
  }
  // Why nobody knows is known better than before.
  if (payment.state !== 'unknown' || reason !== 'queued' || isTakenOffline(payment)) return null;
  return noted(payment, { reason, detail }, at, 'payment.unknown', { reason });
}

function orderFound(payment: Payment, providerRef: string, at: EpochMs): Transition | null {
  if (payment.providerRef !== null) return null;
  // Also for a payment that has ended: an order nobody knew of may take money all the same, so it has to be asked about.
  const found = noted(payment, { providerRef }, at, 'payment.order-found', { providerRef });
  // Nobody is waiting for it any more, or a stop was asked for while there was nothing to address it to.
  const unwanted = !isOpen(payment) || payment.cancelRequest !== null;
  return unwanted ? { ...found, outbox: [abortOf(payment, at)] } : found;
}

/** A proven end without money. */
function ended(
  payment: Payment,
  outcome: Exclude<Outcome, { kind: 'approved' }>,
  at: EpochMs,
  extra: Changes = {},
): Transition {
  const reason = outcome.kind === 'timed-out' ? 'expired' : reasonOf(payment, outcome);
  const amountRefused = reason === 'amount-refused';
  const state = amountRefused ? 'declined' : outcome.kind;
  const alarm = alarmOnEnd(payment, amountRefused);
  return moved(
    payment,
    {
      state,
      reason,
      detail: outcome.detail,
      qr: null,
      ...heardByPerson(payment, 'not-paid', at),
      ...(alarm === null ? {} : { alarm }),
      ...extra,
    },
    at,
    `payment.${state}`,
    { reason, ...(alarm === null ? {} : { alarm }) },
  );
}

/** Who asked in the cashier's window sees the end there: no till waits for it. What they heard first stays. */
function heardByPerson(payment: Payment, told: HandOver['told'], at: EpochMs): Changes {
  if (payment.askedBy === null || payment.handOver !== null) return {};
  return { handOver: { at, told, by: 'person' } };
}

/** Nothing was paid, and somebody has to look all the same. */
function alarmOnEnd(payment: Payment, amountRefused: boolean): Payment['alarm'] {
  if (payment.witness?.says === 'approved') return 'witness-mismatch';
  return amountRefused ? 'amount-differs' : null;
}

/** A provider that knows of a cancel doesn't always know whose it was; we know of our own. */
function reasonOf(
  payment: Payment,
  outcome: { readonly kind: 'declined' | 'cancelled'; readonly reason: EndReason },
): EndReason {
  if (outcome.kind === 'declined' || outcome.reason !== 'cancelled-by-customer') return outcome.reason;
  switch (payment.cancelRequest?.by) {
    case undefined:
      return outcome.reason;
    case 'cashier':
      return 'cancelled-by-cashier';
    case 'lease':
    case 'nothing-to-show':
      return 'expired';
    default:
      return 'cancelled-by-till';
  }
}

function proved(payment: Payment, outcome: Outcome, at: EpochMs): Transition | null {
  if (payment.state === 'approved') {
    if (payment.approval !== null && payment.approval.settlement !== 'final') {
      return settlementLearned(payment, payment.approval, outcome, at);
    }
    if (outcome.kind === 'approved') return null;
    // Proof once given stands; a later "no" is a refund, a stale message or a mistake, and a person may want to know.
    return {
      payment,
      facts: [fact(payment, 'payment.contradicted', at, { saidNow: outcome.kind })],
      outbox: [],
    };
  }
  if (outcome.kind !== 'approved') return isProvenUnpaid(payment) ? null : ended(payment, outcome, at);
  const { approval } = outcome;
  const alarm = alarmOnApproval(payment, approval.finalCents);
  return moved(
    payment,
    {
      state: 'approved',
      reason: null,
      detail: null,
      qr: null,
      approval,
      alarm,
      ...heardByPerson(payment, 'paid', at),
    },
    at,
    'payment.approved',
    {
      finalCents: approval.finalCents,
      transactionReference: approval.transactionReference,
      ...(approval.settlement === 'queued' ? { settlement: approval.settlement } : {}),
      ...(alarm === null ? {} : { alarm }),
    },
  );
}

/** The scheme's own word about a payment that the terminal took offline and the till heard of as paid. */
function settlementLearned(payment: Payment, known: Approval, outcome: Outcome, at: EpochMs): Transition | null {
  if (outcome.kind === 'approved') {
    const { approval } = outcome;
    if (approval.settlement !== 'final') return null;
    const settled = alarmOnSettlement(payment, known.finalCents, approval.finalCents);
    // The receipts of the sale itself stay when the later message brings none.
    const receipts = approval.receipts.length > 0 ? approval.receipts : known.receipts;
    const changes = { approval: { ...approval, receipts }, alarm: settled };
    return noted(payment, changes, at, 'payment.settled-by-scheme', {
      finalCents: approval.finalCents,
      transactionReference: approval.transactionReference,
      ...(settled === null ? {} : { alarm: settled }),
    });
  }
  if (known.settlement !== 'queued') return null;
  const reason = outcome.kind === 'timed-out' ? 'expired' : outcome.reason;
  const refused = {
    approval: { ...known, settlement: 'refused' },
    alarm: 'queued-declined',
    detail: outcome.detail,
  } as const;
  return noted(payment, refused, at, 'payment.contradicted', { saidNow: outcome.kind, reason, alarm: refused.alarm });
}

function alarmOnSettlement(payment: Payment, toldCents: number, settledCents: number): Payment['alarm'] {
  if (settledCents !== toldCents) return 'amount-differs';
  // It came after all: what the till was told is true.
  return payment.alarm === 'queued-declined' ? null : payment.alarm;
}

function alarmOnApproval(payment: Payment, finalCents: number): Payment['alarm'] {
  if (payment.witness?.says === 'declined') return 'witness-mismatch';
  // Told "not paid", or given up and not listening any more: the till believes otherwise.
  if (payment.handOver?.told === 'not-paid' || payment.cancelRequest?.by === 'till-gave-up') return 'paid-after-all';
  return finalCents === payment.amountCents ? null : 'amount-differs';
}

function cancelRequested(payment: Payment, by: CancelledBy, at: EpochMs): Transition | null {
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

function handedOver(
  payment: Payment,
  event: Extract<PaymentEvent, { type: 'handed-over' }>,
  at: EpochMs,
): Transition | null {
  if (event.told !== answerForTill(payment) || payment.handOver?.told === event.told) return null;
  // The till asked again and heard the late truth: what it believed before no longer matters.
  const alarm = event.told === 'paid' && payment.alarm === 'paid-after-all' ? null : payment.alarm;
  return noted(payment, { handOver: { at, told: event.told, by: event.by }, alarm }, at, 'payment.handed-over', {
    told: event.told,
    by: event.by,
  });
}

function settled(payment: Payment, person: string, at: EpochMs): Transition | null {
  const untold = payment.state === 'approved' && payment.handOver?.told !== 'paid';
  if (payment.alarm === null && !untold) return null;
  const handOver: HandOver | null = untold ? { at, told: 'paid', by: 'person' } : payment.handOver;
  return noted(payment, { alarm: null, handOver }, at, 'payment.settled', { person, alarm: payment.alarm });
}
