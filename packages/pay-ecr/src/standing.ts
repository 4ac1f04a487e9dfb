import { cents, LARGEST_AMOUNT_CENTS } from '@tillbridge/kernel';
import type { Approval, Outcome, Standing } from '@tillbridge/payments';
import { detailOf, PAY_ECR_ERRORS } from './errors.ts';
import { cleanWords } from './event-meaning.ts';
import type { HistoryRecord } from './messages.wire.ts';
import type { PaymentEnd, PaymentNote } from './note.ts';
import type { QueuedPolicy } from './settings.ts';
import { ticketLines } from './ticket.ts';

export interface StandingRules {
  readonly queuedPolicy: QueuedPolicy;
  readonly terminalCode: string;
}

/**
 * Where a payment stands that the terminal's history has. The history is the terminal's own book: what it says of money
 * counts more than an event that said otherwise, and an approval that it denies is no proof of either.
 */
export function standingOfRecord(record: HistoryRecord, note: PaymentNote, rules: StandingRules): Standing {
  switch (record.status) {
    case 'SUCCESS':
      return approved(record, note, 'final', rules);
    case 'QUEUED':
      return rules.queuedPolicy === 'paid' ? approved(record, note, 'queued', rules) : queued(record.description);
    case 'CANCEL':
    case 'FAILED':
    case 'EXPIRED':
      if (note.end?.kind === 'approved') return unprovable(detailOf(PAY_ECR_ERRORS.contradiction, record.status));
      return { kind: 'final', outcome: unpaid(record.status, note, record.description ?? note.end?.words ?? null) };
    default:
      return unprovable(detailOf(PAY_ECR_ERRORS.unreadable, `status ${cleanWords(record.status)}`));
  }
}

/** What an end proves that the history has nothing about; null when it proves nothing by itself. */
export function standingOfEnd(end: PaymentEnd, note: PaymentNote): Standing | null {
  switch (end.kind) {
    case 'declined':
    case 'failed':
      return { kind: 'final', outcome: unpaid('FAILED', note, end.words) };
    case 'cancelled':
      return { kind: 'final', outcome: unpaid('CANCEL', note, end.words) };
    case 'queued':
      // Its amount isn't known for certain, so no policy makes it paid yet.
      return queued(end.words);
    case 'approved':
    case 'wrong-pin':
      return null;
  }
}

export function unprovable(detail: string): Standing {
  return { kind: 'unreachable', detail };
}

export function noAnswerInTime(): Standing {
  return unprovable(detailOf(PAY_ECR_ERRORS.noAnswer, 'no answer in time'));
}

function queued(words: string | null): Standing {
  const text = cleanWords(words);
  return { kind: 'queued', detail: text === '' ? null : text };
}

function unpaid(status: 'CANCEL' | 'FAILED' | 'EXPIRED', note: PaymentNote, words: string | null): Outcome {
  const text = cleanWords(words);
  const detail = text === '' ? status : text;
  if (status === 'EXPIRED' || (status === 'CANCEL' && note.stop === 'expiry')) return { kind: 'timed-out', detail };
  if (status === 'CANCEL') return { kind: 'cancelled', reason: 'cancelled-by-customer', detail };
  return { kind: 'declined', reason: note.end?.kind === 'declined' ? 'declined-by-issuer' : 'failed', detail };
}

function approved(
  record: HistoryRecord,
  note: PaymentNote,
  settlement: Approval['settlement'],
  rules: StandingRules,
): Standing {
  if (record.currency !== null && record.currency !== 'EUR') {
    return unprovable(detailOf(PAY_ECR_ERRORS.otherCurrency, cleanWords(record.currency)));
  }
  // Refunds may be booked with a sign.
  const value = Math.abs(record.amount ?? note.amountCents);
  if (value > LARGEST_AMOUNT_CENTS) return unprovable(detailOf(PAY_ECR_ERRORS.unreadable, 'amount out of range'));
  const lines = ticketLines(record.ticket);
  const approval: Approval = {
    finalCents: cents(value),
    transactionReference: record.orderId ?? record.id ?? record.reference ?? '',
    cardType: null,
    terminalLabel: rules.terminalCode,
    providerMethod: null,
    receipts: lines === null ? [] : [{ kind: 'cardholder', lines }],
    settlement,
  };
  return { kind: 'final', outcome: { kind: 'approved', approval } };
}
