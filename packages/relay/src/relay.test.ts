import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import { LIVE_PATH } from '@tillbridge/contracts';
import { FakeClock, memoryLog, nodeDigest, seededRandom, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { loadAssets } from './assets/asset-bundle.ts';
import { RELAY_ERRORS } from './errors.ts';
import { relayLimits } from './limits.ts';
import type { WebhookReply } from './ports.ts';
import type { RelaySettings } from './relay.ts';
import { HOST, type Rig, withRelay } from './test/rig.ts';
import { selfSigned } from './test/self-signed.ts';

function withRig(use: (rig: Rig, clock: FakeClock) => Promise<void>, settings: Partial<RelaySettings> = {}) {
  const clock = new FakeClock();
  const machine = { clock, random: seededRandom(9), digest: nodeDigest(), log: memoryLog() };
  return withRelay(machine, settings, (rig) => use(rig, clock));
}

const host = { host: HOST };

describe('windows', () => {
  test('/ leads to the cashier window', () =>
    withRig(async ({ relay }) => {
      const answer = await relay.inject({ url: '/', headers: host });
      expect([answer.statusCode, answer.headers.location]).toEqual([302, '/cashier/']);
      expect((await relay.inject({ url: '/display', headers: host })).headers.location).toBe('/display/');
    }));

  test('a page comes with strict headers and is asked about each time', () =>
    withRig(async ({ relay }) => {
      const answer = await relay.inject({ url: '/display/', headers: host });
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'x-frame-options': 'DENY',
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; media-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
      });
      const again = await relay.inject({
        url: '/display/',
        headers: { ...host, 'if-none-match': String(answer.headers.etag) },
      });
      expect([again.statusCode, again.body]).toEqual([304, '']);
    }));

  test('what carries a hash in its name is kept for good', () =>
    withRig(async ({ relay }) => {
      const answer = await relay.inject({ url: '/cashier/assets/index-DfA8c_1x.js', headers: host });
      expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8');
      const head = await relay.inject({ method: 'HEAD', url: '/cashier/assets/index-DfA8c_1x.js', headers: host });
      expect([head.statusCode, head.headers['content-length'], head.body]).toEqual([200, '1', '']);
    }));

  test.each([
    '/cashier/nothing.js',
    '/cashier/../relay.ts',
    '/cashier/%2e%2e/x',
    '/cashier/constructor',
    '/favicon.ico',
  ])('nothing else is served: %s', (url) =>
    withRig(async ({ relay }) => {
      expect((await relay.inject({ url, headers: host })).statusCode).toBe(404);
    }),
  );

  test('only under a served host', () =>
    withRig(async ({ relay }) => {
      for (const url of ['/', '/cashier/', '/display/', '/status', '/metrics', '/healthz', '/readyz']) {
        const answer = await relay.inject({ url, headers: { host: 'evil.example' } });
        expect([answer.statusCode, answer.json().error.code], url).toEqual([421, 'TILL-403']);
      }
    }));

  test('in a frame only of the pages that the settings name', () =>
    withRig(
      async ({ relay }) => {
        const { headers } = await relay.inject({ url: '/display/', headers: host });
        expect(headers['content-security-policy']).toContain('frame-ancestors http://127.0.0.1:8700;');
        expect(headers['x-frame-options']).toBeUndefined();
      },
      { frameAncestors: ['http://127.0.0.1:8700'] },
    ));

  test('are read from a folder, without source maps', () =>
    withTempFolder(async (folder) => {
      await expect(loadAssets(join(folder, 'missing'))).rejects.toMatchObject({ code: 'TILL-425' });
      await expect(loadAssets(folder)).rejects.toMatchObject({ code: 'TILL-425' });
      await mkdir(join(folder, 'assets'));
      await writeFile(join(folder, 'index.html'), '<!doctype html>');
      await writeFile(join(folder, 'assets', 'a-12345678.css'), 'a{}');
      await writeFile(join(folder, 'assets', 'a-12345678.css.map'), '{}');
      const bundle = await loadAssets(folder);
      expect([...bundle.keys()].sort()).toEqual(['assets/a-12345678.css', 'index.html']);
      expect(bundle.get('assets/a-12345678.css')).toMatchObject({
        immutable: true,
        contentType: 'text/css; charset=utf-8',
      });
      expect(bundle.get('index.html')?.immutable).toBe(false);
    }));
});

