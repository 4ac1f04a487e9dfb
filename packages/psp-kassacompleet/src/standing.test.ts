import type { Standing } from '@tillbridge/payments';
import { describe, expect, test } from 'vitest';
import { kcOrderSchema } from './order.wire.ts';
import type { KcErrorEnds, KcMethod } from './settings.ts';
import { seenOf } from './standing.ts';
import { NOW, ORDER_ID, wireOrder, wireTransaction } from './testing/samples.ts';

const PAGE: KcMethod = { kind: 'page' };
const IDEAL: KcMethod = { kind: 'ideal' };
const MINUTE_MS = 60_000;

interface Rules {
  readonly method?: KcMethod;
  readonly errorEnds?: KcErrorEnds;
  readonly test?: boolean;
  readonly now?: number;
}

function seen(
  status: string,
  parts: Record<string, unknown> = {},
  { method = PAGE, errorEnds, test = false, now = NOW }: Rules = {},
) {
  const order = kcOrderSchema.parse(wireOrder(status, parts));
  return seenOf(order, { method, errorEnds: errorEnds ?? 'single-method', test, now });
}

const HUGE = wireTransaction('completed', { amount: 9_000_000_000 });

const kindOf = (standing: Standing) => (standing.kind === 'final' ? standing.outcome.kind : standing.kind);
const withTransactions = (...statuses: string[]) => ({ transactions: statuses.map((one) => wireTransaction(one)) });

test('P1: an order of a test project is paid on an account for tests alone; that nothing was paid stays proved', () => {
  const flags = { flags: ['is-test'] };
  expect(seen('completed', flags).standing).toMatchObject({
    kind: 'unreachable',
    detail: expect.stringContaining('KC-117'),
  });
  expect(kindOf(seen('completed', flags, { test: true }).standing)).toBe('approved');
  expect(kindOf(seen('cancelled', flags).standing)).toBe('cancelled');
  expect(kindOf(seen('completed', { flags: null }).standing)).toBe('approved');
});

describe('statuses of an order', () => {
  test.each([
    ['new', 'pending', 'pending'],
    ['processing', 'pending', 'pending'],
    ['completed', 'approved', 'approved'],
    ['error', 'pending', 'declined'],
    ['declined', 'pending', 'declined'],
    ['cancelled', 'cancelled', 'cancelled'],
    ['expired', 'timed-out', 'timed-out'],
    ['see-transactions', 'pending', 'pending'],
    ['accepted', 'pending', 'pending'],
    ['something-new', 'pending', 'pending'],
    ['constructor', 'pending', 'pending'],
  ])('%s is %s on the page and %s with one method', (status, onPage, direct) => {
    expect(kindOf(seen(status).standing)).toBe(onPage);
    expect(kindOf(seen(status, {}, { method: IDEAL }).standing)).toBe(direct);
  });

  test('nothing but `completed` is paid: no timestamp, no detail, no transaction (P1)', () => {
    for (const status of ['new', 'processing', 'error', 'see-transactions', 'cancelled', 'expired', 'whatever']) {
      for (const transaction of ['completed', 'accepted', 'captured']) {
        const done = {
          completed: '2026-03-01T09:01:00.000000+00:00',
          transactions: [
            wireTransaction(transaction, {
              completed: '2026-03-01T09:01:00.000000+00:00',
              payment_method_details: { status: 'Success' },
            }),
          ],
        };
        expect(kindOf(seen(status, done).standing)).not.toBe('approved');
      }
    }
  });

  test.each<[KcErrorEnds, KcMethod, string]>([
    ['single-method', PAGE, 'pending'],
    ['single-method', IDEAL, 'declined'],
    ['always', PAGE, 'declined'],
    ['never', IDEAL, 'pending'],
  ])('`error` when it ends %s', (errorEnds, method, kind) => {
    expect(kindOf(seen('error', {}, { errorEnds, method }).standing)).toBe(kind);
  });

  test('`error` on the page has ended for good long after its time', () => {
    expect(kindOf(seen('error', {}, { now: NOW + 17 * MINUTE_MS }).standing)).toBe('pending');
    expect(kindOf(seen('error', {}, { now: NOW + 19 * MINUTE_MS }).standing)).toBe('declined');
    const untold = { expiration_period: null };
    expect(kindOf(seen('error', untold, { now: NOW + 900 * MINUTE_MS }).standing)).toBe('pending');
  });

  test('the cashier reads why an attempt failed while the guest may try again', () => {
    const failed = { transactions: [wireTransaction('error', { reason: 'Refused by 4111 1111 1111 1111' })] };
    expect(seen('error', failed)).toEqual({
      standing: { kind: 'pending', phase: 'scanned' },
      words: 'Refused by 4111 11** **** 1111',
    });
    const told = { transactions: [wireTransaction('error', { customer_message: 'Try another card' })] };
    expect(seen('error', told).words).toBe('Try another card');
  });

  test('a guest who failed and gave up was declined, not silent', () => {
    expect(seen('expired', withTransactions('error')).standing).toMatchObject({
      outcome: { kind: 'declined', reason: 'failed' },
    });
    expect(seen('declined', {}, { method: IDEAL }).standing).toMatchObject({
      outcome: { reason: 'declined-by-issuer' },
    });
  });
});

