import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { join } from 'node:path';
import type { HttpReply, HttpRequest } from '@tillbridge/psp-core';
import { FakeClock, withTempFolder } from '@tillbridge/testkit';
import { afterEach, describe, expect, test } from 'vitest';
import { createNodeHttpExchange, type NodeHttpExchangeOptions } from './node-http-exchange.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server | TcpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://${await listen(createHttpServer(listener))}`;
}

function exchangeWith(options: Partial<NodeHttpExchangeOptions> = {}) {
  const clock = new FakeClock();
  const http = createNodeHttpExchange({ clock, ...options });
  closers.push(() => http.close());
  const stop = new AbortController();
  const send = (url: string, parts: Partial<HttpRequest> = {}): Promise<HttpReply> =>
    http.exchange({ method: 'GET', headers: {}, timeoutMs: 5_000, ...parts, url }, stop.signal);
  return { clock, http, send, stop };
}

/** Lets real input and output happen until `done`, without time passing on the clock. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise<void>((resolve) => setImmediate(resolve));
}

describe('an answer', () => {
  test('carries status, headers in lower case and the bytes of the body', async () => {
    const url = await serve((request, response) => {
      response.writeHead(418, { 'X-Method': request.method, 'Set-Cookie': ['a=1', 'b=2'] });
      request.pipe(response);
    });
    const reply = await exchangeWith().send(url, {
      method: 'PATCH',
      body: 'é',
      headers: { 'content-type': 'text/plain' },
    });
    expect(reply).toMatchObject({
      kind: 'response',
      status: 418,
      headers: { 'x-method': 'PATCH', 'set-cookie': 'a=1, b=2' },
    });
    expect(reply.kind === 'response' && Buffer.from(reply.body).toString('utf8')).toBe('é');
  });

  test('is a redirect when the server sends one: nobody follows it', async () => {
    const url = await serve((_request, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    expect(await exchangeWith().send(url, { method: 'POST', body: '{}' })).toMatchObject({ status: 307 });
  });

  test('reuses a connection for reads and takes a new one for each create', async () => {
    const ports = new Map<string, Set<number | undefined>>();
    const url = await serve((request, response) => {
      const method = request.method ?? '';
      ports.set(method, (ports.get(method) ?? new Set()).add(request.socket.remotePort));
      response.end('{}');
    });
    const { send } = exchangeWith();
    for (let i = 0; i < 3; i += 1) {
      await send(url);
      await send(url, { method: 'POST', body: '{}' });
    }
    expect(ports.get('GET')?.size).toBe(1);
    expect(ports.get('POST')?.size).toBe(3);
  });
});

describe('not sent is said only when nothing can have left', () => {
  test('nobody listens', async () => {
    const address = await listen(createTcpServer());
    await closers.pop()?.();
    expect(await exchangeWith().send(`http://${address}/`)).toMatchObject({ reach: 'not-sent', fault: 'refused' });
  });

  test('no such host', async () => {
    expect(await exchangeWith().send('http://no-such-host.invalid/')).toMatchObject({
      reach: 'not-sent',
      fault: 'no-such-host',
    });
  });

  test('no address, or one of another kind', async () => {
    const { send } = exchangeWith();
    expect(await send('connect.pay.nl')).toMatchObject({ reach: 'not-sent', fault: 'bad-request' });
    expect(await send('file:///etc/hosts')).toMatchObject({ reach: 'not-sent', fault: 'bad-request' });
  });

  test('a header that cannot be written', async () => {
    const url = await serve((_request, response) => response.end());
    const reply = await exchangeWith().send(url, { headers: { 'x-broken': 'a\nb' } });
    expect(reply).toMatchObject({ reach: 'not-sent', fault: 'bad-request', detail: 'ERR_INVALID_CHAR' });
  });

  test('the TLS handshake fails', async () => {
    const plain = await serve((_request, response) => response.end());
    const reply = await exchangeWith().send(plain.replace('http:', 'https:'), { method: 'POST', body: '{}' });
    expect(reply).toMatchObject({ reach: 'not-sent', fault: 'tls' });
  });

  test('the TLS handshake never ends', async () => {
    let came = false;
    const address = await listen(
      createTcpServer((socket) => {
        came = true;
        socket.resume().on('error', () => undefined);
      }),
    );
    const { clock, send } = exchangeWith({ connectTimeoutMs: 3_000 });
    const waiting = send(`https://${address}/`, { timeoutMs: 20_000 });
    await until(() => came);
    await clock.advance(3_000);
    expect(await waiting).toMatchObject({ reach: 'not-sent', fault: 'connect-timeout' });
  });
});

describe('no answer is said for everything that may have arrived', () => {
  test('the server hangs up after reading', async () => {
    const url = await serve((request) => request.resume().on('end', () => request.socket.destroy()));
    expect(await exchangeWith().send(url, { method: 'POST', body: '{}' })).toMatchObject({
      reach: 'no-answer',
      fault: 'reset',
    });
  });

  test('the server takes longer than it may', async () => {
    let came = false;
    const url = await serve(() => {
      came = true;
    });
    const { clock, send } = exchangeWith();
    const waiting = send(url, { timeoutMs: 5_000 });
    await until(() => came);
    await clock.advance(5_000);
    expect(await waiting).toMatchObject({ reach: 'no-answer', fault: 'timeout' });
  });

  test('the answer stops in the middle', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(201, { 'content-length': 100 });
      response.write('{"id":', () => response.destroy());
    });
    expect(await exchangeWith().send(url)).toMatchObject({ reach: 'no-answer', fault: 'broken-answer' });
  });

  test('the answer is longer than we take', async () => {
    const url = await serve((_request, response) => response.end('x'.repeat(2_000)));
    expect(await exchangeWith({ maxBodyBytes: 1_000 }).send(url)).toMatchObject({
      reach: 'no-answer',
      fault: 'answer-too-large',
    });
  });

  test('the answer is no HTTP', async () => {
    const address = await listen(
      createTcpServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end('hello\r\n\r\n'));
      }),
    );
    expect(await exchangeWith().send(`http://${address}/`)).toMatchObject({
      reach: 'no-answer',
      fault: 'broken-answer',
    });
  });
});

describe('calling it off', () => {
  test('rejects with the reason at once and leaves no timer behind', async () => {
    let came = false;
    const url = await serve(() => {
      came = true;
    });
    const { clock, send, stop } = exchangeWith();
    const waiting = send(url);
    await until(() => came);
    const reason = new Error('shutting down');
    stop.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await clock.settle();
    expect(clock.sleeping).toBe(0);
    await expect(send(url)).rejects.toBe(reason);
  });
});

/** A key and certificate for 127.0.0.1 that live as long as the test; undefined where openssl isn't installed. */
function selfSigned(folder: string): { key: string; cert: string } | undefined {
  const [key, cert] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
  ]);
  return made.status === 0 ? { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') } : undefined;
}

describe('over TLS', () => {
  test('an unknown certificate is not sent to; after the handshake a lost answer is no answer', async (context) => {
    await withTempFolder(async (folder) => {
      const tls = selfSigned(folder);
      if (tls === undefined) return context.skip('openssl is not installed');
      let arrived = 0;
      const server = createHttpsServer(tls, (request, response) => {
        arrived += 1;
        if (request.url === '/lost') request.resume().on('end', () => request.socket.destroy());
        else response.end('{}');
      });
      const url = `https://${await listen(server)}`;
      expect(await exchangeWith().send(`${url}/`)).toMatchObject({ reach: 'not-sent', fault: 'tls' });
      expect(arrived).toBe(0);
      const { send } = exchangeWith({ ca: tls.cert });
      expect(await send(`${url}/`)).toMatchObject({ kind: 'response', status: 200 });
      expect(await send(`${url}/lost`, { method: 'POST', body: '{}' })).toMatchObject({
        reach: 'no-answer',
        fault: 'reset',
      });
      expect(await send(`${url}/lost`, { method: 'PATCH', body: '{}' })).toMatchObject({
        reach: 'no-answer',
        fault: 'reset',
      });
    });
  });
});
