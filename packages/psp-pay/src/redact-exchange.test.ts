import { expect, test } from 'vitest';
import { redactExchange } from './redact-exchange.ts';
import { legacyCall, ORDER_ID, ORDER_NUMBER, TRANSACTION_ID, wireOrder, wireTransaction } from './testing/samples.ts';

const PRIVATE = ['Jansen', 'j.jansen@example.org', '192.0.2.7', 'NL91ABNA0417164300', '4111111111111111', 'c0ffee00'];

const people = {
  customer: {
    firstName: 'Jansen',
    email: 'j.jansen@example.org',
    bankAccount: { iban: 'NL91ABNA0417164300', owner: 'Jansen' },
    somethingNobodyHeardOf: 'Jansen',
  },
};

test.each([
  ['JSON', JSON.stringify(wireTransaction(100, people))],
  ['JSON with blanks', JSON.stringify(wireTransaction(100, people), null, '\t')],
  ['JSON in doubled quotes', JSON.stringify(wireTransaction(100, people)).replaceAll('"Jansen"', '""Jansen""')],
  ['JSON cut short', JSON.stringify(wireTransaction(100, people)).slice(0, -200)],
  ['a form', new URLSearchParams(legacyCall({ name: 'Jansen', mail: 'j.jansen@example.org' })).toString()],
  ['an address', `/exchange/pay?${new URLSearchParams(legacyCall({ info: '4111111111111111' }))}`],
  ['a number in a form', 'order_id=51000200023X1f44&reference=4111+1111+1111+1111&number=4111%201111%201111%201111'],
  [
    'a sentence',
    'Jansens kaart 4111111111111111 of NL91 ABNA 0417 1643 00, j.jansen@example.org'.replace('Jansens', 'De'),
  ],
])('%s keeps nobody’s data and no secret (S1)', (_name, raw) => {
  const kept = redactExchange(raw);
  for (const secret of PRIVATE) expect(kept).not.toContain(secret);
  expect(kept).not.toMatch(/\d{12,}|1111[ +]1111|123456789(?!0)/);
  expect(redactExchange(kept)).toBe(kept);
});

test('what happened stays readable', () => {
  const kept = redactExchange(JSON.stringify(wireTransaction(-63)));
  for (const fact of [
    TRANSACTION_ID,
    ORDER_NUMBER,
    'new_ppt',
    '"-63"',
    'TH-1234-5678',
    '"1470"',
    '2026-03-01T10:00:30',
  ]) {
    expect(kept).toContain(fact);
  }
  expect(JSON.parse(kept)).toMatchObject({ status: { code: '-63' }, reference: '', ipAddress: null });
  expect(redactExchange(JSON.stringify(wireOrder(100)))).toContain(ORDER_ID);
  const form = redactExchange(new URLSearchParams(legacyCall()).toString());
  expect(form).toContain(`order_id=${ORDER_NUMBER}`);
  expect(form).toContain('amount=14.70');
  expect(form).toContain('pincode=***');
  expect(form).toContain('secret=***');
});

test('what is too long is cut', () => {
  expect(redactExchange('x'.repeat(100_000))).toHaveLength(16_385);
});
