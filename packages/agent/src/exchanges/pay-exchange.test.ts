import type { InboxReceipt } from '@tillbridge/kernel';
import type { RouteId, Standing } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import { PayClient, PayManagement, signPayExchange } from '@tillbridge/psp-pay';
import type { ExchangeRequest } from '@tillbridge/relay';
import { FakeClock, memoryLog, nodeDigest, samplePayment } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { exchangePort } from './exchange-source.ts';
import { payExchange } from './pay-exchange.ts';

const KEY = { id: 'AT-1234-5678', secret: 'not-a-real-token', algorithm: 'sha256' } as const;

interface Hint {
  readonly route: RouteId;
  readonly order: string;
  readonly reference: string | null;
  readonly receipt: InboxReceipt;
  readonly standing: Standing | null;
}

const ON_WIRE = samplePayment(1, { route: 'wire' as RouteId, state: 'unknown', reason: 'queued' });

const SILENT: HttpExchange = {
  exchange: async () => ({ kind: 'failure', reach: 'no-answer', fault: 'timeout', detail: 'nobody there' }),
};

function world(
  answer: (route: RouteId) => Promise<'noted' | 'no-such-payment'> = async () => 'noted',
  { unsigned = 'refuse', pay = SILENT }: { unsigned?: 'refuse' | 'look-up'; pay?: HttpExchange } = {},
) {
  const clock = new FakeClock();
  const log = memoryLog();
  const hints: Hint[] = [];
  const heard: string[] = [];
  const devices: unknown[] = [];
  const merchant = { serviceId: 'SL-1234-5678', tokenCode: KEY.id, apiToken: KEY.secret, cores: ['http://core.test'] };
  const proof = { client: new PayClient(merchant, pay, clock), management: new PayManagement(merchant, pay, clock) };
  const routes = ['pin', 'qr', 'wire'] as RouteId[];
  const wireRoutes = ['wire'] as RouteId[];
  const account = { id: 'pay', keys: new Map([[KEY.id, KEY.secret]]), unsigned, routes, wireRoutes, proof };
  const source = payExchange(account, {
    desk: {
      byId: (id) => (id === ON_WIRE.id ? ON_WIRE : undefined),
      hint: (route, order, reference, receipt, standing) => {
        hints.push({ route, order, reference, receipt, standing: standing ?? null });
        return answer(route);
      },
    },
    clock,
    digest: nodeDigest(),
    log,
    heard: (one) => void heard.push(one),
    deviceStarted: async (_account, payment) => void devices.push(payment),
  });
  const port = exchangePort(new Map([['pay', source]]));
  return { clock, hints, heard, devices, port, log };
}

interface Changes {
  readonly event: string;
  readonly headers: Record<string, string>;
  readonly reference: string;
}

function call(code = 100, changes: Partial<Changes> = {}): ExchangeRequest {
  const body = new TextEncoder().encode(
    JSON.stringify({
      event: changes.event ?? 'status_changed',
      type: 'order',
      object: { id: 'order-1', reference: changes.reference ?? '01ABC', status: { code } },
    }),
  );
  const headers = changes.headers ?? signPayExchange(body, KEY, nodeDigest());
  return { method: 'POST', path: '/exchange/pay/01ABC', query: new URLSearchParams(), headers, body };
}

const resultOf = (reply: { body: Uint8Array | string } | undefined) => JSON.parse(String(reply?.body)).result;

