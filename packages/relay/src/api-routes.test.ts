import { apiErrorSchema, commandResultSchema, enteredSchema, pairingCodeSchema } from '@tillbridge/contracts';
import { FakeClock, memoryLog, nodeDigest, seededRandom } from '@tillbridge/testkit';
import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import type { Relay, RelaySettings } from './relay.ts';
import { FIRST_TILL, HOST, ORIGIN, type Rig, SECOND_TILL, windowHeaders, withRelay } from './test/rig.ts';

const STOP = { type: 'stop', paymentId: 'P1' };

function withRig(use: (rig: Rig, clock: FakeClock) => Promise<void>, settings: Partial<RelaySettings> = {}) {
  const clock = new FakeClock();
  const machine = { clock, random: seededRandom(3), digest: nodeDigest(), log: memoryLog() };
  return withRelay(machine, settings, (rig) => use(rig, clock));
}

function post(relay: Relay, url: string, body: unknown, headers: Record<string, string>) {
  return relay.inject({ method: 'POST', url, headers, payload: body as NonNullable<InjectOptions['payload']> });
}

describe('a window', () => {
  test('comes in by launch token and may command; the cookie is all it needs', () =>
    withRig(async ({ relay, windows }) => {
      const launchToken = relay.access.launchToken('cashier');
      const entered = await post(relay, '/api/enter', { launchToken }, { host: HOST, origin: ORIGIN });
      expect(enteredSchema.parse(entered.json())).toEqual({ role: 'cashier' });
      expect(entered.headers['cache-control']).toBe('no-store');
      const cookie = String(entered.headers['set-cookie']).split(';')[0] ?? '';
      const done = await post(relay, '/api/commands', STOP, { host: HOST, origin: ORIGIN, cookie });
      expect(commandResultSchema.parse(done.json())).toEqual({ ok: true });
      expect(windows.commands).toEqual([{ till: FIRST_TILL, command: STOP }]);
    }));

  test('lets a display in by pairing code', () =>
    withRig(async ({ relay }) => {
      const headers = windowHeaders(relay, 'cashier');
      const issued = pairingCodeSchema.parse(
        (await post(relay, '/api/pairing-codes', { role: 'display' }, headers)).json(),
      );
      const entered = await post(relay, '/api/enter', { pairingCode: issued.code }, { host: HOST, origin: ORIGIN });
      expect(entered.json()).toEqual({ role: 'display' });
    }));

  test('commands the till it names', () =>
    withRig(async ({ relay, windows }) => {
      const headers = windowHeaders(relay, 'cashier');
      await post(relay, `/api/commands?till=${SECOND_TILL}`, STOP, headers);
      expect(windows.commands[0]?.till).toBe(SECOND_TILL);
    }));
});

interface Attack {
  readonly what: string;
  readonly request: (relay: Relay) => InjectOptions;
  readonly status: number;
  readonly code: string;
}

const command = (
  relay: Relay,
  more: Record<string, string>,
  role: 'cashier' | 'display' = 'cashier',
): InjectOptions => ({
  method: 'POST',
  url: '/api/commands',
  headers: { ...windowHeaders(relay, role), ...more },
  payload: STOP,
});

const without = (options: InjectOptions, header: string): InjectOptions => ({
  ...options,
  headers: Object.fromEntries(Object.entries(options.headers ?? {}).filter(([name]) => name !== header)),
});

