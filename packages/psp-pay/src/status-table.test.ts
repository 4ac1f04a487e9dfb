import type { Phase } from '@tillbridge/payments';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { payOrderSchema } from './order.wire.ts';
import { type StandingRules, standingOf } from './standing.ts';
import { PAY_STATUS } from './status-table.ts';
import { wireOrder } from './testing/samples.ts';

const CARD: StandingRules = { means: 'card', authorisedCountsAsPaid: true, sandbox: false };
const QR: StandingRules = { means: 'qr', authorisedCountsAsPaid: true, sandbox: false };

const standing = (code: number, rules: StandingRules, parts: Record<string, unknown> = {}) =>
  standingOf(payOrderSchema.parse(wireOrder(code, parts)), rules);
const attempt = (supplierData: unknown = []) => ({
  payments: [{ paymentMethod: { id: 1927, input: { terminalCode: 'TH-1234-5678' } }, supplierData }],
});

test.each<[number, Phase, Phase]>([
  [0, 'starting', 'scan'],
  [20, 'starting', 'scan'],
  [25, 'starting', 'scan'],
  [50, 'present-card', 'scan'],
  [60, 'present-card', 'scan'],
  [90, 'present-card', 'scan'],
  [98, 'present-card', 'scan'],
  [75, 'processing', 'processing'],
  [76, 'processing', 'processing'],
  [80, 'processing', 'processing'],
  [85, 'processing', 'processing'],
  [91, 'checking', 'checking'],
  [94, 'checking', 'checking'],
  [106, 'checking', 'checking'],
  [127, 'checking', 'checking'],
  [526, 'checking', 'checking'],
  [-51, 'checking', 'checking'],
  [-70, 'checking', 'checking'],
  [-71, 'checking', 'checking'],
  [-72, 'checking', 'checking'],
  [-81, 'checking', 'checking'],
  [-82, 'checking', 'checking'],
  [123, 'checking', 'checking'],
])('%i is under way: %s on a terminal, %s on a phone', (code, card, qr) => {
  expect(standing(code, CARD)).toEqual({ kind: 'pending', phase: card });
  expect(standing(code, QR)).toEqual({ kind: 'pending', phase: qr });
});

test('a payment attempt on the hosted page shows that somebody scanned', () => {
  expect(standing(50, QR, attempt())).toEqual({ kind: 'pending', phase: 'scanned' });
  expect(standing(20, QR, attempt())).toEqual({ kind: 'pending', phase: 'scan' });
});

test.each([
  [-60, { kind: 'declined', reason: 'failed', detail: '-60 FAILURE' }],
  [-61, { kind: 'cancelled', reason: 'cancelled-by-till', detail: '-61 VOID' }],
  [-63, { kind: 'declined', reason: 'declined-by-issuer', detail: '-63 DENIED' }],
  [-64, { kind: 'declined', reason: 'failed', detail: '-64 DENIED_BY_MERCHANT' }],
  [-80, { kind: 'timed-out', detail: '-80 EXPIRED' }],
  [-90, { kind: 'cancelled', reason: 'cancelled-by-customer', detail: '-90 CANCEL' }],
  [-42, { kind: 'cancelled', reason: 'failed', detail: '-42' }],
])('%i is an end without money', (code, outcome) => {
  expect(standing(code, CARD)).toEqual({ kind: 'final', outcome });
  expect(standing(code, QR)).toEqual({ kind: 'final', outcome });
});

test.each([
  ['USER_CANCELLATION', { kind: 'cancelled', reason: 'cancelled-by-customer' }],
  ['MERCHANT_CANCELLATION', { kind: 'cancelled', reason: 'cancelled-by-till' }],
  ['DEVICE_CANCELLATION', { kind: 'cancelled', reason: 'failed' }],
  ['TIMEOUT_EXPIRATION', { kind: 'timed-out' }],
])('a cancelled order with %s says how', (text, outcome) => {
  for (const key of ['incident_text', 'incident_test']) {
    const detail = `-90 CANCEL ${text}`;
    expect(standing(-90, CARD, attempt({ [key]: text }))).toEqual({ kind: 'final', outcome: { ...outcome, detail } });
  }
});

