/** Whatever comes instead of an order: a typed error or a tolerant reading, and never an outcome by guess (P1). */
import type { RouteId, Standing } from '@tillbridge/payments';
import type { HttpReply } from '@tillbridge/psp-core';
import { answer, noAnswer, ScriptedHttp } from '@tillbridge/psp-core/testing';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { MspClient } from './msp-client.ts';
import { createMspTerminal } from './msp-terminal.ts';
import { GROUP_ACCOUNT, HANDLE, NOW, paymentOrder, TERMINAL, wireOrder } from './testing/samples.ts';
import { data, problem } from './testing/wire-answers.ts';

const call = { timeoutMs: 5_000, signal: new AbortController().signal };

async function enquired(reply: HttpReply): Promise<Standing> {
  const clock = new FakeClock(NOW);
  const client = new MspClient(GROUP_ACCOUNT, new ScriptedHttp(reply), clock);
  const settings = {
    route: 'pin-1' as RouteId,
    terminalId: TERMINAL,
    refunds: false,
    leaseMs: 90_000,
    receipts: false,
  };
  return createMspTerminal(settings, { client, clock }).enquire(HANDLE, call);
}

const text = (replaced: string, by: string) =>
  answer(200, JSON.stringify({ success: true, data: PAID }).replace(replaced, by));
const PAID = wireOrder('completed');
const paid = (parts: Record<string, unknown>) => data(wireOrder('completed', parts));

describe('no proof of anything', () => {
  test.each<[string, HttpReply, string]>([
    ['an HTML page', answer(200, '<html><body>Please sign in</body></html>'), 'MSP-111'],
    ['an HTML error page', answer(502, '<html>Bad gateway</html>'), 'MSP-108'],
    ['truncated JSON', answer(200, '{"success":true,"data":{"order_id":"01JMSP'), 'MSP-111'],
    ['an empty body', answer(200, ''), 'MSP-111'],
    [
      'a body that is no UTF-8',
      { kind: 'response', status: 200, headers: {}, body: Uint8Array.of(0xff, 0xfe) },
      'MSP-111',
    ],
    ['a list', answer(200, []), 'MSP-111'],
    ['a word', answer(200, '"completed"'), 'MSP-111'],
    ['null', answer(200, 'null'), 'MSP-111'],
    ['no data', answer(200, { success: true }), 'MSP-111'],
    ['a repeated key', text('"status":"completed"', '"status":"cancelled","status":"completed"'), 'MSP-111'],
    ['an amount as text', paid({ amount: '1470' }), 'MSP-111 amount'],
    ['an amount with decimals', paid({ amount: 14.7 }), 'MSP-111 amount'],
    ['a negative amount', paid({ amount: -1470 }), 'MSP-111 amount'],
    ['an amount beyond 2^53', text('"amount":1470', '"amount":17472052901237122'), 'MSP-111 amount'],
    ['an amount nobody pays', paid({ amount: 99_999_999_999 }), 'MSP-111'],
    ['no amount', paid({ amount: null }), 'MSP-111'],
    ['a status as number', paid({ status: 100 }), 'MSP-111 status'],
    ['no status', paid({ status: '' }), 'MSP-111 status'],
    ['no order', paid({ order_id: null }), 'MSP-111 order_id'],
    ['another order', paid({ order_id: 'OTHER' }), 'MSP-118'],
    ['another currency', paid({ currency: 'USD' }), 'MSP-117'],
    ['no currency', paid({ currency: null }), 'MSP-117'],
    ['a financial status as number', paid({ financial_status: 1 }), 'MSP-111 financial_status'],
    ['a wrong key', problem(404, 1032), 'MSP-101'],
    ['403', answer(403, { message: 'Forbidden' }), 'MSP-101'],
    ['429', answer(429, ''), 'MSP-107'],
    ['429 with a wait', answer(429, '', { 'retry-after': '3' }), 'MSP-107'],
    ['500', answer(500, ''), 'MSP-108'],
    ['501', answer(501, { message: 'no' }), 'MSP-108'],
    ['503', answer(503, PAID), 'MSP-108'],
    ['a paid order under 404', answer(404, { success: true, data: PAID }), 'MSP-104'],
    ['a paid order that failed', answer(200, { success: false, data: PAID }), 'MSP-112'],
    ['no answer in time', noAnswer(), 'MSP-110'],
    ['an order that was taken and is gone', problem(404, 1006), 'MSP-115'],
  ])('%s', async (_name, reply, words) => {
    expect(await enquired(reply)).toMatchObject({ kind: 'unreachable', detail: expect.stringContaining(words) });
  });

  test.each<[string, HttpReply]>([
    ['an unknown status', paid({ status: 'teleported' })],
    ['paid, and the money says no', paid({ financial_status: 'cancelled' })],
    ['a chargeback', paid({ status: 'chargeback' })],
    ['given back already', paid({ status: 'refunded' })],
  ])('%s leaves the payment open for a person', async (_name, reply) => {
    expect(await enquired(reply)).toEqual({ kind: 'pending', phase: 'checking' });
  });
});

describe('read all the same', () => {
  test.each<[string, HttpReply]>([
    ['details as an empty list', paid({ payment_details: [], payment_methods: null })],
    ['details of wrong types', paid({ payment_details: 'x', payment_methods: 'y', reason: {}, created: 7 })],
    ['numbers for codes', paid({ payment_details: { last4: 4444, response_code: 0 }, reason_code: 1000 })],
    ['one related transaction by itself', paid({ related_transactions: { type: 'capture', transaction_id: 1 } })],
    ['decimals as costs', paid({ costs: [{ amount: 0.6, transaction_id: 899813955 }] })],
    ['fields nobody knows', paid({ tomorrow: [[[]]] })],
  ])('%s', async (_name, reply) => {
    expect(await enquired(reply)).toMatchObject({ kind: 'final', outcome: { approval: { finalCents: 1470 } } });
  });

  test('another amount is approved as it is, so that the desk alarms', async () => {
    expect(await enquired(paid({ amount: 1520 }))).toMatchObject({ outcome: { approval: { finalCents: 1520 } } });
    expect(await enquired(paid({ amount: 0 }))).toMatchObject({ outcome: { approval: { finalCents: 0 } } });
  });

  test('17 digits of a transaction are exact', async () => {
    const reply = text('1234123423412344', '17472052901237123');
    expect(await enquired(reply)).toMatchObject({
      outcome: { approval: { transactionReference: '17472052901237123' } },
    });
  });

  test('an order without a transaction is named by its order id', async () => {
    expect(await enquired(paid({ transaction_id: null }))).toMatchObject({
      outcome: { approval: { transactionReference: paymentOrder().reference } },
    });
  });
});
