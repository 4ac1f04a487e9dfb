import { createServer, type Socket } from 'node:net';
import type { ByteLink, Clock } from '@tillbridge/kernel';
import { FakeClock } from '@tillbridge/testkit';
import { describeByteLink } from '@tillbridge/testkit/contracts';
import { describe, expect, test } from 'vitest';
import { createTcpDialer, listenTcp } from './index.ts';

const LOOPBACK = '127.0.0.1';
const never = new AbortController().signal;
const call = (timeoutMs = 5_000, signal = never) => ({ signal, timeoutMs });

describeByteLink('TCP on loopback', async () => {
  let came: (link: ByteLink) => void = () => undefined;
  const coming = new Promise<ByteLink>((resolve) => {
    came = resolve;
  });
  const listener = await listenTcp({ host: LOOPBACK, port: 0 }, came);
  const a = await createTcpDialer({ host: LOOPBACK, port: listener.port }, { clock: new FakeClock() }).dial(call());
  const b = await coming;
  return { a, b, tellsClose: true, unplug: null, close: () => listener.close().then(() => a.close()) };
});

describe('a TCP dial', () => {
  test('names the address it dials', () => {
    const { address } = createTcpDialer({ host: '10.0.0.8', port: 20_007 }, { clock: new FakeClock() });
    expect(address).toBe('tcp://10.0.0.8:20007');
  });

  test('says that nobody listens, with the address', async () => {
    const listener = await listenTcp({ host: LOOPBACK, port: 0 }, () => undefined);
    await listener.close();
    const dialer = createTcpDialer({ host: LOOPBACK, port: listener.port }, { clock: new FakeClock() });
    await expect(dialer.dial(call())).rejects.toMatchObject({ code: 'TILL-601', about: dialer.address });
  });

  test('says that there is no such name', async () => {
    const dialer = createTcpDialer({ host: 'terminal.invalid', port: 20_007 }, { clock: new FakeClock() });
    await expect(dialer.dial(call())).rejects.toMatchObject({ code: 'TILL-603' });
  });

  test('gives up when the time is over, and when it is called off with the reason given', async () => {
    const listener = await listenTcp({ host: LOOPBACK, port: 0 }, () => undefined);
    const where = { host: LOOPBACK, port: listener.port };
    const clock = new FakeClock();
    const hurried: Clock = { now: () => 0, monotonicMs: () => 0, sleep: async () => undefined };
    await expect(createTcpDialer(where, { clock: hurried }).dial(call(1))).rejects.toMatchObject({ code: 'TILL-602' });

    const off = new AbortController();
    const dialer = createTcpDialer(where, { clock });
    const given = dialer.dial(call(3_000, off.signal)).catch((error: unknown) => error);
    off.abort('shutdown');
    expect(await given).toBe('shutdown');
    await expect(dialer.dial(call(3_000, off.signal))).rejects.toBe('shutdown');
    expect(clock.sleeping).toBe(0);
    await listener.close();
  });

  test('can be repeated as often as the device takes it', async () => {
    let links = 0;
    const listener = await listenTcp({ host: LOOPBACK, port: 0 }, () => {
      links += 1;
    });
    const dialer = createTcpDialer({ host: LOOPBACK, port: listener.port }, { clock: new FakeClock() });
    for (let round = 0; round < 5; round += 1) await (await dialer.dial(call())).close();
    await listener.close();
    expect(links).toBe(5);
  });
});

test('a device that reads nothing holds neither the close nor the writes', async () => {
  const sockets: Socket[] = [];
  const server = createServer({ pauseOnConnect: true }, (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as { port: number };
  const link = await createTcpDialer({ host: LOOPBACK, port }, { clock: new FakeClock() }).dial(call());
  const written = link.write(new Uint8Array(50_000_000)).catch((error: unknown) => error);
  await link.close();
  expect(await written).toMatchObject({ code: 'TILL-605' });
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
});

test('a port that is taken can’t be listened at', async () => {
  const first = await listenTcp({ host: LOOPBACK, port: 0 }, () => undefined);
  const second = listenTcp({ host: LOOPBACK, port: first.port }, () => undefined);
  await expect(second).rejects.toMatchObject({ code: 'TILL-614' });
  await first.close();
});
