import { cents } from '@tillbridge/kernel';
import type { PaymentId, ProviderRefund } from '@tillbridge/payments';
import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { createKcAccount } from './kc-account.ts';
import { KcClient } from './kc-client.ts';
import type { KcAccount } from './settings.ts';
import { ACCOUNT, call, NOW, ORDER_ID, REFERENCE, REFUND_ID, wireOrder, wireTransaction } from './testing/samples.ts';
import { problem } from './testing/wire-answers.ts';

const NAME = '01JKCREFUND000000000000001' as PaymentId;
const REFUND: ProviderRefund = {
  reference: NAME,
  original: { reference: REFERENCE, providerRef: ORDER_ID, amountCents: cents(1470) },
  amountCents: cents(500),
  description: 'Speelpark De Eik retour',
};

const paid = (parts: Record<string, unknown> = {}) => answer(200, wireOrder('completed', parts));
const back = (status: string, parts: Record<string, unknown> = {}) =>
  answer(
    200,
    wireOrder(status, { id: REFUND_ID, amount: 500, merchant_order_id: NAME, refund_of_order_id: ORDER_ID, ...parts }),
  );

function rig(account: Partial<KcAccount>, ...script: ConstructorParameters<typeof ScriptedHttp>) {
  const clock = new FakeClock(NOW);
  const http = new ScriptedHttp(...script);
  const desk = createKcAccount(new KcClient({ ...ACCOUNT, ...account }, http, clock), clock);
  if (desk.refund === undefined || desk.enquireRefund === undefined) throw new Error('no refunds');
  return { http, refund: desk.refund, enquire: desk.enquireRefund, list: desk.list };
}

