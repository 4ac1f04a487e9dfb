/** What ticket shops meet before anybody reads what they send: address, limits, TLS, and pages of other sites. */
import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { FakeClock, memoryLog, nodeDigest, seededRandom } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import type { RelaySettings } from './relay.ts';
import { HOST, ORIGIN, type Rig, withRelay } from './test/rig.ts';
import { selfSigned } from './test/self-signed.ts';

const KEY = { authorization: 'Bearer key' };

function withRig(use: (rig: Rig, port: number) => Promise<void>, settings: Partial<RelaySettings> = {}) {
  const machine = { clock: new FakeClock(), random: seededRandom(9), digest: nodeDigest(), log: memoryLog() };
  return withRelay(machine, settings, async (rig) => {
    const { port } = await rig.relay.listenLoopback(0);
    await use(rig, port);
  });
}

/** A request whose body the test sends itself. */
function open(port: number, headers: Record<string, string | number>, path = '/v1/vouchers'): ClientRequest {
  const request = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers, agent: false });
  request.flushHeaders();
  return request;
}

async function answerOf(request: ClientRequest): Promise<{ status: number | undefined; body: string }> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
}

describe('who calls is looked at before what is sent', () => {
  test('a stranger is answered while the body is still coming, and nothing of it is kept', () =>
    withRig(async ({ injection }, port) => {
      const request = open(port, { 'content-length': 1_000_000 });
      request.write('x'.repeat(1_000));
      expect(await answerOf(request)).toEqual({ status: 401, body: 'who are you?' });
      request.destroy();
      expect(injection.bodies).toEqual([]);
    }));

  test('the body of a known one comes byte for byte, in as many pieces as it likes', () =>
    withRig(async ({ injection }, port) => {
      const request = open(port, KEY);
      const bytes = Buffer.from([0xff, 0, 0x41, 0xc3]);
      for (const byte of bytes) request.write(Buffer.from([byte]));
      request.end();
      expect(await answerOf(request)).toEqual({ status: 201, body: '4 bytes' });
      expect(injection.bodies).toEqual([bytes]);
    }));

  test('the head is as it was sent: path undecoded, query, address', () =>
    withRig(async ({ injection }, port) => {
      await fetch(`http://127.0.0.1:${port}/v1/vouchers/a%2Fb%20c?order=x%26y`, { headers: KEY });
      expect(injection.heads[0]).toMatchObject({
        method: 'GET',
        path: '/v1/vouchers/a%2Fb%20c',
        address: `http://127.0.0.1:${port}/v1/vouchers/a%2Fb%20c`,
        from: '127.0.0.1',
      });
      expect(injection.heads[0]?.query.get('order')).toBe('x&y');
    }));

  test.each([
    ['POST', '/v1/vouchers', 201],
    ['DELETE', '/v1/vouchers/x', 201],
    ['HEAD', '/v1/vouchers/x', 201],
    ['GET', '/soap?wsdl', 201],
    ['POST', '/soap/', 201],
    ['GET', '/openapi', 201],
    ['GET', '/openapi.json', 201],
    ['GET', '/v1', 404],
    ['GET', '/soap/x', 404],
    ['GET', '/openapi/x', 404],
    ['GET', '/v2/vouchers', 404],
  ])('%s %s', (method, path, status) =>
    withRig(async ({ injection }, port) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers: KEY });
      expect(answer.status).toBe(status);
      if (method === 'HEAD') expect(await answer.text()).toBe('');
      expect(injection.heads).toHaveLength(status === 404 ? 0 : 1);
    }),
  );

  test.each(['/v1/broken', '/v1/rejects'])('a fault of ours is told without its cause: %s', (path) =>
    withRig(async ({ ports }, port) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: KEY });
      expect([answer.status, await answer.text()]).toEqual([500, expect.not.stringContaining('a fault of ours')]);
      expect(ports.log).toMatchObject({ lines: expect.arrayContaining([expect.objectContaining({ level: 'error' })]) });
    }),
  );
});

describe('a body that is too much', () => {
  const limits = { injectionBodyBytes: 4_194_304 };

  test('by its own word is refused at once, and the caller reads the answer', () =>
    withRig(
      async ({ injection }, port) => {
        const request = open(port, { ...KEY, 'content-length': 5_000_000 });
        expect(await answerOf(request)).toMatchObject({ status: 201, body: '8 bytes' });
        request.end(Buffer.alloc(5_000_000));
        expect(injection.bodies).toEqual(['too-long']);
      },
      { limits },
    ));

  test('without a word of its length is refused as soon as that is known', () =>
    withRig(
      async ({ injection }, port) => {
        const request = open(port, KEY);
        request.end(Buffer.alloc(5_000_000));
        expect(await answerOf(request)).toMatchObject({ status: 201 });
        expect(injection.bodies).toEqual(['too-long']);
      },
      { limits },
    ));

  test('that breaks off frees its place', () =>
    withRig(async ({ injection }, port) => {
      const heard = new Promise<void>((resolve) => {
        injection.heard = resolve;
      });
      const request = open(port, { ...KEY, 'content-length': 100 });
      request.on('error', () => undefined);
      request.write('half of it', () => request.destroy());
      await heard;
      expect(injection.bodies).toEqual(['hung-up']);
    }));

  test('that drips is cut off by the limit for a whole request, and frees its place', () =>
    withRig(
      async ({ injection }, port) => {
        const heard = new Promise<void>((resolve) => {
          injection.heard = resolve;
        });
        const request = open(port, { ...KEY, 'content-length': 100 });
        request.write('a');
        const answered = answerOf(request);
        await heard;
        expect((await answered).status).toBe(408);
        expect(injection.bodies).toEqual(['hung-up']);
      },
      { limits: { requestTimeoutMs: 1_000, headersTimeoutMs: 500, timeoutCheckMs: 100 } },
    ));
});

