/** Whatever comes back instead of an order: a typed answer, and never an outcome by guess (P1, P3). */
import type { RouteId } from '@tillbridge/payments';
import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKcAccount } from './kc-account.ts';
import { KcClient } from './kc-client.ts';
import { createKcQr } from './kc-qr.ts';
import { ACCOUNT, call, HANDLE, NOW, ORDER_ID, paymentOrder, wireOrder, wireTransaction } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const whole = JSON.stringify(wireOrder('completed'));

/** Name, answer, what a start says, what a question says. */
const TABLE: readonly (readonly [string, HttpReply, 'accepted' | 'refused' | 'unclear', 'pending' | 'unreachable'])[] =
  [
    ['an HTML page', answer(200, '<html><body>Please sign in</body></html>'), 'unclear', 'unreachable'],
    ['an HTML error page', answer(502, '<html><h1>502 Bad Gateway</h1></html>'), 'unclear', 'unreachable'],
    ['truncated JSON', answer(200, whole.slice(0, whole.length / 2)), 'unclear', 'unreachable'],
    ['an empty body', answer(200, ''), 'unclear', 'unreachable'],
    ['null', answer(200, 'null'), 'unclear', 'unreachable'],
    ['a list', answer(200, [wireOrder('completed')]), 'unclear', 'unreachable'],
    [
      'bytes that are no text',
      { ...answer(200, ''), body: Uint8Array.of(0x22, 0xff, 0x22) } as HttpReply,
      'unclear',
      'unreachable',
    ],
    ['no status', answer(200, wireOrder('x', { status: undefined })), 'unclear', 'unreachable'],
    ['a status that is a number', answer(200, wireOrder('x', { status: 1 })), 'unclear', 'unreachable'],
    ['no id', answer(200, wireOrder('completed', { id: undefined })), 'unclear', 'unreachable'],
    ['an amount of text', answer(200, wireOrder('completed', { amount: '1470' })), 'unclear', 'unreachable'],
    ['an amount with a fraction', answer(200, wireOrder('completed', { amount: 14.7 })), 'unclear', 'unreachable'],
    ['a negative amount', answer(200, wireOrder('completed', { amount: -1470 })), 'unclear', 'unreachable'],
    ['no amount at all', answer(200, wireOrder('completed', { amount: 0 })), 'unclear', 'unreachable'],
    ['an amount beyond 2^53', answer(200, whole.replace('1470', '9007199254740993')), 'unclear', 'unreachable'],
    [
      'an amount beyond any till',
      answer(200, wireOrder('completed', { amount: 99_999_999_999 })),
      'unclear',
      'unreachable',
    ],
    ['an amount beyond numbers', answer(200, whole.replace('1470', '1e999')), 'unclear', 'unreachable'],
    ['another currency', answer(200, wireOrder('completed', { currency: 'USD' })), 'unclear', 'unreachable'],
    ['no currency', answer(200, wireOrder('completed', { currency: undefined })), 'unclear', 'unreachable'],
    ['flags that are a text', answer(200, wireOrder('completed', { flags: 'is-refund' })), 'unclear', 'unreachable'],
    [
      'transactions that are a map',
      answer(200, wireOrder('completed', { transactions: {} })),
      'unclear',
      'unreachable',
    ],
    [
      'a transaction of a negative amount',
      answer(200, wireOrder('completed', { transactions: [wireTransaction('completed', { amount: -1 })] })),
      'unclear',
      'unreachable',
    ],
    [
      'a transaction beyond 2^53',
      answer(200, wireOrder('completed', { transactions: [wireTransaction('completed', { amount: 2 ** 53 })] })),
      'unclear',
      'unreachable',
    ],
    ['an unknown status', answer(200, wireOrder('under-review')), 'accepted', 'pending'],
    ['a wrong key', problem(401, { type: 'Unauthorized', value: 'no' }), 'refused', 'unreachable'],
    ['too many calls', problem(429), 'refused', 'unreachable'],
    ['a failing server', problem(500), 'unclear', 'unreachable'],
    ['a failing bank', problem(503, { status: '503', type: 'ConnectionError', value: 'x' }), 'unclear', 'unreachable'],
    ['an error under 200', problem(200, { type: 'ConnectionError', value: 'x' }), 'unclear', 'unreachable'],
    [
      'an order beside an error',
      answer(200, { ...wireOrder('completed'), error: { value: 'x' } }),
      'unclear',
      'unreachable',
    ],
    ['a redirect', answer(302, '', { location: 'https://sign-in.example/' }), 'unclear', 'unreachable'],
    ['a redirect to nowhere', answer(301, ''), 'unclear', 'unreachable'],
    [
      'a redirect in circles',
      answer(308, '', { location: `https://kc.example/v1/orders/${ORDER_ID}/` }),
      'unclear',
      'unreachable',
    ],
    ['nothing in time', noAnswer('timeout'), 'unclear', 'unreachable'],
    ['an answer that breaks off', noAnswer('broken-answer'), 'unclear', 'unreachable'],
    ['an answer without an end', noAnswer('answer-too-large'), 'unclear', 'unreachable'],
  ];

