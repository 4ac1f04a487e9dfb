import type { ByteLink } from '@tillbridge/kernel';
import { FakeClock, memoryDialer } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { encodeSerialFrame, type LinkObserver, serialTransport, tcpTransport, tracedTransport } from './index.ts';

const call = () => ({ signal: new AbortController().signal, timeoutMs: 1_000 });
const ANSWER = Uint8Array.of(0x80, 0x00, 0x00);
const QUESTION = Uint8Array.of(0x05, 0x01, 0x00);

function listening(): { readonly lines: string[]; readonly observer: LinkObserver } {
  const lines: string[] = [];
  const hex = (apdu: Uint8Array) => [...apdu].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return {
    lines,
    observer: {
      apdu: (direction, apdu) => lines.push(`${direction} ${hex(apdu)}`),
      note: (text) => lines.push(text),
    },
  };
}

test('another protocol at the port ends the link with ZVT-203 and its name', async () => {
  const clock = new FakeClock();
  const dialer = memoryDialer((link) => void link.write(new TextEncoder().encode('SSH-2.0-dropbear\r\n')));
  const link = await tcpTransport(dialer, { clock }).connect(call());
  const ended = new Promise<Error | null>((resolve) => link.onClose(resolve));
  expect(await ended).toMatchObject({ code: 'ZVT-203', message: expect.stringContaining('SSH') });
  await expect(link.send(QUESTION)).rejects.toMatchObject({
    code: 'ZVT-202',
    cause: expect.objectContaining({ code: 'ZVT-203' }),
  });
});

test('a dial that fails is what the dialer said, and stands in the trace', async () => {
  const { lines, observer } = listening();
  const dialer = memoryDialer(() => undefined);
  dialer.refuse();
  const transport = tracedTransport(tcpTransport(dialer, { clock: new FakeClock() }), observer);
  expect(transport.address).toBe('memory:');
  await expect(transport.connect(call())).rejects.toMatchObject({ code: 'TILL-601' });
  expect(lines).toEqual([expect.stringMatching(/^not connected: .*TILL-601/)]);
});

test('the trace has what went over the link, what the link did for it, and how it ended', async () => {
  const clock = new FakeClock();
  const { lines, observer } = listening();
  let terminal: ByteLink | null = null;
  const dialer = memoryDialer((link) => {
    terminal = link;
    let heard = 0;
    link.onBytes(() => {
      heard += 1;
      if (heard === 1) void link.write(Uint8Array.of(0x15));
      if (heard === 2) void link.write(Uint8Array.from([0x06, 0xff, ...encodeSerialFrame(ANSWER)]));
    });
  });
  const link = await tracedTransport(serialTransport(dialer, { clock, observer }), observer).connect(call());
  const answered = new Promise<Uint8Array>((resolve) => link.onApdu(resolve));
  link.onClose(() => undefined);
  await link.send(QUESTION);
  expect(await answered).toEqual(ANSWER);
  await link.close();
  expect(terminal).not.toBeNull();
  expect(lines).toEqual([
    'connected',
    'to-terminal 050100',
    'NAK: sent again (2 of 3)',
    'noise (1 B)',
    'from-terminal 800000',
    'closed',
  ]);
});

test('the time a long frame needs on the line is no part of T2', async () => {
  const clock = new FakeClock();
  const heard: number[] = [];
  const dialer = memoryDialer((link) => link.onBytes((bytes) => heard.push(bytes.length)));
  const link = await serialTransport(dialer, { clock }).connect(call());
  // At 9600 baud with eleven bits a byte, 8727 bytes take ten seconds.
  const sent = link.send(new Uint8Array(8_721)).catch((error: unknown) => error);
  await clock.advance(14_900);
  expect(heard).toHaveLength(1);
  await clock.advance(200);
  expect(heard).toHaveLength(2);
  await link.close();
  await sent;
});

test('T2 and T1 can be set', async () => {
  const clock = new FakeClock();
  const heard: number[] = [];
  const dialer = memoryDialer((link) => link.onBytes((bytes) => heard.push(bytes.length)));
  const timings = { ackMs: 100, gapMs: 10, byteMs: 0 };
  const link = await serialTransport(dialer, { clock, timings }).connect(call());
  const sent = link.send(QUESTION).catch((error: unknown) => error);
  await clock.advance(300);
  expect(await sent).toMatchObject({ code: 'ZVT-201' });
  expect(heard).toHaveLength(3);
  await dialer.pairs[0]?.b.write(Uint8Array.of(0x10, 0x02));
  await clock.advance(10);
  expect(heard).toHaveLength(4);
  await link.close();
});
