import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamRefused } from '@tillbridge/psp-multisafepay';
import { FakeClock } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { createNodeEventStream } from './node-event-stream.ts';

async function withServer(
  answer: RequestListener,
  use: (url: string, clock: FakeClock) => Promise<void>,
): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/events/`, new FakeClock());
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(piece);
  return Buffer.concat(parts).toString('utf8');
}

const signal = () => new AbortController().signal;

test('yields an empty piece when the head is there, then the bytes as they come, and ends with the server', async () => {
  await withServer(
    (request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
      setImmediate(() => response.end(`data: ${request.headers.authorization}\n\n`));
    },
    async (url, clock) => {
      const pieces = createNodeEventStream({ clock }).open(url, { authorization: 'token' }, signal());
      const reader = pieces[Symbol.asyncIterator]();
      expect(await reader.next()).toMatchObject({ done: false, value: new Uint8Array() });
      expect(await collect({ [Symbol.asyncIterator]: () => reader })).toBe('data: token\n\n');
      expect(clock.sleeping).toBe(0);
    },
  );
});

test('another status than 200 is a refusal that names it', async () => {
  await withServer(
    (_request, response) => response.writeHead(401).end('no'),
    async (url, clock) => {
      const read = collect(createNodeEventStream({ clock }).open(url, {}, signal()));
      await expect(read).rejects.toThrow(StreamRefused);
      await expect(read).rejects.toMatchObject({ status: 401 });
    },
  );
});

test('a broken connection is an error', async () => {
  await withServer(
    (_request, response) => {
      response.writeHead(200);
      response.write('data: half', () => response.destroy());
    },
    async (url, clock) => {
      await expect(collect(createNodeEventStream({ clock }).open(url, {}, signal()))).rejects.toThrow();
    },
  );
});

test('nobody there is an error', async () => {
  let gone = '';
  await withServer(
    () => undefined,
    async (url) => {
      gone = url;
    },
  );
  const open = createNodeEventStream({ clock: new FakeClock() }).open(gone, {}, signal());
  await expect(collect(open)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('no answer within its time is an error', async () => {
  const { promise: arrived, resolve: asked } = Promise.withResolvers<void>();
  await withServer(
    () => asked(),
    async (url, clock) => {
      const read = collect(createNodeEventStream({ clock, connectTimeoutMs: 2_000 }).open(url, {}, signal()));
      const ended = read.catch((error: unknown) => error);
      await arrived;
      await clock.advance(2_000);
      expect(await ended).toBeInstanceOf(Error);
    },
  );
});

test('the signal ends it with its reason: before, while it opens, and while it is open', async () => {
  const reason = new Error('enough');
  let arrived = 0;
  await withServer(
    (request, response) => {
      arrived += 1;
      if (request.url === '/events/open') response.writeHead(200).flushHeaders();
    },
    async (url, clock) => {
      const stream = createNodeEventStream({ clock });
      await expect(collect(stream.open(url, {}, AbortSignal.abort(reason)))).rejects.toBe(reason);
      for (const path of ['', 'open']) {
        const stop = new AbortController();
        const before = arrived;
        const read = collect(stream.open(url + path, {}, stop.signal));
        const ended = read.catch((error: unknown) => error);
        while (arrived === before) await clock.settle(1);
        await clock.settle();
        stop.abort(reason);
        expect(await ended).toBe(reason);
      }
      expect(clock.sleeping).toBe(0);
    },
  );
});
