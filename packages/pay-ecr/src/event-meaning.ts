import { maskCardNumbers } from '@tillbridge/kernel';
import type { Phase } from '@tillbridge/payments';
import type { TransactionEvent } from './messages.wire.ts';
import type { PaymentEnd } from './note.ts';

/** What an event of a transaction means for us. */
export type EventMeaning =
  /** `card`: the terminal has a card, so that money may move from here on. */
  | { readonly kind: 'phase'; readonly phase: Phase; readonly card: boolean }
  | { readonly kind: 'end'; readonly end: PaymentEnd }
  /** It says something that decides nothing: the history has to be asked. */
  | { readonly kind: 'ask' };

/** How much of a terminal's own words is kept. */
const MAX_WORDS = 120;

/** Events and ends of a transaction (paynl/PAY.ECR, message protocol, TRANSACTION_EVENT). */
export function meaningOf(event: TransactionEvent): EventMeaning {
  const end = (kind: PaymentEnd['kind']): EventMeaning => ({
    kind: 'end',
    end: { kind, words: wordsOf(event), orderId: event.orderId },
  });
  switch (event.event) {
    case 'STARTED':
      return { kind: 'phase', phase: 'present-card', card: false };
    case 'PROCESSING':
      return { kind: 'phase', phase: 'processing', card: true };
    case 'PIN_INPUT_PENDING':
      return { kind: 'phase', phase: 'pin', card: true };
    case 'PIN_INPUT_ERROR':
      return end('wrong-pin');
    case 'CANCELLED':
      return end('cancelled');
    case 'FAILED':
      return end('failed');
    case 'QUEUED':
      return end('queued');
    case 'COMPLETED':
      return event.approved === null ? { kind: 'ask' } : end(event.approved ? 'approved' : 'declined');
    default:
      return { kind: 'ask' };
  }
}

/** The terminal's own words, masked and on one line; null when it said nothing. */
export function wordsOf(event: TransactionEvent): string | null {
  const words = cleanWords(event.message);
  return words === '' ? null : words;
}

export function cleanWords(text: string | null): string {
  return maskCardNumbers((text ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim()).slice(0, MAX_WORDS);
}