describe.each([true, false])('with a slash at the end: %s', (trailingSlash) => {
  test.each(TABLE)('%s', async (_name, reply, begun, stands) => {
    const clock = new FakeClock(NOW);
    const http = new ScriptedHttp(reply);
    const client = new KcClient({ ...ACCOUNT, trailingSlash, orderLists: true, refundsAreFlagged: true }, http, clock);
    const settings = { route: 'kc' as RouteId, leaseMs: 180_000, method: { kind: 'page' } } as const;
    const qr = createKcQr(settings, { client, clock });
    expect((await qr.begin(paymentOrder(), call())).kind).toBe(begun);
    expect(http.requests).toHaveLength(1);
    expect((await qr.enquire(HANDLE, call())).kind).toBe(stands);

    const account = createKcAccount(client, clock);
    const refund = {
      reference: HANDLE.reference,
      original: { reference: HANDLE.reference, providerRef: ORDER_ID, amountCents: HANDLE.amountCents },
      amountCents: HANDLE.amountCents,
      description: 'back',
    };
    const before = http.requests.length;
    expect((await account.refund?.(refund, call()))?.kind).toBe('refused');
    expect(http.requests.slice(before).filter(({ method }) => method === 'POST')).toEqual([]);
    expect((await account.enquireRefund?.(refund, null, call()))?.kind).not.toMatch(/done|failed/);
  });
});

test('a paid order with junk where nothing is decided is paid', async () => {
  const clock = new FakeClock(NOW);
  const junk = {
    created: 7,
    expiration_period: {},
    order_url: [],
    refund_orders: 'none',
    customer: 'x',
    transactions: [
      wireTransaction('completed', {
        reason: 1,
        payment_method: {},
        payment_method_brand: [],
        payment_method_details: [],
        payment_url: false,
      }),
    ],
  };
  const client = new KcClient(ACCOUNT, new ScriptedHttp(answer(200, wireOrder('completed', junk))), clock);
  const settings = { route: 'kc' as RouteId, leaseMs: 180_000, method: { kind: 'page' } } as const;
  const standing = await createKcQr(settings, { client, clock }).enquire(HANDLE, call());
  expect(standing).toMatchObject({
    outcome: { kind: 'approved', approval: { finalCents: 1470, providerMethod: null } },
  });
});

const FIELDS = [
  'id',
  'status',
  'currency',
  'amount',
  'merchant_order_id',
  'flags',
  'transactions',
  'refund_of_order_id',
];

test('whatever an answer says, a question is answered, and "paid" needs all that is paid (P1)', async () => {
  const junk = fc.dictionary(fc.constantFrom(...FIELDS, 'error', 'created', 'refund_orders'), fc.jsonValue(), {
    maxKeys: 3,
  });
  const status = fc.constantFrom(
    'new',
    'processing',
    'completed',
    'error',
    'cancelled',
    'expired',
    'see-transactions',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(status, junk, async (shown, fields) => {
      const clock = new FakeClock(NOW);
      const body = { ...wireOrder(shown), ...fields };
      const client = new KcClient(ACCOUNT, new ScriptedHttp(answer(200, body)), clock);
      const settings = { route: 'kc' as RouteId, leaseMs: 180_000, method: { kind: 'page' } } as const;
      const standing = await createKcQr(settings, { client, clock }).enquire(HANDLE, call());
      if (standing.kind !== 'final' || standing.outcome.kind !== 'approved') return;
      expect(body).toMatchObject({ id: ORDER_ID, status: 'completed', currency: 'EUR' });
      expect([HANDLE.reference, null, '']).toContain(body.merchant_order_id);
      expect(standing.outcome.approval.finalCents).toBeGreaterThan(0);
    }),
  );
});
