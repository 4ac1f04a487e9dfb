import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, notSent, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { toOrderRequest } from './create-order.ts';
import { KC_ERRORS } from './errors.ts';
import { KcClient } from './kc-client.ts';
import type { KcAccount } from './settings.ts';
import { ACCOUNT, call, NOW, ORDER_ID, paymentOrder, REFERENCE, REFUND_ID, wireOrder } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const made = toOrderRequest(paymentOrder(), ACCOUNT, { kind: 'page' }, NOW);
if (made === undefined) throw new Error('no order');
const REQUEST = made;
const REFUND = { amount: 500, description: 'back', merchant_order_id: '01JKCREFUND000000000000001' };
const PATH = `/v1/orders/${ORDER_ID}`;

function clientOf(account: Partial<KcAccount>, ...script: ConstructorParameters<typeof ScriptedHttp>) {
  const clock = new FakeClock(NOW);
  const http = new ScriptedHttp(...script);
  return { clock, http, client: new KcClient({ ...ACCOUNT, ...account }, http, clock) };
}

describe('signing in', () => {
  test('is the key with an empty password, the example of the documentation', async () => {
    const { client, http } = clientOf({ apiKey: 'hunter2' }, answer(201, wireOrder('new')));
    await client.create(REQUEST, call());
    expect(http.requests[0]).toMatchObject({
      method: 'POST',
      url: 'https://kc.example/v1/orders/',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: 'Basic aHVudGVyMjo=',
      },
      timeoutMs: 10_000,
    });
    expect(JSON.parse(String(http.requests[0]?.body))).toEqual(REQUEST);
  });

  test('a call without a body names no content type', async () => {
    const { client, http } = clientOf({}, answer(200, wireOrder('new')));
    await client.order(ORDER_ID, call());
    expect(Object.keys(http.requests[0]?.headers ?? {})).toEqual(['accept', 'authorization']);
  });
});

describe('create', () => {
  test.each<[string, HttpReply, 'created' | 'unclear' | 'refused']>([
    ['an order', answer(201, wireOrder('new')), 'created'],
    ['an order without our reference', answer(201, wireOrder('new', { merchant_order_id: undefined })), 'created'],
    ['a soft failure is an order too', answer(201, wireOrder('error')), 'created'],
    ['nobody there', notSent(), 'refused'],
    ['a lost answer', noAnswer('reset'), 'unclear'],
    ['400', problem(400), 'refused'],
    ['401 without a status of its own', problem(401, { type: 'Unauthorized', value: 'no' }), 'refused'],
    ['403', problem(403), 'refused'],
    ['404', problem(404), 'refused'],
    ['422', problem(422), 'refused'],
    ['429', problem(429), 'refused'],
    ['408', problem(408, {}), 'unclear'],
    ['500', problem(500), 'unclear'],
    ['502 in HTML', answer(502, '<html>'), 'unclear'],
    ['503 with a status of text', problem(503, { status: '503', type: 'ConnectionError', value: 'x' }), 'unclear'],
    ['504', answer(504, ''), 'unclear'],
    ['an error of 400 under 200', problem(200, { status: 400, value: 'x' }), 'refused'],
    ['an error of "403" under 201', problem(201, { status: '403', value: 'x' }), 'refused'],
    ['an error of 503 under 400', answer(400, { error: { status: 503 } }), 'unclear'],
    ['an error without a status under 200', problem(200, { type: 'X', value: 'x' }), 'unclear'],
    ['an error that is a text', answer(400, { error: 'no' }), 'refused'],
    ['an error of the newest form', problem(400, { message: 'm', detail: 'd' }), 'refused'],
    ['another amount', answer(201, wireOrder('new', { amount: 1471 })), 'unclear'],
    ['another currency', answer(201, wireOrder('new', { currency: 'USD' })), 'unclear'],
    ['another reference', answer(201, wireOrder('new', { merchant_order_id: 'OTHER' })), 'unclear'],
    ['a redirect elsewhere', answer(302, '', { location: 'https://sign-in.example/' }), 'unclear'],
  ])('%s', async (_name, reply, kind) => {
    const { client, http } = clientOf({}, reply);
    expect((await client.create(REQUEST, call())).kind).toBe(kind);
    expect(http.requests).toHaveLength(1);
  });

  test('keeps what was said, on one line and masked', async () => {
    const error = {
      status: 400,
      type: 'ValidationError',
      value: '[] is not\nof type 4111111111111111',
      property_path: 'a.b',
    };
    const { client } = clientOf({}, problem(400, error));
    expect(await client.create(REQUEST, call())).toEqual({
      kind: 'refused',
      failure: {
        entry: KC_ERRORS.orderRefused,
        detail: 'KC-103 HTTP 400 ValidationError; a.b; [] is not of type 411111******1111',
      },
    });
  });
});