describe('health', () => {
  test('alive, and ready or why not', () =>
    withRig(async ({ relay, health }) => {
      expect((await relay.inject({ url: '/healthz', headers: host })).json()).toEqual({ alive: true });
      expect((await relay.inject({ url: '/readyz', headers: host })).statusCode).toBe(200);
      health.value = { ...health.value, notReady: [{ code: 'TILL-501', about: null }] };
      const answer = await relay.inject({ url: '/readyz', headers: host });
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toEqual({ ready: false, reasons: [{ code: 'TILL-501', about: null }] });
    }));

  test('the status page shows names as text', () =>
    withRig(async ({ relay, health }) => {
      const line = {
        id: 'x',
        kind: 'provider',
        name: '<script>alert(1)</script>',
        state: 'down',
        lastSeenAt: 0,
        how: null,
        code: 'PAY-104',
        count: 2,
      } as const;
      health.value = { ...health.value, lines: [line] };
      const answer = await relay.inject({ url: '/status', headers: host });
      expect(answer.body).toContain('&lt;script&gt;');
      expect(answer.body).not.toContain('<script');
      expect(answer.body).toContain('PAY-104');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }));

  test('metrics are Prometheus text with bounded labels', () =>
    withRig(async ({ relay, ports }) => {
      const { metrics } = ports;
      metrics.webhook('startExternalPayment', 'accepted', 0.004);
      for (let name = 0; name < 100; name += 1) metrics.webhook(`invented${name}`, 'refused', 0.001);
      metrics.providerCall('pay', 'status', 'unreachable', 8);
      metrics.paymentEnded('qr', 'approved');
      metrics.beforeReading(() => {
        metrics.outbox(3, 1);
        metrics.openOutcomes(2);
      });
      const answer = await relay.inject({ url: '/metrics', headers: host });
      expect(answer.headers['content-type']).toContain('text/plain');
      for (const line of [
        'tillbridge_webhooks_total{event="startExternalPayment",outcome="accepted"} 1',
        'tillbridge_webhook_duration_seconds_bucket{le="0.005",event="startExternalPayment"} 1',
        'tillbridge_provider_calls_total{provider="pay",operation="status",outcome="unreachable"} 1',
        'tillbridge_payments_total{means="qr",outcome="approved"} 1',
        'tillbridge_outbox_items{state="parked"} 1',
        'tillbridge_open_outcomes 2',
        'tillbridge_build_info{build="b1"} 1',
      ]) {
        expect(answer.body).toContain(line);
      }
      expect(answer.body.match(/^tillbridge_webhooks_total\{/gm)?.length).toBeLessThanOrEqual(41);
      expect(answer.body).toContain('tillbridge_webhooks_total{event="other",outcome="refused"}');
    }));
});

describe('limits', () => {
  test('are frozen, have defaults, and are refused out of their range', () => {
    expect(relayLimits().webhookBodyBytes).toBe(1_048_576);
    expect(Object.isFrozen(relayLimits())).toBe(true);
    for (const drainMs of [-1, 0.5, Number.NaN, 1e9]) expect(() => relayLimits({ drainMs })).toThrow('TILL-424');
  });

  test('a caller that sends its headers drop by drop is cut off', () =>
    withRig(
      async ({ relay }) => {
        const { port } = await relay.listenLoopback(0);
        const socket = connect(port, '127.0.0.1');
        let heard = '';
        socket.on('data', (chunk) => {
          heard += chunk;
        });
        socket.write('POST /startSession HTTP/1.1\r\nHost: x\r\nX-Slow: ');
        await once(socket, 'close');
        expect(heard).toMatch(/^HTTP\/1\.1 408 /);
      },
      { limits: { headersTimeoutMs: 500, requestTimeoutMs: 1_000, timeoutCheckMs: 100 } },
    ));

  test('headers over the limit are refused', () =>
    withRig(async ({ relay }) => {
      const { port } = await relay.listenLoopback(0);
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { 'x-long': 'x'.repeat(20_000) } });
      expect(answer.status).toBe(431);
    }));
});

