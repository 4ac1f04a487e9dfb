import { createSocket } from 'node:dgram';
import { FakeClock } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { createUdpBroadcast } from './index.ts';
import { broadcastAddress } from './udp-broadcast.ts';

const QUESTION = new TextEncoder().encode('PAY.POS-WHO.IS');
const never = new AbortController().signal;

/** Lends a device that answers each question with `answers`, on a port of its own. */
async function withDevice(answers: readonly string[], use: (port: number, asked: string[]) => Promise<void>) {
  const asked: string[] = [];
  const device = createSocket('udp4');
  device.on('message', (question, { address, port }) => {
    asked.push(question.toString());
    for (const answer of answers) device.send(answer, port, address);
  });
  await new Promise<void>((resolve) => device.bind(0, '127.0.0.1', resolve));
  try {
    await use(device.address().port, asked);
  } finally {
    await new Promise<void>((resolve) => device.close(() => resolve()));
  }
}

test('hands over each answer with its address until the time is over', async () => {
  await withDevice(['one', 'two'], async (port, asked) => {
    const clock = new FakeClock();
    const udp = createUdpBroadcast({ clock, addresses: ['127.0.0.1'] });
    const heard: string[] = [];
    let both: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => {
      both = resolve;
    });
    const done = udp.broadcast(
      QUESTION,
      port,
      ({ bytes, address }) => {
        heard.push(`${address} ${new TextDecoder().decode(bytes)}`);
        if (heard.length === 2) both();
      },
      { signal: never, timeoutMs: 3_000 },
    );
    await answered;
    expect(clock.sleeping).toBe(1);
    await clock.advance(3_000);
    await done;
    expect(asked).toEqual(['PAY.POS-WHO.IS']);
    expect(heard.sort()).toEqual(['127.0.0.1 one', '127.0.0.1 two']);
  });
});

test('is called off with the reason given', async () => {
  const off = new AbortController();
  const udp = createUdpBroadcast({ clock: new FakeClock(), addresses: ['127.0.0.1'] });
  const done = udp.broadcast(QUESTION, 9, () => undefined, { signal: off.signal, timeoutMs: 3_000 });
  off.abort('shutdown');
  await expect(done).rejects.toBe('shutdown');
});

test('says that it could be sent to nobody', async () => {
  const udp = createUdpBroadcast({ clock: new FakeClock(), addresses: ['name.invalid'] });
  const done = udp.broadcast(QUESTION, 9, () => undefined, { signal: never, timeoutMs: 3_000 });
  await expect(done).rejects.toMatchObject({ code: 'TILL-615' });
});

test('knows the broadcast address of a network', () => {
  expect(broadcastAddress('192.168.10.40', '255.255.255.0')).toBe('192.168.10.255');
  expect(broadcastAddress('10.1.2.3', '255.255.240.0')).toBe('10.1.15.255');
});
