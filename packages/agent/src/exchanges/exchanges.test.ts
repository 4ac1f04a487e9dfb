/** Status calls of MultiSafepay and Kassa Compleet: hints, whoever sends them. */
import type { InboxReceipt } from '@tillbridge/kernel';
import type { Payment, PaymentId, RouteId } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import { KcClient } from '@tillbridge/psp-kassacompleet';
import { signMspNotification } from '@tillbridge/psp-multisafepay';
import type { ExchangeRequest } from '@tillbridge/relay';
import { FakeClock, memoryLog, nodeDigest, samplePayment } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { kcExchange } from './kc-exchange.ts';
import { mspExchange } from './msp-exchange.ts';

const KEY = 'demo-group-key-not-a-real-key';
const ROUTE = 'counter' as RouteId;
const ORDER = 'de300000-0000-4000-8000-000000000009';

interface Hint {
  readonly route: RouteId;
  readonly order: string;
  readonly reference: string | null;
  readonly receipt: InboxReceipt;
}

function world(payment: Payment, options: { fails?: boolean; order?: object } = {}) {
  const clock = new FakeClock();
  const log = memoryLog();
  const hints: Hint[] = [];
  const heard: string[] = [];
  const ports = {
    desk: {
      byId: (id: PaymentId) => (id === payment.id ? payment : undefined),
      hint: async (route: RouteId, order: string, reference: string | null, receipt: InboxReceipt) => {
        if (options.fails === true) throw new Error('disk full');
        hints.push({ route, order, reference, receipt });
        return 'noted' as const;
      },
    },
    clock,
    digest: nodeDigest(),
    log,
    heard: (account: string) => void heard.push(account),
  };
  const asked: string[] = [];
  const http: HttpExchange = {
    exchange: async ({ url }) => {
      asked.push(url);
      if (options.order === undefined) return { kind: 'failure', reach: 'no-answer', fault: 'reset', detail: 'reset' };
      const body = new TextEncoder().encode(JSON.stringify(options.order));
      return { kind: 'response', status: 200, headers: { 'content-type': 'application/json' }, body };
    },
  };
  const client = new KcClient({ apiKey: 'demo', baseUrl: 'http://kc.test/v1' }, http, clock);
  return {
    clock,
    hints,
    heard,
    asked,
    log,
    msp: mspExchange({ id: 'msp', keys: new Map([['group', KEY]]), routes: [ROUTE] }, ports),
    kc: kcExchange({ id: 'kc', routes: [ROUTE], client }, ports),
  };
}

function call(parts: Partial<ExchangeRequest> & { text?: string; search?: string }): ExchangeRequest {
  return {
    method: 'POST',
    path: '/exchange/x',
    headers: {},
    body: new TextEncoder().encode(parts.text ?? ''),
    query: new URLSearchParams(parts.search ?? ''),
    ...parts,
  };
}

describe('notifications of MultiSafepay', () => {
  const payment = samplePayment(1);
  const search = `transactionid=${payment.id}&timestamp=1`;
  const signed = (clock: FakeClock, text = JSON.stringify({ order_id: payment.id, status: 'completed' })) => {
    const auth = signMspNotification(new TextEncoder().encode(text), KEY, clock.now() / 1_000, nodeDigest());
    return call({ text, search, headers: { auth } });
  };

  it('become a hint about our own reference and are answered with OK, signed or as a GET', async () => {
    const { clock, msp, hints, heard } = world(payment);
    expect(await msp.handle(signed(clock))).toMatchObject({ status: 200, body: 'OK' });
    expect(await msp.handle(call({ method: 'GET', search }))).toMatchObject({ status: 200, body: 'OK' });
    expect(hints).toMatchObject([
      { route: ROUTE, order: payment.id, reference: payment.id },
      { route: ROUTE, order: payment.id, reference: payment.id },
    ]);
    expect(heard).toEqual(['msp', 'msp']);
  });

  it('are nothing without a good signature, and a GET about a stranger’s order fills no inbox', async () => {
    const { clock, msp, hints, heard } = world(payment);
    await msp.handle({ ...signed(clock), headers: { auth: 'AAAA' } });
    await msp.handle(call({ method: 'GET', search: 'transactionid=SHOP-77&timestamp=1' }));
    expect([hints, heard]).toEqual([[], []]);
  });

  it('J1: are asked for again when they could not be stored', async () => {
    const { clock, msp } = world(payment, { fails: true });
    expect((await msp.handle(signed(clock))).status).toBe(503);
  });

  it('S1: that nobody can read stand in the log without what they carry of people', async () => {
    const { clock, msp, log } = world(payment);
    await msp.handle(signed(clock, '{"status":"completed","customer":{"email":"guest@example.nl"}}'));
    expect(log.text()).toContain('MSP-144');
    expect(log.text()).toContain('completed');
    expect(log.text()).not.toContain('guest@example.nl');
  });
});

describe('webhook calls of Kassa Compleet', () => {
  const known = samplePayment(1, { state: 'started', providerRef: ORDER });
  const text = JSON.stringify({
    event: 'status_changed',
    order_id: ORDER,
    project_id: 'de300000-0000-4000-8000-000000000001',
  });
  const about = (reference: string) => call({ text, path: `/exchange/kc/${reference}` });

  it('become a hint about the order of the payment that their address names, and are answered with nothing', async () => {
    const { kc, hints, asked } = world(known);
    expect(await kc.handle(about(known.id))).toMatchObject({ status: 200, body: '' });
    expect(hints).toMatchObject([{ route: ROUTE, order: ORDER, reference: null }]);
    expect(asked).toEqual([]);
  });

  it('about payments nobody has, or with another order than ours, are taken and left alone', async () => {
    const other = world({ ...known, providerRef: 'another' });
    expect((await other.kc.handle(about(known.id))).status).toBe(200);
    expect((await other.kc.handle(about('SHOP-77'))).status).toBe(200);
    expect([other.hints, other.heard, other.asked]).toEqual([[], [], []]);
  });

  it('P3: name the order of a payment whose create was lost only when the order itself says so', async () => {
    const lost = { ...known, state: 'unknown', providerRef: null } as const;
    const order = (reference: string) => ({
      id: ORDER,
      status: 'new',
      currency: 'EUR',
      amount: 270,
      merchant_order_id: reference,
    });
    const ours = world(lost, { order: order(lost.id) });
    expect((await ours.kc.handle(about(lost.id))).status).toBe(200);
    expect(ours.hints).toMatchObject([{ order: ORDER, reference: lost.id }]);
    const forged = world(lost, { order: order('another') });
    expect((await forged.kc.handle(about(lost.id))).status).toBe(200);
    expect(forged.hints).toEqual([]);
    const silent = world(lost);
    expect((await silent.kc.handle(about(lost.id))).status).toBe(503);
    expect(silent.hints).toEqual([]);
  });

  it('that nobody can read are refused', async () => {
    const { kc, log } = world(known);
    expect((await kc.handle(call({ text: '<html>' }))).status).toBe(400);
    expect(log.text()).toContain('KC-121');
  });
});
