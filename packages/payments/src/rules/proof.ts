/**
 * When an outcome is final. Nothing but proof ends a payment: the terminal or provider names its end, or it is certain
 * that nothing was started. An approval stands, whatever is said later; proof against what a till was told or a person
 * witnessed raises an alarm.
 */
import type { EpochMs } from '@tillbridge/kernel';
import {
  type Approval,
  type EndReason,
  type HandOver,
  isOpen,
  isProvenUnpaid,
  isUnsettled,
  type Outcome,
  type Payment,
  showsCode,
} from '../payment.ts';
import type { Standing } from '../ports.ts';
import { type Changes, fact, moved, noted, type Transition } from './changes.ts';
import type { EventOf } from './events.ts';

/**
 * What a provider's own answer proves of a payment whose driver talks to the device instead. While the device has the
 * payment, the device has the word, unless money moved.
 */
export function provedElsewhere(payment: Payment, proof: Standing | null): EventOf<'proved'> | null {
  if (proof?.kind !== 'final') return null;
  const { outcome } = proof;
  const deviceCannotTell = payment.state === 'unknown' || isUnsettled(payment);
  return deviceCannotTell || outcome.kind === 'approved' ? { type: 'proved', outcome } : null;
}

export function proved(payment: Payment, outcome: Outcome, at: EpochMs): Transition | null {
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

export function refused(
  payment: Payment,
  { reason, detail, busyUntil }: EventOf<'refused'>,
  at: EpochMs,
): Transition | null {
  if (payment.state !== 'intent') return null;
  return ended(payment, { kind: 'cancelled', reason, detail }, at, { busyUntil });
}

export function neverShown(payment: Payment, at: EpochMs): Transition | null {
  if (payment.state !== 'intent' || !showsCode(payment)) return null;
  return ended(payment, { kind: 'cancelled', reason: 'never-shown', detail: null }, at);
}

export function absent(payment: Payment, at: EpochMs): Transition | null {
  if (!isOpen(payment)) return null;
  return ended(payment, { kind: 'cancelled', reason: 'failed', detail: 'no such order' }, at);
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
