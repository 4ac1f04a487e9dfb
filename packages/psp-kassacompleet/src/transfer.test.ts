import { cents, maskCardNumbers } from '@tillbridge/kernel';
import { describe, expect, test } from 'vitest';
import { kcOrderSchema } from './order.wire.ts';
import { KC_PAYEE } from './settings.ts';
import { wireOrder, wireTransaction } from './testing/samples.ts';
import { transferOf, transferQr, transferWords } from './transfer.ts';

const REFERENCE = '1234567890123456';

function orderWith(details: unknown) {
  const transaction = wireTransaction('pending', { payment_method: 'bank-transfer', payment_method_details: details });
  return kcOrderSchema.parse(wireOrder('processing', { transactions: [transaction] }));
}

describe('a bank transfer', () => {
  test('goes where the answer says, before where the settings say', () => {
    const named = {
      reference: REFERENCE,
      creditor_iban: 'DE89 3704 0044 0532 0130 00',
      creditor_bic: 'COBADEFFXXX',
      creditor_account_holder_name: 'Sister brand',
    };
    expect(transferOf(orderWith(named), KC_PAYEE)).toEqual({
      payee: { iban: 'DE89370400440532013000', bic: 'COBADEFFXXX', name: 'Sister brand' },
      reference: REFERENCE,
    });
    expect(transferOf(orderWith({ reference: REFERENCE }), KC_PAYEE)?.payee).toEqual(KC_PAYEE);
  });

  test.each([
    ['no reference', {}, KC_PAYEE],
    ['an empty reference', { reference: '' }, KC_PAYEE],
    ['a reference that is no text', { reference: 12 }, KC_PAYEE],
    ['a list for details', [], KC_PAYEE],
    ['no account', { reference: REFERENCE }, undefined],
    ['an account with wrong check digits', { reference: REFERENCE }, { ...KC_PAYEE, iban: 'NL14INGB0005300060' }],
    ['an account that is none', { reference: REFERENCE }, { ...KC_PAYEE, iban: 'my account' }],
  ])('with %s is nothing to show', (_name, details, payee) => {
    expect(transferOf(orderWith(details), payee)).toBeNull();
  });

  test('as a QR that banking apps read (EPC069-12)', () => {
    expect(transferQr({ payee: KC_PAYEE, reference: REFERENCE }, cents(1405)).split('\n')).toEqual([
      'BCD',
      '002',
      '1',
      'SCT',
      'INGBNL2A',
      'ING Bank N.V. PSP',
      'NL13INGB0005300060',
      'EUR14.05',
      '',
      '',
      REFERENCE,
    ]);
  });

  test.each([
    ['cobadeffxxx', 'COBADEFFXXX'],
    ['COBA DE FF', 'COBADEFF'],
    ['not a BIC', ''],
    ['X\nEUR999', ''],
    [undefined, ''],
  ])('with the BIC %j has %j in its QR, and no line too many', (creditor_bic, bic) => {
    const account = {
      creditor_iban: 'DE89370400440532013000',
      creditor_account_holder_name: 'Two\nlines',
      creditor_bic,
    };
    const transfer = transferOf(orderWith({ reference: REFERENCE, ...account }), undefined);
    const lines = transfer === null ? [] : transferQr(transfer, cents(1)).split('\n');
    expect([lines[4], lines[5], lines[7], lines.length]).toEqual([bic, 'Two lines', 'EUR0.01', 11]);
  });

  test('as words that survive the masking of card numbers', () => {
    const words = transferWords({ payee: KC_PAYEE, reference: REFERENCE });
    expect(words).toBe('1234.5678.9012.3456 · NL13.INGB.0005.3000.60 · ING Bank N.V. PSP');
    expect(maskCardNumbers(words)).toBe(words);
  });
});
