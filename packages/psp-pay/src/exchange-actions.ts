/**
 * What the actions of status calls are about: developer.pay.nl, "Exchange calls" and "Refunds", and the comparison by
 * prefix that Pay.'s own plugins use, because the words after the colon grow.
 */
import { meaningOf } from './status-table.ts';

/** `debit`: a direct debit, which nobody collects here. */
export type ExchangeTopic = 'payment' | 'refund' | 'chargeback' | 'debit';

const PREFIXES: readonly (readonly [prefix: string, topic: ExchangeTopic])[] = [
  ['chargeback', 'chargeback'],
  ['refund', 'refund'],
  ['incasso', 'debit'],
];

export function topicOf(action: string): ExchangeTopic {
  return PREFIXES.find(([prefix]) => action.toLowerCase().startsWith(prefix))?.[1] ?? 'payment';
}

/** The action of a call that carries a status instead, as Pay.'s PHP SDK derives it. */
export function actionOf(statusCode: number, statusAction: string | null): string {
  return statusCode === 100 || statusCode === 95 ? 'new_ppt' : (statusAction ?? String(statusCode)).toLowerCase();
}

export type DeviceState = 'paid' | 'open' | 'not-paid' | 'review';

/** Where a payment stands by the code of its status. */
export function stateOfCode(code: number): DeviceState {
  const { kind } = meaningOf(code);
  switch (kind) {
    case 'paid':
    case 'authorised':
      return 'paid';
    case 'pending':
      return 'open';
    case 'review':
      return 'review';
    default:
      return 'not-paid';
  }
}

/** Where a payment stands by an action alone, for the legacy calls. */
export function stateOfAction(action: string): DeviceState {
  switch (action) {
    case 'new_ppt':
    case 'capture':
      return 'paid';
    case 'pending':
    case 'verify':
      return 'open';
    case 'cancel':
    case 'void':
      return 'not-paid';
    default:
      return 'review';
  }
}