describe('a page of another site', () => {
  test.each([
    ['a name that was pointed at this machine', { host: 'evil.example' }, 421, 'TILL-403'],
    ['its own origin', { host: HOST, origin: 'https://evil.example' }, 403, 'TILL-404'],
    ['an origin that is none', { host: HOST, origin: 'null' }, 403, 'TILL-404'],
    ['a port of ours that is not this one', { host: HOST, origin: 'http://127.0.0.1:1' }, 403, 'TILL-404'],
  ])('is refused before its key is looked at: %s', (_what, headers, status, code) =>
    withRig(async ({ relay, injection }) => {
      for (const [method, url] of [
        ['POST', '/v1/vouchers'],
        ['OPTIONS', '/v1/vouchers'],
        ['POST', '/soap?ident=a&secret=b'],
        ['GET', '/openapi.json'],
      ] as const) {
        const answer = await relay.inject({ method, url, headers: { ...headers, ...KEY } });
        expect([answer.statusCode, answer.json().error.code], url).toEqual([status, code]);
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
      expect(injection.heads).toEqual([]);
    }),
  );

  test('is another thing than a shop, which sends no origin, and than our own page', () =>
    withRig(async ({ relay, injection }) => {
      for (const headers of [{ host: HOST }, { host: HOST, origin: ORIGIN }]) {
        const answer = await relay.inject({ method: 'POST', url: '/v1/vouchers', headers: { ...headers, ...KEY } });
        expect(answer.statusCode).toBe(201);
      }
      expect(injection.bodies).toHaveLength(2);
    }));
});

describe('behind a proxy', () => {
  const settings = { proxyNames: ['vouchers.venue.example', 'tunnel.example:8443'] };
  const from = async ({ injection }: Rig, port: number, headers: Record<string, string>) => {
    await answerOf(open(port, { ...KEY, ...headers, 'content-length': 0 }).end());
    return injection.heads.at(-1);
  };

  test('on this machine a caller has the address that the proxy saw, and reached us over TLS', () =>
    withRig(async (rig, port) => {
      const host = 'vouchers.venue.example';
      const forwarded = { host, 'x-forwarded-for': '198.51.100.66, 203.0.113.9' };
      expect(await from(rig, port, forwarded)).toMatchObject({
        address: 'https://vouchers.venue.example/v1/vouchers',
        from: '203.0.113.9',
      });
      expect(await from(rig, port, { host, 'x-forwarded-for': '::ffff:203.0.113.9' })).toMatchObject({
        from: '203.0.113.9',
      });
      for (const none of ['', 'unknown', '203.0.113.9:4711']) {
        expect(await from(rig, port, { host, 'x-forwarded-for': none })).toMatchObject({ from: '127.0.0.1' });
      }
      expect((await from(rig, port, { host: 'TUNNEL.example:8443' }))?.address).toBe(
        'https://tunnel.example:8443/v1/vouchers',
      );
    }, settings));

  test('is believed under its own name alone', () =>
    withRig(async (rig, port) => {
      const forwarded = { host: `127.0.0.1:${port}`, 'x-forwarded-for': '203.0.113.9' };
      expect(await from(rig, port, forwarded)).toMatchObject({
        address: `http://127.0.0.1:${port}/v1/vouchers`,
        from: '127.0.0.1',
      });
    }, settings));
});

describe('from other machines', () => {
  const certificate = selfSigned(['till.example']);
  const lan = { host: '127.0.0.1', port: 0, ...certificate, allow: ['127.0.0.0/8'] };

  function call(port: number, host: string): Promise<{ status: number | undefined; body: string }> {
    const request = httpsRequest({
      host: '127.0.0.1',
      port,
      path: '/v1/vouchers',
      method: 'POST',
      headers: { ...KEY, host, 'content-length': 0 },
      ca: certificate.certificatePem,
      servername: 'till.example',
      agent: false,
    });
    return answerOf(request.end());
  }

  test('injection is reached over TLS, under the names of the certificate, from networks on the list', () =>
    withRig(async ({ relay, injection }) => {
      const { port } = await relay.listenLan(lan);
      expect(await call(port, `till.example:${port}`)).toMatchObject({ status: 201 });
      expect(injection.heads[0]?.address).toBe(`https://till.example:${port}/v1/vouchers`);
      expect(await call(port, 'kassa.example')).toMatchObject({ status: 421 });
      const { port: closed } = await relay.listenLan({ ...lan, allow: ['192.168.10.0/24'] });
      await expect(call(closed, `till.example:${closed}`)).rejects.toThrow();
      expect(injection.heads).toHaveLength(1);
    }));

  test('under a name of a port that is forwarded to us', () =>
    withRig(
      async ({ relay }) => {
        const { port } = await relay.listenLan(lan);
        expect(await call(port, 'vouchers.venue.example')).toMatchObject({ status: 201 });
      },
      { proxyNames: ['vouchers.venue.example'] },
    ));

  test('plain HTTP is not spoken, and loopback is not the network', () =>
    withRig(async ({ relay, injection }, loopback) => {
      const { port } = await relay.listenLan(lan);
      await expect(fetch(`http://127.0.0.1:${port}/v1/vouchers`, { headers: KEY })).rejects.toThrow();
      // Another address of this machine, as another machine would call it.
      await expect(fetch(`http://127.0.0.2:${loopback}/v1/vouchers`, { headers: KEY })).rejects.toThrow();
      expect(injection.heads).toEqual([]);
    }));
});
