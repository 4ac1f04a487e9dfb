import type { InboxReceipt } from '@tillbridge/kernel';
import type { RouteId } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import { PayClient, PayManagement, signPayExchange } from '@tillbridge/psp-pay';
import type { ExchangeRequest } from '@tillbridge/relay';
import { FakeClock, memoryLog, nodeDigest } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { exchangePort } from './exchange-source.ts';
import { payExchange } from './pay-exchange.ts';

const KEY = { id: 'AT-1234-5678', secret: 'not-a-real-token', algorithm: 'sha256' } as const;

interface Hint {
  readonly route: RouteId;
  readonly order: string;
  readonly reference: string | null;
  readonly receipt: InboxReceipt;
}

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
  const routes = ['pin', 'qr'] as RouteId[];
  const account = { id: 'pay', keys: new Map([[KEY.id, KEY.secret]]), unsigned, routes, proof };
  const source = payExchange(account, {
    desk: {
      byId: () => undefined,
      hint: (route, order, reference, receipt) => {
        hints.push({ route, order, reference, receipt });
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

function call(code = 100, changes: Partial<{ event: string; headers: Record<string, string> }> = {}): ExchangeRequest {
  const body = new TextEncoder().encode(
    JSON.stringify({
      event: changes.event ?? 'status_changed',
      type: 'order',
      object: { id: 'order-1', reference: '01ABC', status: { code } },
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

  it('S1: that nobody can read stand in the log without what they carry of people', async () => {
    const { port, log } = world();
    const body = new TextEncoder().encode('{"event":"status_changed","object":{"email":"guest@example.nl"}');
    await port.handle('pay', { ...call(), headers: signPayExchange(body, KEY, nodeDigest()), body });
    expect(log.text()).toContain('PAY-124');
    expect(log.text()).not.toContain('guest@example.nl');
  });
});