describe('the slash at the end', () => {
  const sendTo = (location: string, status = 308) => answer(status, '', { location });

  test('is a setting', async () => {
    const { client, http } = clientOf({ trailingSlash: false }, answer(200, wireOrder('new')));
    await client.order(ORDER_ID, call());
    expect(http.asked).toEqual([`GET ${PATH}`]);
  });

  test('is learned from a redirect to the same place', async () => {
    const { client, http } = clientOf({}, sendTo(PATH, 301), answer(200, wireOrder('new')));
    expect((await client.order(ORDER_ID, call())).kind).toBe('order');
    await client.order(ORDER_ID, call());
    expect(http.asked).toEqual([`GET ${PATH}/`, `GET ${PATH}`, `GET ${PATH}`]);
  });

  test('is learned from a 404 that the other spelling doesn’t get', async () => {
    const { client, http } = clientOf({}, answer(404, '<h1>Not Found</h1>'), answer(200, wireOrder('new')));
    expect((await client.order(ORDER_ID, call())).kind).toBe('order');
    await client.order(ORDER_ID, call());
    expect(http.asked).toEqual([`GET ${PATH}/`, `GET ${PATH}`, `GET ${PATH}`]);
  });

  test('a create follows where the server says that nothing was done, and stays where it doesn’t (P3)', async () => {
    for (const [status, asked, kind] of [
      [307, ['POST /v1/orders/', 'POST /v1/orders'], 'created'],
      [308, ['POST /v1/orders/', 'POST /v1/orders'], 'created'],
      [301, ['POST /v1/orders/'], 'unclear'],
      [302, ['POST /v1/orders/'], 'unclear'],
    ] as const) {
      const { client, http } = clientOf({}, sendTo('/v1/orders', status), answer(201, wireOrder('new')));
      expect((await client.create(REQUEST, call())).kind).toBe(kind);
      expect(http.asked).toEqual(asked);
    }
  });

  test('calls at once don’t undo what another has learned', async () => {
    const { client, http } = clientOf({}, ({ url }) =>
      url.endsWith('/') ? sendTo(url.slice(0, -1)) : answer(200, wireOrder('new')),
    );
    const both = await Promise.all([client.order(ORDER_ID, call()), client.order(ORDER_ID, call())]);
    expect(both.map(({ kind }) => kind)).toEqual(['order', 'order']);
    await client.order(ORDER_ID, call());
    expect(http.asked.at(-1)).toBe(`GET ${PATH}`);
  });

  test('goes back and forth once and no more', async () => {
    const { client, http } = clientOf({}, ({ url }) => sendTo(url.endsWith('/') ? url.slice(0, -1) : `${url}/`));
    expect((await client.order(ORDER_ID, call())).kind).toBe('failed');
    expect(http.requests).toHaveLength(2);
  });
});