describe('a refund', () => {
  test('looks first, and then asks once with an explicit amount', async () => {
    const { refund, http } = rig({}, paid(), back('completed'));
    expect(await refund(REFUND, call())).toEqual({ kind: 'done', refundRef: REFUND_ID });
    expect(http.asked).toEqual([`GET /v1/orders/${ORDER_ID}/`, `POST /v1/orders/${ORDER_ID}/refunds/`]);
    expect(JSON.parse(String(http.requests[1]?.body))).toEqual({
      amount: 500,
      description: 'Speelpark De Eik retour',
      merchant_order_id: NAME,
    });
  });

  test.each([
    ['completed', 'done'],
    ['new', 'pending'],
    ['pending', 'pending'],
    ['processing', 'pending'],
    ['see-transactions', 'pending'],
    ['unheard-of', 'pending'],
    ['error', 'refused'],
    ['cancelled', 'refused'],
  ])('that comes back as %s is %s', async (status, kind) => {
    expect((await rig({}, paid(), back(status)).refund(REFUND, call())).kind).toBe(kind);
  });

  test('says why it failed, masked', async () => {
    const transactions = [wireTransaction('error', { reason: 'No account 4111111111111111' })];
    expect(await rig({}, paid(), back('error', { transactions })).refund(REFUND, call())).toEqual({
      kind: 'refused',
      detail: 'KC-132 error: No account 411111******1111',
    });
  });

  test.each<[string, HttpReply, Partial<ProviderRefund>]>([
    ['an order that isn’t paid', answer(200, wireOrder('processing')), {}],
    ['an order that may turn', answer(200, wireOrder('error')), {}],
    ['a refund', paid({ flags: ['is-refund'] }), {}],
    ['an order in another currency', paid({ currency: 'SEK' }), {}],
    ['more than was paid', paid(), { amountCents: cents(1471) }],
    ['more than is left', paid({ refunded_amount: 971 }), {}],
    ['nothing', paid(), { amountCents: cents(0) }],
    ['less than nothing', paid(), { amountCents: cents(-500) }],
    ['an order nobody knows', problem(404), {}],
    ['an order nobody can look at', noAnswer(), {}],
  ])('of %s is refused before it is asked for', async (_name, reply, parts) => {
    const { refund, http } = rig({}, reply);
    expect((await refund({ ...REFUND, ...parts }, call())).kind).toBe('refused');
    expect(http.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test.each([[REFUND_ID], [{ id: REFUND_ID, status: 'new' }]])(
    'that stands already is found and not repeated: %j',
    async (listed) => {
      const { refund, http } = rig({}, paid({ refund_orders: [listed] }), back('pending'));
      expect(await refund(REFUND, call())).toEqual({ kind: 'pending', refundRef: REFUND_ID });
      expect(http.requests.every(({ method }) => method === 'GET')).toBe(true);
    },
  );

  test('beside another one is asked for', async () => {
    const other = back('completed', { merchant_order_id: 'ANOTHER' });
    const mine = back('completed', { id: 'a1b2c3d4-0000-4000-8000-000000000000' });
    const { refund, http } = rig({}, paid({ refund_orders: [REFUND_ID] }), other, mine);
    expect((await refund(REFUND, call())).kind).toBe('done');
    expect(http.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST']);
  });

  test('that is called off in the middle may stand', async () => {
    const stop = new AbortController();
    const { refund } = rig({}, paid(), (_request, signal) => {
      stop.abort(new Error('shutting down'));
      signal.throwIfAborted();
      return noAnswer();
    });
    expect((await refund(REFUND, { timeoutMs: 1_000, signal: stop.signal })).kind).toBe('unclear');
  });
});

describe('a question about a refund', () => {
  test.each([
    ['completed', 'done'],
    ['pending', 'pending'],
    ['error', 'failed'],
    ['expired', 'failed'],
  ])('by its id: %s is %s', async (status, kind) => {
    expect((await rig({}, back(status)).enquire(REFUND, REFUND_ID, call())).kind).toBe(kind);
  });

  test.each<[string, HttpReply]>([
    ['another order’s', back('completed', { refund_of_order_id: 'another' })],
    ['another name', back('completed', { merchant_order_id: 'ANOTHER' })],
    ['another amount', back('completed', { amount: 501 })],
    ['gone', problem(404)],
    ['silence', noAnswer()],
  ])('by its id, %s: no proof', async (_name, reply) => {
    expect((await rig({}, reply).enquire(REFUND, REFUND_ID, call())).kind).toBe('unreachable');
  });

  test.each<[string, Partial<KcAccount>, readonly HttpReply[], string]>([
    ['listed', {}, [paid({ refund_orders: [REFUND_ID] }), back('completed')], 'done'],
    [
      'not among those listed',
      {},
      [paid({ refund_orders: [REFUND_ID] }), back('new', { merchant_order_id: 'X' })],
      'absent',
    ],
    [
      'among some without names',
      {},
      [paid({ refund_orders: [REFUND_ID] }), back('new', { merchant_order_id: null })],
      'unreachable',
    ],
    ['among some that don’t answer', {}, [paid({ refund_orders: [REFUND_ID] }), noAnswer()], 'unreachable'],
    ['among too many', {}, [paid({ refund_orders: Array.from({ length: 21 }, () => REFUND_ID) })], 'unreachable'],
    ['without a list', {}, [paid()], 'unreachable'],
    ['without a list, where flags are proof', { refundsAreFlagged: true }, [paid()], 'absent'],
    ['flagged without a list', { refundsAreFlagged: true }, [paid({ flags: ['has-refunds'] })], 'unreachable'],
    ['summed up without a list', { refundsAreFlagged: true }, [paid({ refunded_amount: 500 })], 'unreachable'],
    ['of an order that doesn’t answer', { refundsAreFlagged: true }, [problem(503)], 'unreachable'],
  ])('without its id, %s', async (_name, account, script, kind) => {
    expect((await rig(account, ...script).enquire(REFUND, null, call())).kind).toBe(kind);
  });
});

describe('the list', () => {
  test('is there where the brand has one', () => {
    expect(rig({}, paid()).list).toBeUndefined();
  });

  test('tells what can be compared, oldest first', async () => {
    const at = (minute: number) => `2026-03-01T09:0${minute}:00.000000+00:00`;
    const orders = [
      wireOrder('completed', { id: 'paid', created: at(3) }),
      wireOrder('completed', { id: 'back', created: at(4), flags: ['is-refund'], amount: 500 }),
      wireOrder('processing', { id: 'open', created: at(1) }),
      wireOrder('error', { id: 'may-turn', created: at(2) }),
      wireOrder('completed', { id: 'test', created: at(2), flags: ['is-test'] }),
      wireOrder('cancelled', { id: 'cancelled', created: at(0), merchant_order_id: null }),
      wireOrder('completed', { id: 'crowns', created: at(2), currency: 'SEK' }),
      wireOrder('completed', { id: 'timeless', created: null }),
      wireOrder('completed', { id: 'outside', created: '2026-03-01T08:00:00.000000+00:00' }),
    ];
    const answered = await rig({ orderLists: true }, answer(200, orders)).list?.(NOW, NOW + 600_000, call());
    if (answered?.kind !== 'list') throw new Error(JSON.stringify(answered));
    expect(answered.payments.map(({ providerRef, direction, state }) => [providerRef, direction, state])).toEqual([
      ['cancelled', 'pay', 'not-paid'],
      ['open', 'pay', 'open'],
      ['may-turn', 'pay', 'open'],
      ['test', 'pay', 'not-paid'],
      ['paid', 'pay', 'paid'],
      ['back', 'refund', 'paid'],
    ]);
    expect(answered.payments.map(({ reference }) => reference)).toEqual([null, ...Array(5).fill(REFERENCE)]);
  });
});
