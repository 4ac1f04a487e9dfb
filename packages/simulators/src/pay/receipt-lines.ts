import { printEuros } from '@tillbridge/kernel';
import type { SimOrder } from './sim-order.ts';

const WIDTH = 32;
/** Never a whole card number: what a real terminal prints is masked too. */
export const DEMO_CARD = { masked: '555555******4444', brand: 'Debit Mastercard', scheme: 'MASTERCARD' } as const;

/** The cardholder's copy, one string per printed line, padded to the terminal's width. */
export function receiptOf(order: SimOrder): readonly string[] {
  const amount = `EUR ${printEuros(order.amountCents, ',')}`;
  return [
    'KLANTTICKET',
    '',
    pair('Merchant ref.', order.manualTransferCode.replaceAll(' ', '')),
    pair('Terminal', order.terminalCode ?? ''),
    pair('Contactloos', DEMO_CARD.brand),
    pair('Kaart', DEMO_CARD.masked),
    pair(new Date(order.modifiedAt).toISOString().slice(0, 16).replace('T', ' '), ''),
    '',
    pair(order.direction === 'refund' ? 'RETOUR' : 'TOTAAL', amount),
    '',
    'AKKOORD',
  ].map((line) => line.padEnd(WIDTH));
}

export function encodeReceipt(lines: readonly string[] | null, as: 'json' | 'text' | 'none'): string | null {
  if (lines === null || as === 'none') return null;
  return Buffer.from(as === 'json' ? JSON.stringify(lines) : `${lines.join('\n')}\n`, 'utf8').toString('base64');
}

function pair(left: string, right: string): string {
  return left + right.padStart(Math.max(1, WIDTH - left.length));
}