describe('an order', () => {
  test.each<[string, readonly HttpReply[], 'absent' | 'failed']>([
    ['the platform says so in both spellings', [problem(404)], 'absent'],
    ['the platform says so in one, a server in the other', [answer(404, '<h1>'), problem(404)], 'absent'],
    ['a server says so, without the platform’s words', [answer(404, '<h1>Not found</h1>')], 'failed'],
    ['one spelling isn’t answered', [problem(404), noAnswer()], 'failed'],
    ['one spelling fails', [problem(404), problem(503)], 'failed'],
  ])('that is not there: %s', async (_name, script, kind) => {
    expect((await clientOf({}, ...script).client.order(ORDER_ID, call())).kind).toBe(kind);
  });

  test('that was there isn’t absent because it isn’t any more', async () => {
    const { client } = clientOf({}, answer(200, wireOrder('new')), problem(404));
    await client.order(ORDER_ID, call());
    expect(await client.order(ORDER_ID, call())).toMatchObject({
      kind: 'failed',
      failure: { entry: KC_ERRORS.orderGone },
    });
  });

  test('another one proves nothing (P1)', async () => {
    const { client } = clientOf({}, answer(200, wireOrder('completed', { id: REFUND_ID })));
    expect(await client.order(ORDER_ID, call())).toMatchObject({
      kind: 'failed',
      failure: { entry: KC_ERRORS.otherOrder },
    });
  });

  test.each([
    ['7', 7_000],
    [undefined, 5_000],
  ])('a 429 that wants %s is told with its wait', async (wait, slowDownMs) => {
    const headers: Record<string, string> = wait === undefined ? {} : { 'retry-after': wait };
    const { client, http } = clientOf({}, answer(429, { error: {} }, headers));
    expect(await client.order(ORDER_ID, call())).toMatchObject({ kind: 'failed', slowDownMs });
    expect(http.requests).toHaveLength(1);
  });

  test('an id from outside cannot change the path', async () => {
    const { client, http } = clientOf({}, noAnswer());
    await client.order('../../x?y#z', call());
    await client.cancel('../../x?y#z', call());
    await client.refund('../../x?y#z', REFUND, call());
    const path = '/v1/orders/..%2F..%2Fx%3Fy%23z/';
    expect(http.asked).toEqual([`GET ${path}`, `DELETE ${path}`, `POST ${path}refunds/`]);
  });
});

describe('cancel', () => {
  test.each<[string, HttpReply, 'done' | 'refused' | 'failed']>([
    ['the order back', answer(200, wireOrder('cancelled')), 'done'],
    ['nothing back', answer(204, ''), 'done'],
    ['400', problem(400), 'refused'],
    ['403', problem(403), 'refused'],
    ['404', problem(404), 'refused'],
    ['405 in HTML', answer(405, '<h1>Method Not Allowed</h1>'), 'refused'],
    ['409', problem(409), 'refused'],
    ['401', problem(401), 'failed'],
    ['429', problem(429), 'failed'],
    ['503', problem(503), 'failed'],
    ['silence', noAnswer(), 'failed'],
    ['nobody there', notSent(), 'failed'],
    ['a page of something in between', answer(200, '<html>'), 'failed'],
    ['another order', answer(200, wireOrder('cancelled', { id: REFUND_ID })), 'failed'],
  ])('%s', async (_name, reply, kind) => {
    const { client, http } = clientOf({}, reply);
    expect((await client.cancel(ORDER_ID, call())).kind).toBe(kind);
    expect(http.asked).toEqual([`DELETE ${PATH}/`]);
  });
});

