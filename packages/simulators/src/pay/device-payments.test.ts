/** Payments that no till started, status calls in every style, and what the books know: over real HTTP, both ways. */
import { createServer } from 'node:http';
import {
  type PayAccount,
  PayClient,
  type PayExchange,
  PayManagement,
  payExchangeReply,
  provePayExchange,
  readPayExchange,
} from '@tillbridge/psp-pay';
import { FakeClock, nodeDigest } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import type { ExchangeStyle } from './exchange-styles.ts';
import { PAY_DEMO_ACCOUNT, type PaySimulatorOptions } from './options.ts';
import { fetchExchange, QR, type Rig, TERMINAL, until, withPay } from './testing/sim-rig.ts';

interface Heard {
  readonly read: PayExchange;
  readonly path: string;
  readonly reply: string;
}

const KEYS = new Map<string, string>([
  [PAY_DEMO_ACCOUNT.tokenCode, PAY_DEMO_ACCOUNT.apiToken],
  [PAY_DEMO_ACCOUNT.serviceId, PAY_DEMO_ACCOUNT.serviceSecret],
]);

/** Somebody who reads status calls as our agent does, and answers each in its own format. */
async function withReader(
  use: (rig: Rig<FakeClock>, heard: Heard[]) => Promise<void>,
  options: Partial<PaySimulatorOptions> = {},
  taken: (count: number) => boolean = () => true,
): Promise<void> {
  const heard: Heard[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const url = new URL(request.url ?? '/', 'http://listener');
    const call = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(parts),
    };
    const read = readPayExchange(call, KEYS, nodeDigest(), { unsigned: 'look-up' });
    const reply = payExchangeReply(taken(heard.length + 1), 'noted', read.answer);
    heard.push({ read, path: url.pathname, reply: reply.body });
    response.writeHead(reply.status, { 'content-type': reply.contentType }).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const exchangeUrl = `http://127.0.0.1:${port}/exchange/pay`;
    await withPay(new FakeClock(), (rig) => use(rig, heard), { exchangeUrl, ...options });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

const quiet = (rig: Rig<FakeClock>, count: number) =>
  until(() => {
    const { exchanges } = rig.pay.state();
    return exchanges.length >= count && exchanges.every(({ state }) => state === 'taken');
  });

describe('a payment on the device', () => {
  const payment = { terminalCode: TERMINAL, direction: 'pay', amountCents: 520, state: 'paid' };

  test('comes as the unsigned payload of Pay.POS, also with the doubled quotes of the published sample', async () => {
    for (const doubledQuotes of [false, true]) {
      await withReader(
        async (rig, heard) => {
          expect(rig.pay.device(TERMINAL, { amountCents: 520, outcome: 'approve', offlineMs: null })).toBe(true);
          await quiet(rig, 1);
          expect(heard[0]?.read).toMatchObject({
            kind: 'hint',
            format: 'transaction',
            signedBy: null,
            reference: null,
            device: { ...payment, at: rig.clock.now() },
            oddities: doubledQuotes ? ['values in doubled quotes'] : [],
          });
          expect(rig.pay.charges()).toMatchObject([{ reference: null, amountCents: 520, methodId: 3069 }]);
        },
        { deviceExchange: { doubledQuotes, answers: 'as-described' } },
      );
    }
  });

  test('is proven by asking the cloud, and a forged one is not', async () => {
    await withReader(async (rig, heard) => {
      rig.pay.device(TERMINAL, { amountCents: 520, outcome: 'decline', offlineMs: null });
      await quiet(rig, 1);
      const real = heard[0]?.read;
      if (real?.kind !== 'hint') throw new Error('no hint');
      const hosts = [rig.pay.url];
      const account: PayAccount = { ...PAY_DEMO_ACCOUNT, cores: hosts, managementHosts: hosts };
      const ports = {
        client: new PayClient(account, fetchExchange, rig.clock),
        management: new PayManagement(account, fetchExchange, rig.clock),
        clock: rig.clock,
      };
      const call = { timeoutMs: 3_000, signal: new AbortController().signal };
      const lie = { ...real, statusCode: 100, device: { ...real.device, state: 'paid' } } as typeof real;
      expect(await provePayExchange(lie, ports, call)).toMatchObject({
        kind: 'proven',
        hint: { statusCode: -63, device: { amountCents: 520, state: 'not-paid', terminalCode: TERMINAL } },
      });
      const forged = { ...real, orderId: '59999999999Xffff', orderNames: ['59999999999Xffff'] };
      expect((await provePayExchange(forged, ports, call)).kind).toBe('not-ours');
    });
  });

  test('taken offline arrives later, with the time it was made', async () => {
    await withReader(async (rig, heard) => {
      const made = rig.clock.now();
      rig.pay.device(TERMINAL, { amountCents: 520, outcome: 'approve', offlineMs: 3_600_000 });
      expect(rig.pay.charges()).toEqual([]);
      await rig.clock.advance(3_600_000);
      await quiet(rig, 1);
      expect(heard[0]?.read).toMatchObject({ device: { ...payment, at: made } });
    });
  });

  test('is not started while a till’s payment stands on it', async () => {
    await withReader(async (rig) => {
      await rig.create();
      expect(rig.pay.device(TERMINAL, { amountCents: 520, outcome: 'approve', offlineMs: null })).toBe(false);
      expect(() => rig.pay.device('TH-0000-0000', { amountCents: 1, outcome: 'approve', offlineMs: null })).toThrow();
    });
  });

  test('has a button and a call of its own', async () => {
    await withReader(async (rig) => {
      const page = await fetch(`${rig.pay.url}/device/${TERMINAL}`);
      expect(await page.text()).toContain('data-testid="device-approve"');
      const body = new URLSearchParams({ euros: '5,20', action: 'approve' });
      const pressed = await fetch(`${rig.pay.url}/device/${TERMINAL}`, { method: 'POST', body, redirect: 'manual' });
      expect(pressed.status).toBe(303);
      const told = await rig.call('POST', `/control/terminals/${TERMINAL}/device`, {
        amountCents: 100,
        outcome: 'decline',
      });
      expect(told.status).toBe(200);
      const orders = rig.pay.state().orders.map(({ amountCents, status, onDevice }) => [amountCents, status, onDevice]);
      expect(orders).toEqual([
        [100, -63, true],
        [520, 100, true],
      ]);
      expect((await rig.call('POST', `/control/terminals/${TERMINAL}/device`, { amountCents: -1 })).status).toBe(400);
    });
  });
});

describe('status calls of an order', () => {
  const reference = '01JS1MVLATED0RDER000000001';
  const styles: readonly Partial<ExchangeStyle>[] = [
    { format: 'order', signed: true },
    { format: 'order', signed: false },
    { format: 'transaction', signed: true },
    { format: 'transaction', signed: false },
    { format: 'legacy', transport: 'json-post', signed: true },
    { format: 'legacy', transport: 'json-post', signed: false },
    { format: 'legacy', transport: 'form-post' },
    { format: 'legacy', transport: 'get' },
  ];

  test.each(styles)('as %j are read, and answered so that they end', async (style) => {
    const parts = { ...QR, reference, stats: { extra1: reference } };
    await withReader(
      async (rig, heard) => {
        await rig.create(parts);
        rig.pay.page(reference, 'pay');
        await quiet(rig, 2);
        const signed = style.signed === true ? PAY_DEMO_ACCOUNT.tokenCode : null;
        for (const { read } of heard) {
          expect(read).toMatchObject({ kind: 'hint', reference, device: null, signedBy: signed, format: style.format });
        }
        expect(heard.at(-1)?.read).toMatchObject({ action: 'new_ppt' });
        expect(rig.pay.state().exchanges.every(({ attempts }) => attempts === 1)).toBe(true);
      },
      { exchange: { ...style, answers: 'as-described' } },
    );
  });

  test('answered FALSE come again', async () => {
    await withReader(
      async (rig, heard) => {
        await rig.create({ ...QR, reference });
        rig.pay.page(reference, 'cancel');
        await until(() => rig.clock.nextWakeMs === 1_000);
        await rig.clock.advance(1_000);
        await quiet(rig, 1);
        expect(heard.map(({ reply }) => reply)).toEqual(['FALSE|noted', 'TRUE|noted']);
      },
      { exchange: { format: 'legacy', transport: 'get', answers: 'as-described' } },
      (count) => count > 1,
    );
  });

  test('an answer in another format counts only where any counts', async () => {
    for (const [answers, state] of [
      ['any', 'taken'],
      ['as-described', 'waiting'],
    ] as const) {
      const server = createServer((_request, response) => response.end('TRUE|noted'));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      await withPay(
        new FakeClock(),
        async (rig) => {
          await rig.create({ ...QR, reference });
          rig.pay.page(reference, 'cancel');
          await until(
            () => rig.pay.state().exchanges[0]?.state === state && rig.pay.state().exchanges[0]?.attempts === 1,
          );
        },
        { exchangeUrl: `http://127.0.0.1:${port}/`, exchange: { answers } },
      );
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test('about refunds and chargebacks come as actions', async () => {
    await withReader(async (rig, heard) => {
      const made = await rig.create({ ...QR, reference });
      rig.pay.page(reference, 'pay');
      const refund = { amount: { value: 520, currency: 'EUR' }, description: 'R1' };
      expect((await rig.call('PATCH', `/v2/transactions/${made.body.orderId}/refund`, refund)).status).toBe(200);
      await rig.clock.advance(2_000);
      const [first] = rig.pay.refunds();
      expect(rig.pay.failRefund(first?.id ?? '')).toBe(true);
      expect(rig.pay.chargeBack(reference)).toBe(true);
      await quiet(rig, 6);
      const actions = heard.map(({ read }) => (read.kind === 'hint' ? `${read.topic} ${read.action}` : read.kind));
      expect(actions.slice(2)).toEqual([
        'refund refund:add',
        'refund refund:send',
        'refund refund:storno',
        'chargeback chargeback:chargeback',
      ]);
    });
  });

  test('a terminal without its network tells late, and the order is paid then', async () => {
    await withReader(async (rig, heard) => {
      await rig.create({ reference });
      await rig.clock.advance(200);
      rig.pay.terminal(TERMINAL, 'offline');
      rig.pay.terminal(TERMINAL, 'tap');
      await rig.clock.advance(7_200_000);
      expect(rig.pay.order(reference)?.status).toBe(50);
      rig.pay.terminal(TERMINAL, 'online');
      await quiet(rig, 2);
      expect(heard.at(-1)?.read).toMatchObject({ kind: 'hint', reference, statusCode: 100 });
    });
  });
});