describe('phases', () => {
  test.each([
    ['new', [], PAGE, 'scan'],
    ['processing', [], PAGE, 'scanned'],
    ['processing', ['pending'], PAGE, 'scanned'],
    ['processing', ['error', 'pending'], PAGE, 'scanned'],
    ['processing', ['processing'], PAGE, 'processing'],
    ['processing', ['accepted'], PAGE, 'processing'],
    ['processing', ['captured'], PAGE, 'processing'],
    ['new', ['new'], IDEAL, 'scan'],
    ['processing', ['pending'], { kind: 'bank-transfer' } as const, 'scan'],
    ['see-transactions', ['completed', 'error'], PAGE, 'checking'],
  ])('%s with %j', (status, transactions, method, phase) => {
    expect(seen(status, withTransactions(...transactions), { method }).standing).toEqual({ kind: 'pending', phase });
  });

  test.each(['error', 'cancelled', 'expired'])(
    '%s with money taken for a part of it is no "not paid" (P5)',
    (status) => {
      for (const method of [PAGE, IDEAL]) {
        const { standing, words } = seen(status, withTransactions('completed', 'error'), { method });
        expect(standing).toEqual({ kind: 'pending', phase: 'checking' });
        expect(words).toContain('KC-115');
      }
    },
  );

  test('mixed transactions are told to the cashier', () => {
    expect(seen('see-transactions').words).toContain('KC-115');
  });
});

describe('what was paid', () => {
  test('with method and number', () => {
    const paid = {
      transactions: [wireTransaction('error'), wireTransaction('completed', { payment_method: 'bancontact' })],
    };
    expect(seen('completed', paid).standing).toEqual({
      kind: 'final',
      outcome: {
        kind: 'approved',
        approval: {
          finalCents: 1470,
          transactionReference: ORDER_ID,
          cardType: null,
          terminalLabel: null,
          providerMethod: 'bancontact',
          receipts: [],
          settlement: 'final',
        },
      },
    });
  });

  test.each([
    ['of the order', { amount: 1500 }, 1500],
    ['of its transaction', { transactions: [wireTransaction('completed', { amount: 1000 })] }, 1000],
    [
      'of several',
      { transactions: [wireTransaction('completed', { amount: 1000 }), wireTransaction('captured', { amount: 470 })] },
      1470,
    ],
    ['without amounts of transactions', { transactions: [wireTransaction('completed', { amount: null })] }, 1470],
  ])('another amount %s is told as it is', (_name, parts, finalCents) => {
    expect(seen('completed', parts).standing).toMatchObject({ outcome: { approval: { finalCents } } });
  });

  test.each([
    ['another currency', { currency: 'USD' }],
    ['another currency of the payment', { transactions: [wireTransaction('completed', { currency: 'SEK' })] }],
    ['a refund by its flag', { flags: ['is-refund'] }],
    ['a refund by its origin', { refund_of_order_id: ORDER_ID }],
    ['more than any till can take', { transactions: [HUGE, HUGE] }],
  ])('%s proves nothing (P1)', (_name, parts) => {
    expect(seen('completed', parts).standing).toMatchObject({
      kind: 'unreachable',
      detail: expect.stringContaining('KC-114'),
    });
  });

  test('refunded later is paid all the same', () => {
    expect(kindOf(seen('completed', { flags: ['has-refunds'] }).standing)).toBe('approved');
  });
});