describe('refund', () => {
  const back = (parts: object = {}) => ({ id: REFUND_ID, amount: 500, status: 'pending', ...parts });

  test.each<[string, HttpReply, 'taken' | 'unclear' | 'refused']>([
    ['an order as NoPayn keeps it short', answer(201, back()), 'taken'],
    [
      'a whole order',
      answer(200, wireOrder('completed', { ...back(), merchant_order_id: REFUND.merchant_order_id })),
      'taken',
    ],
    ['400', problem(400), 'refused'],
    ['429', problem(429), 'refused'],
    ['nobody there', notSent(), 'refused'],
    ['500', problem(500), 'unclear'],
    ['silence', noAnswer(), 'unclear'],
    ['another amount', answer(201, back({ amount: 1470 })), 'unclear'],
    ['another currency', answer(201, back({ currency: 'SEK' })), 'unclear'],
    ['another reference', answer(201, back({ merchant_order_id: REFERENCE })), 'unclear'],
    ['of another order', answer(201, back({ refund_of_order_id: REFUND_ID })), 'unclear'],
    ['the paid order itself', answer(201, back({ id: ORDER_ID })), 'unclear'],
  ])('%s', async (_name, reply, kind) => {
    const { client, http } = clientOf({}, reply);
    expect((await client.refund(ORDER_ID, REFUND, call())).kind).toBe(kind);
    expect(http.asked).toEqual([`POST ${PATH}/refunds/`]);
    expect(JSON.parse(String(http.requests[0]?.body))).toEqual(REFUND);
  });
});

describe('looking around', () => {
  test('a list of orders, in both forms, and never half of one', async () => {
    const orders = [wireOrder('completed')];
    for (const body of [orders, { orders }, { orders, next: null, has_more: false }]) {
      const { client, http } = clientOf({}, answer(200, body));
      expect(await client.orders(NOW, NOW + 60_000, call())).toMatchObject({
        kind: 'value',
        value: [{ id: ORDER_ID }],
      });
      expect(http.asked).toEqual([
        'GET /v1/orders/?created_since=2026-03-01T09%3A00%3A00.000000%2B00%3A00&created_until=2026-03-01T09%3A01%3A00.000000%2B00%3A00',
      ]);
    }
    for (const body of [{ orders, next: 'page2' }, { orders, has_more: true }, [...orders, { id: 1 }], {}]) {
      expect((await clientOf({}, answer(200, body)).client.orders(NOW, NOW, call())).kind).toBe('failed');
    }
  });

  test('banks for iDEAL', async () => {
    const banks = [{ id: 'INGBNL2A', list_type: 'Nederland', name: 'ING', more: 1 }];
    const { client, http } = clientOf({}, answer(200, banks));
    expect(await client.issuers(call())).toMatchObject({ kind: 'value', value: [{ id: 'INGBNL2A', name: 'ING' }] });
    expect(http.asked).toEqual(['GET /v1/ideal/issuers/']);
    expect((await clientOf({}, problem(404)).client.issuers(call())).kind).toBe('failed');
  });

  test('what the project may do', async () => {
    const permissions = {
      '/payment-methods/ideal/': { POST: true },
      '/payment-methods/paypal/': { POST: false },
      '/payment-methods/bancontact': { POST: true },
      '/orders/': { POST: true },
    };
    const { client } = clientOf({}, answer(200, { status: 'active-testing', permissions }));
    expect(await client.project(call())).toEqual({
      kind: 'value',
      value: { status: 'active-testing', methods: ['ideal', 'bancontact'] },
    });
    expect(await clientOf({}, problem(401)).client.project(call())).toMatchObject({
      kind: 'failed',
      failure: { entry: KC_ERRORS.notAllowed },
    });
  });
});

test('no detail of any failure carries a secret (S1)', async () => {
  for (const reply of [problem(401), noAnswer(), notSent(), answer(500, 'x'), answer(200, '<html>')]) {
    const { client } = clientOf({}, reply);
    const text = JSON.stringify([
      await client.create(REQUEST, call()),
      await client.order(ORDER_ID, call()),
      await client.cancel(ORDER_ID, call()),
      await client.refund(ORDER_ID, REFUND, call()),
      await client.project(call()),
    ]);
    expect(text).not.toContain(ACCOUNT.apiKey);
    expect(text).not.toContain('Basic ');
  }
});
