import type { ReceiptType } from '@tillbridge/zvt/codec';
import type { Transaction } from './books.ts';
import { type Device, localTime } from './device.ts';
import { euros } from './words.ts';

export interface Receipt {
  readonly type: ReceiptType;
  readonly lines: readonly ReceiptLine[];
}

export interface ReceiptLine {
  readonly text: string;
  readonly centred: boolean;
}

const WIDTH = 24;
const KINDS = { pay: 'Kauf', refund: 'Gutschrift', reversal: 'Storno' } as const;
const CVM_SIGNATURE = 1;

/** The two receipts of a transaction (PA00P015 6.3 names what must stand on them). */
export function transactionReceipts(device: Device, transaction: Transaction, copy = false): readonly Receipt[] {
  return [
    { type: 'merchant', lines: transactionLines(device, transaction, 'Händlerbeleg', copy) },
    { type: 'customer', lines: transactionLines(device, transaction, 'Kundenbeleg', copy) },
  ];
}

export function administrationReceipt(title: string, lines: readonly string[]): Receipt {
  return { type: 'administration', lines: [centred(title), plain(''), ...lines.map(plain)] };
}

function transactionLines(device: Device, transaction: Transaction, title: string, copy: boolean): ReceiptLine[] {
  const { card, original } = transaction;
  const { date, time } = localTime(device, transaction.at);
  const lines = [
    centred('Speelpark De Eik'),
    centred(title),
    ...(copy ? [centred('KOPIE')] : []),
    plain(''),
    plain(KINDS[transaction.kind]),
    plain(card?.name ?? 'Karte'),
    pair('Betrag', euros(transaction.amountCents)),
    pair('Terminal-ID', device.options.terminalId),
    pair('Datum', `${date.slice(6)}.${date.slice(4, 6)}.${date.slice(0, 4)}`),
    pair('Uhrzeit', `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`),
    pair('TA-Nr.', transaction.trace),
    pair('Beleg-Nr.', transaction.receipt),
    pair('Genehmigungs-Nr.', transaction.approvalCode),
  ];
  if (card !== null) lines.push(plain(`Karte ${card.maskedPan}`));
  if (original !== null) lines.push(pair('Original-TA', original.trace));
  if (title === 'Händlerbeleg' && transaction.cvm === CVM_SIGNATURE) lines.push(plain(''), plain('Unterschrift:'));
  lines.push(plain(''), centred(transaction.resultCode === 0 ? 'Zahlung erfolgt' : 'Zahlung nicht möglich'));
  return lines;
}

function plain(text: string): ReceiptLine {
  return { text, centred: false };
}

function centred(text: string): ReceiptLine {
  return { text, centred: true };
}

function pair(name: string, value: string): ReceiptLine {
  return plain(name + value.padStart(Math.max(value.length + 1, WIDTH - name.length)));
}
