import { utf8 } from '@tillbridge/psp-core';
import { expect, test } from 'vitest';
import { readExact } from './exact.ts';
import { receiptLines } from './receipt.ts';
import { mspReceiptSchema } from './receipt.wire.ts';

const RECEIPT = {
  merchant: { name: 'Speelpark De Eik', address: 'Eikenlaan 1' },
  order: {
    transaction_id: 1721733637106739,
    amount: 1247,
    amountrefunded: 0,
    completed: '2026-03-01T10:00:21',
    currency: 'EUR',
    items: { items: [{ name: 'Appelsap', quantity: 1, item_price: 320, unit_price: 320, currency: 'EUR' }] },
    tip: { amount: 208, employee: { id: '33', name: 'A' } },
  },
  payment: {
    payment_method: 'MASTERCARD',
    last4: 913,
    terminal_id: '000002Or',
    application_id: 'a0000000041010',
    authorization_code: '006459',
    response_code: 0,
  },
  printed_on: '2026-03-01T11:11:26',
};

const read = (receipt: unknown) => mspReceiptSchema.parse(readExact(utf8(JSON.stringify(receipt))));

test('the data of a receipt as lines, with no card or transaction number in full (S1)', () => {
  expect(receiptLines(read(RECEIPT), 'pay', 'nl')).toEqual([
    'KLANTTICKET',
    'Speelpark De Eik',
    'Eikenlaan 1',
    '',
    'Terminal                000002Or',
    'Transactie             …37106739',
    'MASTERCARD             **** 0913',
    'Applicatie       A000000004/1010',
    'Autorisatie               006459',
    'Antwoord                       0',
    '2026-03-01 10:00:21',
    '',
    '1 Appelsap              EUR 3,20',
    'Fooi                    EUR 2,08',
    'TOTAAL                 EUR 12,47',
    '',
    'AKKOORD',
  ]);
});

test('in English, and for a refund', () => {
  const lines = receiptLines(read(RECEIPT), 'refund', 'en');
  expect(lines).toContain('REFUND                 EUR 12.47');
  expect(lines.join('\n')).not.toMatch(/\d{12,}/);
});

test('the same data gives the same lines, whenever it was printed', () => {
  const later = { ...RECEIPT, printed_on: '2026-03-02T00:00:00' };
  expect(receiptLines(read(later), 'pay', 'nl')).toEqual(receiptLines(read(RECEIPT), 'pay', 'nl'));
});

test.each([[{}], [{ order: null, payment: {} }], [{ order: {}, payment: null }], [{ order: 'x', payment: 7 }]])(
  '%j is no receipt',
  (receipt) => {
    expect(receiptLines(read(receipt), 'pay', 'nl')).toEqual([]);
  },
);

test('a card number that got into a name is masked', () => {
  const odd = { ...RECEIPT, merchant: { name: '5555555555554444', address: null } };
  expect(receiptLines(read(odd), 'pay', 'nl')).toContain('555555******4444');
});