const ATTACKS: readonly Attack[] = [
  {
    what: 'a Host of another site (DNS rebinding)',
    request: (r) => command(r, { host: 'evil.example:8620', origin: 'http://evil.example:8620' }),
    status: 421,
    code: 'TILL-403',
  },
  {
    what: 'our Host with another port',
    request: (r) => command(r, { host: '127.0.0.1:8621', origin: 'http://127.0.0.1:8621' }),
    status: 421,
    code: 'TILL-403',
  },
  {
    what: 'an Origin of another site',
    request: (r) => command(r, { origin: 'https://evil.example' }),
    status: 403,
    code: 'TILL-404',
  },
  {
    what: 'an Origin that begins like ours',
    request: (r) => command(r, { origin: `${ORIGIN}.evil.example` }),
    status: 403,
    code: 'TILL-404',
  },
  {
    what: 'the other name of this machine as Origin',
    request: (r) => command(r, { origin: 'http://localhost:8620' }),
    status: 403,
    code: 'TILL-404',
  },
  {
    what: 'an Origin of a sandboxed frame',
    request: (r) => command(r, { origin: 'null' }),
    status: 403,
    code: 'TILL-404',
  },
  {
    what: 'our Origin over TLS',
    request: (r) => command(r, { origin: `https://${HOST}` }),
    status: 403,
    code: 'TILL-404',
  },
  { what: 'no Origin', request: (r) => without(command(r, {}), 'origin'), status: 403, code: 'TILL-404' },
  { what: 'no cookie', request: (r) => without(command(r, {}), 'cookie'), status: 401, code: 'TILL-401' },
  {
    what: 'a forged cookie',
    request: (r) => command(r, { cookie: 'tillbridge_8620=cashier.1.9999999999999.id.mac' }),
    status: 401,
    code: 'TILL-401',
  },
  { what: 'a display that commands', request: (r) => command(r, {}, 'display'), status: 403, code: 'TILL-402' },
  {
    what: 'a display that lets others in',
    request: (r) => ({ ...command(r, {}, 'display'), url: '/api/pairing-codes', payload: { role: 'cashier' } }),
    status: 403,
    code: 'TILL-402',
  },
  {
    what: 'a till nobody has',
    request: (r) => ({ ...command(r, {}), url: '/api/commands?till=9-9' }),
    status: 404,
    code: 'TILL-411',
  },
  {
    what: 'two tills',
    request: (r) => ({ ...command(r, {}), url: '/api/commands?till=3-12&till=3-13' }),
    status: 404,
    code: 'TILL-411',
  },
  {
    what: 'a form, as a page without scripts can send',
    request: (r) => ({ ...command(r, { 'content-type': 'text/plain' }), payload: JSON.stringify(STOP) }),
    status: 415,
    code: 'TILL-415',
  },
  {
    what: 'half a body',
    request: (r) => ({ ...command(r, { 'content-type': 'application/json' }), payload: '{"type":' }),
    status: 400,
    code: 'TILL-412',
  },
  {
    what: 'a prototype in the body',
    request: (r) => ({ ...command(r, { 'content-type': 'application/json' }), payload: '{"__proto__":{"a":1}}' }),
    status: 400,
    code: 'TILL-412',
  },
  {
    what: 'an unknown command',
    request: (r) => ({ ...command(r, {}), payload: { type: 'force-done' } }),
    status: 400,
    code: 'TILL-412',
  },
  { what: 'no body', request: (r) => ({ ...command(r, {}), payload: '' }), status: 400, code: 'TILL-412' },
  {
    what: 'an over-long body',
    request: (r) => ({ ...command(r, {}), payload: { ...STOP, more: 'x'.repeat(70_000) } }),
    status: 413,
    code: 'TILL-413',
  },
  {
    what: 'a wrong pairing code',
    request: (r) => ({ ...command(r, {}), url: '/api/enter', payload: { pairingCode: '000000' } }),
    status: 403,
    code: 'TILL-406',
  },
  {
    what: 'a wrong launch token',
    request: (r) => ({ ...command(r, {}), url: '/api/enter', payload: { launchToken: 'x'.repeat(40) } }),
    status: 403,
    code: 'TILL-405',
  },
  {
    what: 'a path of the API that is none',
    request: (r) => ({ ...command(r, {}), url: '/api/secrets' }),
    status: 404,
    code: 'TILL-410',
  },
  {
    what: 'a dot segment below the API',
    request: (r) => ({ ...command(r, {}), url: '/api/x%2e%2e/commands' }),
    status: 404,
    code: 'TILL-410',
  },
  {
    what: 'a live link without an upgrade',
    request: (r) => ({ ...command(r, {}), method: 'GET', url: '/api/live?window=cashier' }),
    status: 426,
    code: 'TILL-412',
  },
  {
    what: 'a malformed escape',
    request: (r) => ({ ...command(r, {}), url: '/api/%zz' }),
    status: 400,
    code: 'TILL-412',
  },
];

test.each(ATTACKS)('refused: $what', ({ request, status, code }) =>
  withRig(async ({ relay, windows }) => {
    const answer = await relay.inject(request(relay));
    expect({ status: answer.statusCode, code: apiErrorSchema.parse(answer.json()).error.code }).toEqual({
      status,
      code,
    });
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(windows.commands).toHaveLength(0);
  }),
);

test('an expired cookie is none', () =>
  withRig(async ({ relay }, clock) => {
    const options = command(relay, {});
    clock.jumpWall(181 * 86_400_000);
    expect((await relay.inject(options)).statusCode).toBe(401);
  }));

test('guessing stops after five wrong codes', () =>
  withRig(async ({ relay }) => {
    const guess = () => post(relay, '/api/enter', { pairingCode: '000000' }, { host: HOST, origin: ORIGIN });
    for (let tries = 0; tries < 5; tries += 1) expect((await guess()).statusCode).toBe(403);
    const answer = await guess();
    expect(answer.statusCode).toBe(429);
    expect(answer.json().error.code).toBe('TILL-407');
  }));

test('exchanges need neither cookie nor Origin, and come through raw', () =>
  withRig(async ({ relay, exchanges }) => {
    const payload = Buffer.from('{"a": 1.10}');
    const answer = await relay.inject({
      method: 'POST',
      url: '/exchange/pay/REF1?order_id=7&x=a%20b',
      payload,
      headers: { host: 'hook.example', 'content-type': 'application/json' },
    });
    expect(answer.body).toBe('TRUE|noted');
    const [request] = exchanges.requests;
    expect(request).toMatchObject({ source: 'pay', method: 'POST', path: '/exchange/pay/REF1' });
    expect(request?.query.get('x')).toBe('a b');
    expect(Buffer.from(request?.body ?? []).equals(payload)).toBe(true);
    expect((await relay.inject({ url: '/exchange/pay?order_id=7' })).body).toBe('TRUE|noted');
    expect(exchanges.requests[1]).toMatchObject({ source: 'pay', method: 'GET', path: '/exchange/pay' });
  }));

test.each(['/exchange/msp', '/exchange/', '/exchange/..%2fapi', '/exchange/a b'])('an exchange of nobody: %s', (url) =>
  withRig(async ({ relay }) => {
    const answer = await relay.inject({ method: 'POST', url });
    expect(answer.statusCode).toBe(404);
  }),
);
