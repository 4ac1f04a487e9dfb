import type { Clock } from '@tillbridge/kernel';
import { FakeClock, memoryLinkPair, seededRandom } from '@tillbridge/testkit';
import { CONTROL } from '@tillbridge/zvt/codec';
import { serialLink } from '@tillbridge/zvt/link';
import { describe, expect, test } from 'vitest';
import type { ZvtFault } from './faults.ts';
import { faultyBytes } from './faulty-bytes.ts';
import { ScriptedTill } from './testing/scripted-till.ts';
import { ZvtTerminal } from './zvt-terminal.ts';

/** A till and a terminal on one cable, in pieces of three bytes, with the notes of both link layers. */
async function cable() {
  const clock = new FakeClock();
  const random = seededRandom(7);
  const terminal = new ZvtTerminal({ clock, random, options: { closesOnSilence: false } });
  const notes: string[] = [];
  const observer = { note: (text: string) => void notes.push(text) };
  const { a, b } = memoryLinkPair({ chunk: inThrees });
  const till = new ScriptedTill(serialLink(a, { clock: clock as Clock, observer }));
  terminal.attach(serialLink(faultyBytes(b, terminal.faults, random), { clock, observer }));
  till.register({ configByte: 0x3e });
  await clock.advance(100);
  till.forget();
  const pay = async (fault: ZvtFault | null) => {
    if (fault !== null) terminal.fault(fault);
    till.pay(1470);
    await clock.advance(20_000);
    terminal.approve();
    await clock.advance(30_000);
    return till.codes().filter((code) => code !== '04 FF 0A');
  };
  return { clock, terminal, till, notes, pay };
}

function inThrees(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / 3) }, (_, at) => bytes.subarray(at * 3, at * 3 + 3));
}

const WHOLE = ['80 00', '04 FF 04', '04 FF 1C', '04 0F', '06 0F'];

describe('on a serial line', () => {
  test('a payment goes through', async () => {
    const { pay, notes } = await cable();
    expect(await pay(null)).toEqual(WHOLE);
    expect(notes).toEqual([]);
  });

  test.each<[string, ZvtFault, RegExp]>([
    ['a wrong checksum', { do: 'bad-crc', times: 2 }, /checksum/],
    ['noise before a frame', { do: 'noise' }, /noise/],
    ['a NAK, or two', { do: 'nak-frame', times: 2 }, /NAK/],
    ['a lost link ack of the till', { do: 'lost-link-ack', by: 'till' }, /no ACK/],
  ])('%s is mended below, and the payment is made once', async (_name, fault, note) => {
    const { pay, notes, terminal } = await cable();
    expect(await pay(fault)).toEqual(WHOLE);
    expect(notes.join('\n')).toMatch(note);
    expect(terminal.faults.list()).toEqual([]);
    expect(terminal.charges()).toHaveLength(1);
    expect(terminal.authorisations()).toBe(1);
  });

  test('a lost link ack of the terminal makes the till repeat, and the payment is made once', async () => {
    const { pay, notes, terminal } = await cable();
    const codes = await pay({ do: 'lost-link-ack', by: 'terminal' });
    expect(codes[0]).toBe('80 00');
    expect(codes.slice(-2)).toEqual(['04 0F', '06 0F']);
    expect(notes.join('\n')).toMatch(/no ACK/);
    expect(terminal.charges()).toHaveLength(1);
  });

  test('a storm of NAKs keeps the command from the terminal', async () => {
    const { clock, pay, terminal, till } = await cable();
    expect(await pay({ do: 'nak-frame', times: 3 })).toEqual([]);
    expect(terminal.authorisations()).toBe(0);
    till.service(CONTROL.repeatReceipt, 0x03);
    await clock.advance(1_000);
    expect(till.codes()).toEqual(['80 00', '06 1E']);
  });

  test('a missing answer does not end the line, and the payment is reversed', async () => {
    const { clock, pay, terminal, till } = await cable();
    till.reply = (message) => (message.control === CONTROL.statusInformation ? null : Uint8Array.of(0x80, 0, 0));
    expect(await pay(null)).toEqual(WHOLE.slice(0, -1));
    expect(terminal.charges()).toEqual([]);
    expect(till.closed).toBe(false);
    till.forget();
    till.enquire();
    await clock.advance(1_000);
    expect(till.codes()).toEqual(['80 00', '06 0F']);
  });
});
