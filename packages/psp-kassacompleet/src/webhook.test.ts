import { utf8 } from '@tillbridge/psp-core';
import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { KcClient } from './kc-client.ts';
import { ACCOUNT, call, ORDER_ID, REFERENCE, wireOrder } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';
import { kcWebhookReply, lookUpKcHint, readKcWebhook } from './webhook.ts';

const PROJECT = 'b5f39273-44e7-4385-8e08-44612ef3e117';
const read = (body: unknown) => readKcWebhook(utf8(typeof body === 'string' ? body : JSON.stringify(body)));

describe('a webhook is a hint', () => {
  test.each([
    ['status_changed', {}],
    ['transaction_status_changed', { transaction_id: 'x', transaction_status: 'completed', merchant_id: 'y' }],
  ])('%s', (event, more) => {
    const hint = read({ event, order_id: ORDER_ID, project_id: PROJECT, ...more });
    expect(hint).toEqual({ kind: 'hint', orderId: ORDER_ID });
    expect(kcWebhookReply(hint)).toEqual({ status: 200, body: '' });
  });

  test('about something else is taken and ignored', () => {
    const ignored = read({ event: 'terms_changed', order_id: 5 });
    expect(ignored.kind).toBe('ignored');
    expect(kcWebhookReply(ignored).status).toBe(200);
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'order_id=1'],
    ['half of it', '{"event":"status_changed","order_id":'],
    ['a list', []],
    ['no order', { event: 'status_changed' }],
    ['a number for an order', { event: 'status_changed', order_id: 12345678 }],
    ['a path for an order', { event: 'status_changed', order_id: '../../merchants/self' }],
    ['a novel for an order', { event: 'status_changed', order_id: 'a'.repeat(65) }],
    ['a number for an event', { event: 1, order_id: ORDER_ID }],
  ])('%s is rejected', (_name, body) => {
    const rejected = read(body);
    expect(rejected).toMatchObject({ kind: 'rejected', detail: expect.stringContaining('KC-121') });
    expect(kcWebhookReply(rejected).status).toBe(400);
  });
});

describe('what a hint is worth, the order tells', () => {
  const looked = (reply: ConstructorParameters<typeof ScriptedHttp>[0]) => {
    const http = new ScriptedHttp(reply);
    return lookUpKcHint(new KcClient(ACCOUNT, http, new FakeClock()), ORDER_ID, call());
  };

  test('its reference comes from the signed-in answer alone', async () => {
    const found = await looked(answer(200, wireOrder('processing')));
    expect(found).toEqual({ kind: 'order', orderId: ORDER_ID, reference: REFERENCE });
    const without = await looked(answer(200, wireOrder('new', { merchant_order_id: undefined })));
    expect(without).toEqual({ kind: 'order', orderId: ORDER_ID, reference: null });
  });

  test('an order we don’t have, and no answer', async () => {
    expect(await looked(problem(404))).toEqual({ kind: 'absent' });
    expect(await looked(noAnswer())).toMatchObject({ kind: 'unreachable' });
  });
});
