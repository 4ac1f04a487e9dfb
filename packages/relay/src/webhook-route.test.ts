import { once } from 'node:events';
import { connect } from 'node:net';
import { FakeClock, memoryLog, nodeDigest, seededRandom } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import type { WebhookReply } from './ports.ts';
import { HOST, type Rig, withRelay } from './test/rig.ts';

const reply = (more: Partial<WebhookReply> = {}): WebhookReply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{}'),
  ...more,
});

function withRig(use: (rig: Rig, log: ReturnType<typeof memoryLog>) => Promise<void>): Promise<void> {
  const log = memoryLog();
  const machine = { clock: new FakeClock(), random: seededRandom(1), digest: nodeDigest(), log };
  return withRelay(machine, { limits: { webhookBodyBytes: 2_048, discardBytes: 10_000 } }, (rig) => use(rig, log));
}

test('a webhook is handed over byte for byte and its answer goes back untouched', () =>
  withRig(async ({ relay, webhooks }) => {
    const body = Buffer.from([0x7b, 0x20, 0xff, 0x00, 0x7d]);
    const answer = await relay.inject({
      method: 'POST',
      url: '/till/a/startExternalPayment?x=1',
      headers: { 'content-type': 'application/json', 'x-mplus-signature': 's', 'content-encoding': 'gzip' },
      payload: body,
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['x-mplus-signature']).toBe('signed');
    expect(answer.headers['content-length']).toBe('2');
    expect(answer.body).toBe('{}');
    const [request] = webhooks.requests;
    expect(request?.path).toBe('/till/a/startExternalPayment');
    expect(request?.headers['x-mplus-signature']).toBe('s');
    expect(Buffer.from(request?.body ?? []).equals(body)).toBe(true);
  }));

test.each([
  ['no content type', undefined],
  ['one that is no media type', 'nonsense; ;;'],
  ['XML', 'text/xml'],
])('the content type is left to the webhooks: %s', (_name, contentType) =>
  withRig(async ({ relay, webhooks }) => {
    const headers = contentType === undefined ? {} : { 'content-type': contentType };
    const answer = await relay.inject({
      method: 'POST',
      url: '/startSession',
      headers,
      payload: Buffer.from('{"a":1'),
    });
    expect(answer.statusCode).toBe(200);
    expect(Buffer.from(webhooks.requests[0]?.body ?? []).toString()).toBe('{"a":1');
  }),
);

test('an empty body is handed over as no bytes', () =>
  withRig(async ({ relay, webhooks }) => {
    await relay.inject({ method: 'POST', url: '/startSession' });
    expect(webhooks.requests[0]?.body.byteLength).toBe(0);
  }));

test('a body over the limit gets the answer that the webhooks have for it, and they never see the body', () =>
  withRig(async ({ relay, webhooks }) => {
    const answer = await relay.inject({ method: 'POST', url: '/startSession', payload: Buffer.alloc(2_049) });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({ error: { code: 'TOO_LONG' } });
    expect(webhooks.requests).toHaveLength(0);
  }));

test('a body of exactly the limit passes', () =>
  withRig(async ({ relay, webhooks }) => {
    await relay.inject({ method: 'POST', url: '/startSession', payload: Buffer.alloc(2_048) });
    expect(webhooks.requests[0]?.body.byteLength).toBe(2_048);
  }));

test('a failing webhook answers 500 and logs no content of it', () =>
  withRig(async ({ relay, webhooks }, log) => {
    webhooks.answer = () => Promise.reject(new Error('store is closed'));
    const answer = await relay.inject({ method: 'POST', url: '/startSession', payload: 'secret-in-body' });
    expect(answer.statusCode).toBe(500);
    expect(answer.json().error.code).toBe('TILL-419');
    expect(log.text()).toContain('store is closed');
    expect(log.text()).not.toContain('secret-in-body');
  }));

test.each(['/x/../api/commands', '/a/%2e%2e/b', '/a%2fb', '/a\\b', '/./startSession', '/..'])(
  'a path that could mean another one is refused: %s',
  (path) =>
    withRig(async ({ relay, webhooks }) => {
      await relay.listenLoopback(0).then(async ({ port }) => {
        const answer = await raw(
          port,
          `POST ${path} HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        );
        expect(answer).toMatch(/^HTTP\/1\.1 404 /);
        expect(answer).toContain('TILL-410');
      });
      expect(webhooks.requests).toHaveLength(0);
    }),
);

test('a doubled slash of a base address that ends in one reaches the webhooks, never our own API', () =>
  withRig(async ({ relay, webhooks, windows }) => {
    await relay.inject({ method: 'POST', url: '//startSession', headers: { host: HOST } });
    await relay.inject({ method: 'POST', url: '//api/commands', headers: { host: HOST } });
    expect(webhooks.requests.map(({ path }) => path)).toEqual(['//startSession', '//api/commands']);
    expect(windows.commands).toHaveLength(0);
  }));

test('`sent` is called once the reply has left', () =>
  withRig(async ({ relay, webhooks }) => {
    let sent = 0;
    webhooks.answer = async () => reply({ sent: () => (sent += 1) });
    const { port } = await relay.listenLoopback(0);
    const answer = await fetch(`http://127.0.0.1:${port}/pollExternalPayment`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(200);
    await answer.text();
    expect(sent).toBe(1);
  }));

test('P2: `sent` is not called for a caller that hung up before the reply', () =>
  withRig(async ({ relay, webhooks }) => {
    let sent = 0;
    const arrived = Promise.withResolvers<void>();
    const outcome = Promise.withResolvers<WebhookReply>();
    webhooks.answer = () => {
      arrived.resolve();
      return outcome.promise;
    };
    const { port } = await relay.listenLoopback(0);
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /pollExternalPayment HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}');
    await arrived.promise;
    socket.destroy();
    await once(socket, 'close');
    // The server's end of the socket closes a turn or two later; a second request shows that it has.
    await fetch(`http://127.0.0.1:${port}/cashier/`);
    outcome.resolve(reply({ sent: () => (sent += 1) }));
    await fetch(`http://127.0.0.1:${port}/cashier/`);
    expect(sent).toBe(0);
  }));

test('P2: `sent` is not called for a caller that hung up in the middle of the reply', () =>
  withRig(async ({ relay, webhooks }) => {
    let sent = 0;
    webhooks.answer = async () => reply({ body: Buffer.alloc(30_000_000), sent: () => (sent += 1) });
    const { port } = await relay.listenLoopback(0);
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /pollExternalPayment HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}');
    await once(socket, 'data');
    socket.destroy();
    await once(socket, 'close');
    await fetch(`http://127.0.0.1:${port}/cashier/`);
    await fetch(`http://127.0.0.1:${port}/cashier/`);
    expect(sent).toBe(0);
  }));

test('a caller that hangs up in the middle of its body disturbs nobody', () =>
  withRig(async ({ relay, webhooks }) => {
    const { port } = await relay.listenLoopback(0);
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /startSession HTTP/1.1\r\nHost: x\r\nContent-Length: 200\r\n\r\n{"half"');
    await once(socket, 'connect');
    socket.destroy();
    const answer = await fetch(`http://127.0.0.1:${port}/startSession`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(200);
    expect(webhooks.requests).toHaveLength(1);
  }));

test('a client that offers HTTP/2 with its webhook is answered over HTTP/1.1', () =>
  withRig(async ({ relay }) => {
    const { port } = await relay.listenLoopback(0);
    const answer = await raw(
      port,
      'POST /startSession HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings, close\r\n' +
        'HTTP2-Settings: AAEAAEAAAAIAAAAA\r\nContent-Length: 2\r\n\r\n{}',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  }));

test('an over-long body is drained so that the caller can read the answer, and cut when it does not end', () =>
  withRig(async ({ relay }) => {
    const { port } = await relay.listenLoopback(0);
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('error', () => undefined);
    socket.write('POST /startSession HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n');
    const closed = once(socket, 'close');
    const pump = () => {
      if (socket.destroyed) return;
      socket.write(Buffer.alloc(4_096), () => setImmediate(pump));
    };
    pump();
    await closed;
    expect(heard).toContain('TOO_LONG');
  }));

/** Sends bytes and answers everything that comes back until the server closes. */
async function raw(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return heard;
}