describe('listening', () => {
  test('on loopback is served under its two names alone', () =>
    withRig(async ({ relay }) => {
      const { port } = await relay.listenLoopback(0);
      for (const name of ['127.0.0.1', 'localhost']) {
        const answer = await relay.inject({ url: '/healthz', headers: { host: `${name}:${port}` } });
        if (name === 'localhost') expect(answer.statusCode).toBe(200);
      }
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    }));

  test('on a taken port fails by name', () =>
    withRig(async ({ relay }) => {
      const { port } = await relay.listenLoopback(0);
      await withRig(async (second) => {
        await expect(second.relay.listenLoopback(port)).rejects.toMatchObject({ code: RELAY_ERRORS.portTaken.code });
      });
    }));

  test('a request under way is answered before the server is closed', () =>
    withRig(async ({ relay, webhooks }, clock) => {
      const arrived = Promise.withResolvers<void>();
      const outcome = Promise.withResolvers<WebhookReply>();
      webhooks.answer = () => {
        arrived.resolve();
        return outcome.promise;
      };
      const { port } = await relay.listenLoopback(0);
      const answer = fetch(`http://127.0.0.1:${port}/pollExternalPayment`, { method: 'POST', body: '{}' });
      await arrived.promise;
      const closing = relay.close();
      await clock.settle();
      await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
      outcome.resolve({ status: 200, headers: {}, body: Buffer.from('told') });
      expect(await (await answer).text()).toBe('told');
      await clock.advance(200);
      await closing;
    }));

  test('a request that does not end is cut off when the time to drain is over', () =>
    withRig(async ({ relay, webhooks }, clock) => {
      const arrived = Promise.withResolvers<void>();
      webhooks.answer = () => {
        arrived.resolve();
        return new Promise(() => undefined);
      };
      const { port } = await relay.listenLoopback(0);
      const answer = fetch(`http://127.0.0.1:${port}/pollExternalPayment`, { method: 'POST', body: '{}' });
      await arrived.promise;
      const closing = relay.close();
      await Promise.all([expect(answer).rejects.toThrow(), clock.advance(6_000)]);
      await closing;
    }));
});

describe('on the network', () => {
  const certificate = selfSigned(['till.example', '*.example']);
  const lan = { host: '127.0.0.1', port: 0, ...certificate, allow: ['127.0.0.0/8'] };

  interface Answer {
    readonly status: number | undefined;
    readonly body: string;
  }
  function call(port: number, path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        {
          host: '127.0.0.1',
          port,
          path,
          method,
          headers,
          ca: certificate.certificatePem,
          servername: 'till.example',
          agent: false,
        },
        (response) => {
          let body = '';
          response.on('data', (chunk) => {
            body += chunk;
          });
          response.on('end', () => resolve({ status: response.statusCode, body }));
        },
      );
      request.on('error', reject);
      request.end();
    });
  }

  test('the server answers over TLS under the names of its certificate and its own address', () =>
    withRig(async ({ relay }) => {
      const { port } = await relay.listenLan(lan);
      for (const name of ['till.example', '127.0.0.1']) {
        expect(await call(port, '/healthz', { host: `${name}:${port}` })).toMatchObject({ status: 200 });
      }
      for (const name of ['localhost', 'kassa.example', '*.example']) {
        expect(await call(port, '/healthz', { host: `${name}:${port}` }), name).toMatchObject({ status: 421 });
      }
      expect(await call(port, '/startSession', { host: 'anything' }, 'POST')).toMatchObject({
        status: 200,
        body: '{}',
      });
    }));

  test('a display pairs and connects over TLS, with a cookie for TLS alone', () =>
    withRig(async ({ relay }) => {
      const { port } = await relay.listenLan(lan);
      const { name, value } = relay.access.cookie('display');
      const socket = new WebSocket(`wss://127.0.0.1:${port}${LIVE_PATH}?window=display`, {
        ca: certificate.certificatePem,
        headers: { origin: `https://127.0.0.1:${port}`, cookie: `${name}=${value}` },
      });
      const [data] = await once(socket, 'message');
      expect(JSON.parse(String(data)).type).toBe('hello');
      socket.terminate();
    }));

  test('who is not on the list is cut off before the handshake', () =>
    withRig(async ({ relay, webhooks }) => {
      const { port } = await relay.listenLan({ ...lan, allow: ['192.168.10.0/24', '10.0.0.1'] });
      await expect(call(port, '/startSession', {}, 'POST')).rejects.toThrow();
      expect(webhooks.requests).toHaveLength(0);
    }));

  test('plain HTTP is not spoken', () =>
    withRig(async ({ relay }) => {
      const { port } = await relay.listenLan(lan);
      await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
    }));

  test.each<[string, Partial<typeof lan>, string]>([
    ['without a certificate', { certificatePem: '' }, 'TILL-422'],
    ['without a key', { keyPem: '' }, 'TILL-422'],
    ['with the key of another certificate', { keyPem: selfSigned([]).keyPem }, 'TILL-422'],
    ['without an allow-list', { allow: [] }, 'TILL-423'],
    ['for everybody', { allow: ['0.0.0.0/0'] }, 'TILL-423'],
    ['with an allow-list nobody can read', { allow: ['till.local'] }, 'TILL-423'],
    ['on an address of another machine', { host: '192.0.2.1' }, 'TILL-421'],
  ])('the server does not listen %s', (_what, change, code) =>
    withRig(async ({ relay }) => {
      await expect(relay.listenLan({ ...lan, ...change })).rejects.toMatchObject({ code });
    }),
  );
});