describe('status calls of Pay.', () => {
  it('become a hint, named so that a repeat is the same and other news is not', async () => {
    const { port, hints, heard } = world();
    expect(resultOf(await port.handle('pay', call()))).toBe(true);
    await port.handle('pay', call());
    await port.handle('pay', call(-90));
    const identities = hints.map(({ receipt }) => receipt.identity);
    expect(hints[0]).toMatchObject({ route: 'pin', order: 'order-1', reference: '01ABC' });
    expect(identities[0]).toBe(identities[1]);
    expect(identities[2]).not.toBe(identities[0]);
    expect(heard).toEqual(['pay', 'pay', 'pay']);
  });

  it('find the route of the account that knows the order', async () => {
    const { port, hints } = world(async (route) => (route === 'qr' ? 'noted' : 'no-such-payment'));
    await port.handle('pay', call());
    expect(hints.map(({ route }) => route)).toEqual(['pin', 'qr']);
  });

  it('are not believed without a good signature, and not counted as a sign of life', async () => {
    const { port, hints, heard } = world();
    const forged = { ...signPayExchange(new Uint8Array(), KEY, nodeDigest()) };
    expect(resultOf(await port.handle('pay', call(100, { headers: forged })))).toBe(false);
    expect(resultOf(await port.handle('pay', call(100, { headers: {} })))).toBe(false);
    expect(hints).toEqual([]);
    expect(heard).toEqual([]);
  });

  it('about other things are taken and left alone; other accounts don’t exist', async () => {
    const { port, hints } = world();
    expect(resultOf(await port.handle('pay', call(100, { event: 'something_else' })))).toBe(true);
    expect(await port.handle('nobody', call())).toBeUndefined();
    expect(hints).toEqual([]);
  });

  it('J1: are asked for again when they could not be stored, or not in time', async () => {
    const refusing = world(async () => {
      throw new Error('disk full');
    });
    expect(resultOf(await refusing.port.handle('pay', call()))).toBe(false);
    const slow = world(() => new Promise(() => undefined));
    const answered = slow.port.handle('pay', call());
    await slow.clock.advance(4_000);
    expect(resultOf(await answered)).toBe(false);
    expect(slow.clock.sleeping).toBe(0);
  });

  it('without a signature are looked up when the settings say so, and refused when Pay. doesn’t confirm them', async () => {
    const text = new TextEncoder().encode('action=new_ppt&order_id=3456789012X1234&extra1=01ABC');
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const legacy: ExchangeRequest = { ...call(), headers, body: text };
    const strict = world();
    expect(String((await strict.port.handle('pay', legacy))?.body)).toMatch(/^FALSE\|/);
    const silent = world(undefined, { unsigned: 'look-up' });
    const answered = silent.port.handle('pay', legacy);
    await silent.clock.advance(4_000);
    expect(String((await answered)?.body)).toMatch(/^FALSE\|/);
    expect([silent.hints, silent.heard]).toEqual([[], []]);
  });

  describe('about what a terminal on a wire of ours took offline', () => {
    /** Pay. answers with the order, as it really stands. */
    const answering = (code: number): HttpExchange => ({
      exchange: async () => {
        const amount = { value: 1470, currency: 'EUR' };
        const order = { id: 'order-1', orderId: '44117537094X1167', reference: ON_WIRE.id, status: { code }, amount };
        return { kind: 'response', status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(order)) };
      },
    });
    const ours = { reference: ON_WIRE.id };

    it('carry the proof that Pay. gives when it is asked, though the call itself was signed', async () => {
      const paid = world(undefined, { pay: answering(100) });
      expect(resultOf(await paid.port.handle('pay', call(100, ours)))).toBe(true);
      expect(paid.hints[0]).toMatchObject({
        order: 'order-1',
        standing: { kind: 'final', outcome: { kind: 'approved', approval: { finalCents: 1470, settlement: 'final' } } },
      });
      const refused = world(undefined, { pay: answering(-63) });
      await refused.port.handle('pay', call(100, ours));
      expect(refused.hints[0]?.standing).toMatchObject({ kind: 'final', outcome: { kind: 'declined' } });
    });

    it('J1: come again when Pay. could not be asked', async () => {
      const silent = world();
      const answered = silent.port.handle('pay', call(100, ours));
      await silent.clock.advance(4_000);
      expect(resultOf(await answered)).toBe(false);
      expect(silent.hints).toEqual([]);
    });

    it('are hints alone about the payments of a route in the cloud, which asks itself', async () => {
      const { port, hints } = world(undefined, { pay: answering(100) });
      await port.handle('pay', call());
      expect(hints[0]).toMatchObject({ route: 'pin', standing: null });
    });
  });

  it('S1: that nobody can read stand in the log without what they carry of people', async () => {
    const { port, log } = world();
    const body = new TextEncoder().encode('{"event":"status_changed","object":{"email":"guest@example.nl"}');
    await port.handle('pay', { ...call(), headers: signPayExchange(body, KEY, nodeDigest()), body });
    expect(log.text()).toContain('PAY-124');
    expect(log.text()).not.toContain('guest@example.nl');
  });
});
