import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, notSent, type Scripted, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { toTerminalOrder } from './create-order.ts';
import { MspClient } from './msp-client.ts';
import type { MspAccount } from './settings.ts';
import { CREATED, GROUP_ACCOUNT, NOW, paymentOrder, REFERENCE, TERMINAL, wireOrder } from './testing/samples.ts';
import { callsOf, data, problem } from './testing/wire-answers.ts';

const call = { timeoutMs: 10_000, signal: new AbortController().signal };
const REQUEST = toTerminalOrder(paymentOrder(), GROUP_ACCOUNT, TERMINAL);

function rig(script: readonly Scripted[], account: Partial<MspAccount> = {}) {
  const http = new ScriptedHttp(...script);
  return { http, client: new MspClient({ ...GROUP_ACCOUNT, ...account }, http, new FakeClock(NOW)) };
}

describe('the key', () => {
  test('travels in a header, and stays out of the address', async () => {
    const { http, client } = rig([data(CREATED)]);
    await client.create(REQUEST, call);
    expect(http.requests[0]).toMatchObject({
      method: 'POST',
      url: 'https://api.example/v1/json/orders',
      headers: { api_key: 'demo-group-key-not-a-real-key', 'content-type': 'application/json' },
      body: JSON.stringify(REQUEST),
    });
  });

  test('travels in the address when the settings say so', async () => {
    const { http, client } = rig([data(wireOrder('initialized'))], {
      keyIn: 'query',
      baseUrl: 'https://api.example/v1/json/',
    });
    await client.order(REFERENCE, call);
    expect(http.requests[0]?.url).toBe(
      `https://api.example/v1/json/orders/${REFERENCE}?api_key=demo-group-key-not-a-real-key`,
    );
    expect(http.requests[0]?.headers).toEqual({ accept: 'application/json' });
  });

  test('is never passed on, also when a server repeats it (S1)', async () => {
    const { client } = rig([problem(404, 1032, 'no such key: demo-group-key-not-a-real-key')]);
    expect(await client.create(REQUEST, call)).toMatchObject({
      kind: 'refused',
      failure: { detail: 'MSP-101 HTTP 404 1032; no such key: ***' },
    });
  });
});

describe('create', () => {
  test.each<[string, HttpReply, string]>([
    ['taken', data(CREATED), 'created'],
    ['without success, with data', answer(200, { data: CREATED }), 'created'],
    ['never left', notSent(), 'refused'],
    ['no answer', noAnswer(), 'unclear'],
    ['key refused', problem(404, 1032), 'refused'],
    ['forbidden', answer(403, { message: 'Forbidden' }), 'refused'],
    ['amount refused', problem(404, 1001), 'refused'],
    ['an error under 200', problem(200, 1016), 'refused'],
    ['duplicate id', problem(404, 1006), 'unclear'],
    ['exists at third party', problem(404, 1022), 'unclear'],
    ['unknown error', problem(404, 1000), 'unclear'],
    ['a code of tomorrow', problem(404, 8123), 'unclear'],
    ['too many', answer(429, ''), 'refused'],
    ['request timeout', answer(408, ''), 'unclear'],
    ['conflict', answer(409, ''), 'unclear'],
    ['5xx', problem(500, 1001), 'unclear'],
    ['unavailable', answer(503, ''), 'unclear'],
    ['a page of a proxy', answer(200, '<html>'), 'unclear'],
    ['a redirect', answer(302, ''), 'unclear'],
    ['nothing', answer(200, ''), 'unclear'],
    ['half', answer(200, '{"success":true,"data":{"order_id":"01J'), 'unclear'],
    ['no order', data([]), 'unclear'],
    ['another order', data({ ...CREATED, order_id: 'OTHER' }), 'unclear'],
  ])('%s: %s', async (_name, reply, kind) => {
    const { http, client } = rig([reply]);
    expect((await client.create(REQUEST, call)).kind).toBe(kind);
    expect(http.requests).toHaveLength(1);
  });
});

describe('a question', () => {
  test('17 digits stay what they are, as number and as text', async () => {
    const text = JSON.stringify({ success: true, data: wireOrder('completed', { transaction_id: 'X' }) });
    for (const id of ['17472052901237123', '"17472052901237123"']) {
      const { client } = rig([answer(200, text.replace('"X"', id))]);
      expect(await client.order(REFERENCE, call)).toMatchObject({ order: { transaction_id: '17472052901237123' } });
    }
  });

  test('may name the transaction instead of the order, and the path is escaped', async () => {
    const { http, client } = rig([data(wireOrder('completed', { order_id: 182, transaction_id: 'a/b' }))]);
    expect((await client.order('a/b', call)).kind).toBe('order');
    expect(callsOf(http)).toEqual(['GET /orders/a%2Fb']);
  });

  test.each<[string, HttpReply, string]>([
    ['1006', problem(404, 1006), 'absent'],
    ['1000 with 410', problem(410, 1000), 'absent'],
    ['404 of a proxy', answer(404, '<html>'), 'failed'],
    ['404 without a code', answer(404, { message: 'nothing here' }), 'failed'],
    ['another order', data(wireOrder('completed', { order_id: 'OTHER' })), 'failed'],
    ['wrong key', problem(404, 1032), 'failed'],
  ])('%s: %s', async (_name, reply, kind) => {
    expect((await rig([reply]).client.order(REFERENCE, call)).kind).toBe(kind);
  });

  test.each<[Record<string, string>, number]>([
    [{}, 5_000],
    [{ 'retry-after': '12' }, 12_000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 09:00:30 GMT' }, 30_000],
  ])('429 with %j waits %d ms', async (headers, slowDownMs) => {
    const { client } = rig([answer(429, { message: 'Too Many Requests' }, headers)]);
    expect(await client.order(REFERENCE, call)).toMatchObject({ kind: 'failed', slowDownMs });
  });
});

describe('a cancel', () => {
  test.each<[string, HttpReply, string]>([
    ['as documented', data({ status: 'cancelled', financial_status: null, payment_details: {} }), 'done'],
    ['as in the SDK', data({ status: 'void', financial_status: 'void' }), 'done'],
    ['empty', data([]), 'done'],
    ['of a paid order', data({ status: 'completed' }), 'refused'],
    ['forbidden', answer(403, { message: 'Forbidden' }), 'refused'],
    ['unknown order', problem(404, 1006), 'refused'],
    ['wrong key', problem(404, 1032), 'failed'],
    ['401', answer(401, ''), 'failed'],
    ['too many', answer(429, ''), 'failed'],
    ['408', answer(408, ''), 'failed'],
    ['5xx', answer(500, ''), 'failed'],
    ['garbage', answer(200, '<html>'), 'failed'],
    ['lost', noAnswer(), 'failed'],
  ])('%s: %s', async (_name, reply, kind) => {
    const { http, client } = rig([reply]);
    expect((await client.cancel(REFERENCE, call)).kind).toBe(kind);
    expect(callsOf(http)).toEqual([`POST /orders/${REFERENCE}/cancel`]);
    expect(http.requests[0]).not.toHaveProperty('body');
  });

  test('of a page is another call', async () => {
    const { http, client } = rig([data([])]);
    expect(await client.closePage(REFERENCE, call)).toEqual({ kind: 'done' });
    expect(http.requests[0]).toMatchObject({
      method: 'PATCH',
      body: JSON.stringify({ status: 'cancelled', exclude_order: true }),
    });
  });
});
