import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, notSent, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { toOrderRequest } from './create-order.ts';
import { PAY_ERRORS } from './errors.ts';
import { PayClient } from './pay-client.ts';
import { ACCOUNT, ORDER_ID, paymentOrder, wireOrder } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const REQUEST = toOrderRequest(paymentOrder(), ACCOUNT, 'TH-1234-5678');
const call = (timeoutMs = 10_000) => ({ timeoutMs, signal: new AbortController().signal });
const [ONE, TWO, THREE] = ['one.example', 'two.example', 'three.example'];

function clientOf(...script: ConstructorParameters<typeof ScriptedHttp>) {
  const clock = new FakeClock();
  const http = new ScriptedHttp(...script);
  return { clock, http, client: new PayClient(ACCOUNT, http, clock) };
}

describe('create', () => {
  test('signs in and sends JSON to the first core, once', async () => {
    const { client, http } = clientOf(answer(201, wireOrder(20)));
    expect(await client.create(REQUEST, call())).toMatchObject({ kind: 'created', order: { id: ORDER_ID } });
    expect(http.requests).toHaveLength(1);
    expect(http.requests[0]).toMatchObject({
      method: 'POST',
      url: 'https://one.example/v1/orders',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from('AT-1234-5678:demo-api-token-not-a-real-key').toString('base64')}`,
      },
      timeoutMs: 10_000,
    });
    expect(JSON.parse(String(http.requests[0]?.body))).toEqual(REQUEST);
  });

  test('goes to another core only when it provably never left (P3)', async () => {
    const { client, http } = clientOf(notSent('refused'), notSent('tls'), answer(201, wireOrder(20)));
    expect((await client.create(REQUEST, call())).kind).toBe('created');
    expect(http.hosts).toEqual([ONE, TWO, THREE]);
  });

  test('is refused when no core could be reached', async () => {
    const { client, http } = clientOf(notSent());
    const made = await client.create(REQUEST, call());
    expect(made).toMatchObject({ kind: 'refused', failure: { entry: PAY_ERRORS.notReached } });
    expect(http.hosts).toEqual([ONE, TWO, THREE]);
  });

  test.each<[string, HttpReply, 'unclear' | 'refused']>([
    ['a lost answer', noAnswer('reset'), 'unclear'],
    ['a 500', problem(500, 'PAY-1500'), 'unclear'],
    ['a 503', problem(503, 'PAY-1503'), 'unclear'],
    ['no JSON', answer(200, '<html>sign in</html>'), 'unclear'],
    ['a redirect', answer(302, ''), 'unclear'],
    ['an order without an id', answer(201, { status: { code: 20 } }), 'unclear'],
    ['a wrong type', answer(201, wireOrder(20, { amount: { value: '1470' } })), 'unclear'],
    ['an order of somebody else', answer(201, wireOrder(20, { reference: 'OTHER' })), 'unclear'],
    ['a 422', problem(422, 'PAY-1422'), 'refused'],
    ['a 429', problem(429, 'PAY-1429'), 'refused'],
    ['a 401', problem(401, 'PAY-1401'), 'refused'],
    ['a 500 that names a terminal in use', problem(500, 'PAY-9206'), 'refused'],
  ])('%s: %s', async (_name, reply, kind) => {
    const { client, http } = clientOf(reply);
    expect((await client.create(REQUEST, call())).kind).toBe(kind);
    expect(http.requests).toHaveLength(1);
  });

  test('after a core that never got it, a lost answer is still unclear', async () => {
    const { client, http } = clientOf(notSent(), noAnswer());
    expect((await client.create(REQUEST, call())).kind).toBe('unclear');
    expect(http.hosts).toEqual([ONE, TWO]);
  });

  test('leaves no core a longer time than is left', async () => {
    const slowly = async () => {
      await clock.advance(4_000);
      return notSent('connect-timeout');
    };
    const { client, http, clock } = clientOf(slowly, slowly, slowly);
    expect((await client.create(REQUEST, call(6_000))).kind).toBe('refused');
    expect(http.requests.map((request) => request.timeoutMs)).toEqual([6_000, 2_000]);
  });

  test('a core that failed rests, and the next order starts elsewhere', async () => {
    const { client, http, clock } = clientOf(notSent(), answer(201, wireOrder(20)));
    await client.create(REQUEST, call());
    await client.create(REQUEST, call());
    expect(http.hosts).toEqual([ONE, TWO, TWO]);
    await clock.advance(15_000);
    await client.create(REQUEST, call());
    expect(http.hosts.at(-1)).toBe(ONE);
  });
});

describe('status', () => {
  test('asks without credentials, on the core that made the order', async () => {
    const elsewhere = wireOrder(20, { links: { status: `https://two.example/v1/orders/${ORDER_ID}/status` } });
    const { client, http } = clientOf(answer(201, elsewhere), answer(200, wireOrder(50)));
    await client.create(REQUEST, call());
    expect(await client.status(ORDER_ID, call(), { full: false })).toMatchObject({
      kind: 'order',
      order: { status: { code: 50 } },
    });
    expect(http.requests[1]).toMatchObject({ method: 'GET', url: `https://two.example/v1/orders/${ORDER_ID}/status` });
    expect(http.requests[1]?.headers).toEqual({ accept: 'application/json' });
  });

  test('never calls an address that is not one of the cores', async () => {
    const foreign = wireOrder(20, { links: { status: 'https://evil.example/v1/orders/1/status' } });
    const { client, http } = clientOf(answer(201, foreign), answer(200, wireOrder(50)));
    await client.create(REQUEST, call());
    await client.status(ORDER_ID, call(), { full: false });
    expect(http.hosts).toEqual([ONE, ONE]);
  });

  test('signs in for the full view, and for good once Pay. wants it', async () => {
    const { client, http } = clientOf(problem(401, 'PAY-1401'), answer(200, wireOrder(50)));
    expect((await client.status(ORDER_ID, call(), { full: false })).kind).toBe('order');
    await client.status(ORDER_ID, call(), { full: false });
    expect(http.requests.map((request) => request.headers.authorization !== undefined)).toEqual([false, true, true]);
  });

  test('goes to the next core after silence, 5xx and 404', async () => {
    const { client, http } = clientOf(noAnswer(), problem(503, 'PAY-1503'), answer(200, wireOrder(100)));
    expect((await client.status(ORDER_ID, call(), { full: false })).kind).toBe('order');
    expect(http.hosts).toEqual([ONE, TWO, THREE]);
    const found = clientOf(problem(404, 'PAY-1404'), answer(200, wireOrder(100)));
    expect((await found.client.status(ORDER_ID, call(), { full: false })).kind).toBe('order');
  });

  test('an order is absent only when every core says so itself', async () => {
    const gone = problem(404, 'PAY-1404');
    expect((await clientOf(gone).client.status(ORDER_ID, call(), { full: false })).kind).toBe('absent');
    for (const script of [
      [gone, gone, noAnswer()],
      [gone, gone, answer(404, '<h1>Not found</h1>')],
      [gone, gone, problem(410, 'PAY-1410')],
      [gone, gone, problem(503, 'PAY-1503')],
    ]) {
      expect((await clientOf(...script).client.status(ORDER_ID, call(), { full: false })).kind).toBe('failed');
    }
  });

  test('a 429 is told with the wait it asks for, and goes nowhere else', async () => {
    const { client, http } = clientOf(answer(429, { code: 'PAY-1429' }, { 'retry-after': '7' }));
    expect(await client.status(ORDER_ID, call(), { full: false })).toMatchObject({ kind: 'failed', slowDownMs: 7_000 });
    expect(http.requests).toHaveLength(1);
  });

  test.each([
    ['about another order', wireOrder(100, { id: 'other', orderId: 'other' })],
    ['with a status that is no number', wireOrder(100, { status: { code: '100' } })],
  ])('an answer %s proves nothing (P1)', async (_name, body) => {
    const { client } = clientOf(answer(200, body));
    const found = await client.status(ORDER_ID, call(), { full: false });
    expect(found).toMatchObject({ kind: 'failed', failure: { entry: PAY_ERRORS.unreadable } });
  });

  test('an id from outside cannot change the path', async () => {
    const { client, http } = clientOf(problem(404, 'PAY-1404'));
    await client.status('../../v2/x?y#z', call(), { full: true });
    expect(http.requests[0]?.url).toBe('https://one.example/v1/orders/..%2F..%2Fv2%2Fx%3Fy%23z/status');
  });
});

describe('abort', () => {
  test.each<[string, readonly HttpReply[], 'done' | 'refused' | 'failed']>([
    ['the order back', [answer(200, wireOrder(-90))], 'done'],
    ['204', [answer(204, '')], 'done'],
    ['a page of something in between', [answer(200, '<html>')], 'failed'],
    ['422', [problem(422, 'PAY-1422')], 'refused'],
    ['410', [problem(410, 'PAY-1410')], 'refused'],
    ['401', [problem(401, 'PAY-1401')], 'failed'],
    ['429', [problem(429, 'PAY-1429')], 'failed'],
    ['silence, then the order', [noAnswer(), answer(200, wireOrder(-90))], 'done'],
    ['silence everywhere', [noAnswer()], 'failed'],
    ['404 everywhere', [problem(404, 'PAY-1404')], 'refused'],
    ['404 where it answers', [problem(404, 'PAY-1404'), noAnswer()], 'failed'],
  ])('%s: %s', async (_name, script, kind) => {
    const { client, http } = clientOf(...script);
    expect((await client.abort(ORDER_ID, call())).kind).toBe(kind);
    expect(http.requests[0]).toMatchObject({ method: 'PATCH', url: `https://one.example/v1/orders/${ORDER_ID}/abort` });
  });
});

test('no detail of any failure carries a secret (S1)', async () => {
  for (const reply of [problem(401, 'PAY-1401'), noAnswer(), notSent(), answer(500, 'x')]) {
    const { client } = clientOf(reply);
    const text = JSON.stringify([
      await client.create(REQUEST, call()),
      await client.status(ORDER_ID, call(), { full: true }),
      await client.abort(ORDER_ID, call()),
    ]);
    expect(text).not.toContain(ACCOUNT.apiToken);
    expect(text).not.toContain('Basic ');
  }
});
