import { maskCardNumbers, printEuros } from '@tillbridge/kernel';
import type { MspReceipt } from './receipt.wire.ts';

const WIDTH = 32;
const MAX_ITEMS = 100;
const ID_SHOWN = 8;

const WORDS = {
  nl: {
    title: 'KLANTTICKET',
    terminal: 'Terminal',
    transaction: 'Transactie',
    card: 'Kaart',
    application: 'Applicatie',
    authorisation: 'Autorisatie',
    answer: 'Antwoord',
    tip: 'Fooi',
    total: { pay: 'TOTAAL', refund: 'RETOUR' },
    approved: 'AKKOORD',
  },
  en: {
    title: 'CARDHOLDER COPY',
    terminal: 'Terminal',
    transaction: 'Transaction',
    card: 'Card',
    application: 'Application',
    authorisation: 'Authorisation',
    answer: 'Response',
    tip: 'Tip',
    total: { pay: 'TOTAL', refund: 'REFUND' },
    approved: 'APPROVED',
  },
} as const;

/**
 * The cardholder's copy, one string per printed line. MultiSafepay sends the data of a receipt, not its text, so the
 * lines are ours; the same data always gives the same lines. Empty when there is nothing to print.
 */
export function receiptLines(
  receipt: MspReceipt,
  direction: 'pay' | 'refund',
  language: keyof typeof WORDS,
): readonly string[] {
  const { merchant, order, payment } = receipt;
  if (payment === null || payment === undefined || order === null || order === undefined) return [];
  const words = WORDS[language];
  const decimal = (cents: number) => `${order.currency ?? 'EUR'} ${printEuros(cents, language === 'nl' ? ',' : '.')}`;
  const items = order.items?.items.slice(0, MAX_ITEMS) ?? [];
  const tip = order.tip?.amount ?? 0;
  const lines: (string | null)[] = [
    words.title,
    merchant?.name ?? null,
    merchant?.address ?? null,
    '',
    pair(words.terminal, payment.terminal_id),
    pair(words.transaction, tail(order.transaction_id)),
    pair(payment.payment_method ?? words.card, payment.last4 ? `**** ${payment.last4.slice(-4).padStart(4, '0')}` : ''),
    pair(words.application, application(payment.application_id)),
    pair(words.authorisation, payment.authorization_code),
    pair(words.answer, payment.response_code),
    order.completed?.replace('T', ' ') ?? null,
    '',
    ...items.map((item) => pair(`${item.quantity ?? 1} ${item.name ?? ''}`, decimal(item.item_price ?? 0))),
    tip > 0 ? pair(words.tip, decimal(tip)) : null,
    order.amount === null || order.amount === undefined ? null : pair(words.total[direction], decimal(order.amount)),
    '',
    words.approved,
  ];
  return lines.filter((line) => line !== null).map((line) => maskCardNumbers(line).trimEnd());
}

/** A transaction id is as long as a card number, and would be taken for one; its end is enough for people. */
function tail(id: string | null | undefined): string | null | undefined {
  return id && id.length > ID_SHOWN ? `…${id.slice(-ID_SHOWN)}` : id;
}

/** Provider and product of an application id apart: in one row its digits could be a card number, and would be masked. */
function application(id: string | null | undefined): string | null | undefined {
  return id?.toUpperCase().replace(/^([0-9A-F]{10})([0-9A-F]+)$/, '$1/$2');
}

/** Label and value on one line, or null without a value; a value that doesn't fit goes on with one blank. */
function pair(label: string, value: string | null | undefined): string | null {
  if (value === null || value === undefined || value === '') return null;
  return `${label}${value.padStart(Math.max(value.length + 1, WIDTH - label.length))}`;
}