test('the code of an incident stands beside its words', () => {
  const parts = attempt({ incident_text: 'HOST_CANCELLATION', incident_code: 412 });
  expect(standing(-90, CARD, parts)).toMatchObject({ outcome: { detail: '-90 CANCEL HOST_CANCELLATION (412)' } });
  expect(standing(-63, CARD, attempt({ incident_code: '51' }))).toMatchObject({
    outcome: { detail: '-63 DENIED (51)' },
  });
});

test('100 is paid, with what the provider says about it', () => {
  expect(
    standing(100, CARD, { ...attempt(), receipt: Buffer.from('["PAN 4111111111111111"]').toString('base64') }),
  ).toEqual({
    kind: 'final',
    outcome: {
      kind: 'approved',
      approval: {
        finalCents: 1470,
        transactionReference: '51000000001Xa1b2',
        cardType: null,
        terminalLabel: 'TH-1234-5678',
        providerMethod: '1927',
        receipts: [{ kind: 'cardholder', lines: ['PAN 411111******1111'] }],
        settlement: 'final',
      },
    },
  });
});

test('the amount is what was captured, then what was authorised, then what was asked', () => {
  const finalCents = (code: number, parts: Record<string, unknown>) => {
    const found = standing(code, CARD, parts);
    return found.kind === 'final' && found.outcome.kind === 'approved' ? found.outcome.approval.finalCents : undefined;
  };
  expect(finalCents(100, { capturedAmount: { value: 1400 } })).toBe(1400);
  expect(finalCents(95, { capturedAmount: { value: 0 }, authorizedAmount: { value: 1470 } })).toBe(1470);
  expect(finalCents(100, { capturedAmount: null, authorizedAmount: null })).toBe(1470);
  expect(finalCents(100, { capturedAmount: { value: 10 ** 12 } })).toBeUndefined();
});

test.each([95, 97])('%i counts as paid, unless the settings want the capture first', (code) => {
  const parts = { authorizedAmount: { value: 1470 } };
  expect(standing(code, CARD, parts)).toMatchObject({ kind: 'final', outcome: { kind: 'approved' } });
  expect(standing(code, { ...CARD, authorisedCountsAsPaid: false }, parts)).toEqual({
    kind: 'pending',
    phase: 'processing',
  });
});

test('a sandbox order is never money, unless the account is one of the sandbox (P1)', () => {
  const sandbox = { integration: { test: true } };
  expect(standing(100, CARD, sandbox)).toMatchObject({ kind: 'unreachable' });
  expect(standing(95, QR, sandbox)).toMatchObject({ kind: 'unreachable' });
  expect(standing(-90, CARD, sandbox)).toMatchObject({ kind: 'final', outcome: { kind: 'cancelled' } });
  expect(standing(100, { ...CARD, sandbox: true }, sandbox)).toMatchObject({ outcome: { kind: 'approved' } });
  for (const integration of [null, [], {}, { test: null }, { test: false }]) {
    expect(standing(100, CARD, { integration })).toMatchObject({ outcome: { kind: 'approved' } });
  }
});

test('no code but these is ever "paid" (P1)', () => {
  fc.assert(
    fc.property(fc.integer({ min: -2000, max: 2000 }), fc.constantFrom(CARD, QR), (code, rules) => {
      const found = standing(code, rules, attempt());
      const paid = found.kind === 'final' && found.outcome.kind === 'approved';
      expect(paid).toBe(code === 95 || code === 97 || code === 100);
    }),
  );
});

test('every code of the table has a name and a meaning', () => {
  for (const [code, { name, meaning }] of PAY_STATUS) expect([code, name, meaning.kind]).not.toContain('');
});
