import { connect } from 'node:net';
import { startZvtSimulator } from '@tillbridge/simulators/zvt';
import { describe, expect, it } from 'vitest';
import { until } from '../rig/until.ts';
import type { TerminalEnding } from './shop-view.ts';
import { ZvtCounter } from './zvt-counter.ts';

/** 06 01 for EUR 7.35 (PA00P015, authorisation: BMP 04 amount, BMP 49 currency). */
const PAY = Buffer.from('06010a04000000000735490978', 'hex');
const ACK = Buffer.from('800000', 'hex');
/** "Error" to the result, so that the terminal takes the money back. */
const REFUSE = Buffer.from('846600', 'hex');
const RESULT = 0x04_0f;

interface Visit {
  readonly counter: ZvtCounter;
  /** A till asks for EUR 7.35 and says to the result what it is told to. */
  pay(toResult?: Buffer): Promise<void>;
  untilState(state: string): Promise<void>;
}

async function withCounter(use: (visit: Visit) => Promise<void>): Promise<void> {
  const simulator = await startZvtSimulator({
    tcp: { port: 0 },
    options: { hostMs: 1, cardTakenAfterMs: 1, bootMs: 1 },
  });
  const { terminal } = simulator;
  const counter = new ZvtCounter(terminal, 'Pin 3', () => {});
  terminal.onChange(() => counter.look());
  const untilState = (state: string) => until(`it shows ${state}`, () => counter.view().state === state).then(() => {});
  const till = connect(simulator.tcpPort ?? 0, '127.0.0.1');
  const pay = async (toResult: Buffer = ACK) => {
    till.on('data', (bytes) => {
      // Short APDUs alone: two bytes of control, one of length.
      for (let at = 0; at + 2 < bytes.length; ) {
        const control = bytes.readUInt16BE(at);
        const isAnswer = bytes[at] === 0x80 || bytes[at] === 0x84;
        if (!isAnswer) till.write(control === RESULT ? toResult : ACK);
        const length = bytes[at + 2] ?? 0;
        at += length === 0xff ? 5 + bytes.readUInt16LE(at + 3) : 3 + length;
      }
    });
    till.write(PAY);
    await untilState('presenting');
  };
  try {
    await use({ counter, pay, untilState });
  } finally {
    till.destroy();
    await simulator.close();
  }
}

describe('the ZVT terminal on the counter', () => {
  it('takes a small amount without a PIN, shows for a while that it did, and keeps books', async () => {
    await withCounter(async ({ counter, pay, untilState }) => {
      await pay();
      expect(counter.view()).toMatchObject({ amountCents: 735, direction: 'pay', hasSlot: true });
      expect(counter.tap('good')).toBe(true);
      await untilState('approved');
      expect(counter.view()).toMatchObject({ amountCents: 735, card: null });
      expect(counter.ledger()).toMatchObject([{ by: 'Pin 3', amountCents: 735, direction: 'pay', state: 'paid' }]);
    });
  });

  it.each([
    ['stop', 'cancelled'],
    ['empty', 'declined'],
  ] as const satisfies readonly (readonly [string, TerminalEnding])[])('%s: nothing is taken', async (what, ending) => {
    await withCounter(async ({ counter, pay, untilState }) => {
      await pay();
      expect(what === 'stop' ? counter.stop() : counter.tap('empty')).toBe(true);
      await untilState(ending);
      expect(counter.ledger()).toEqual([]);
    });
  });

  it('asks for a PIN when a card is inserted; the bank of the empty account says no after it', async () => {
    await withCounter(async ({ counter, pay, untilState }) => {
      await pay();
      expect(counter.insert('empty')).toBe(true);
      await untilState('pin');
      expect(counter.enterPin()).toBe(true);
      await untilState('declined');
    });
  });

  it('shows that it took the money back when the till refuses the result', async () => {
    await withCounter(async ({ counter, pay, untilState }) => {
      await pay(REFUSE);
      counter.tap('good');
      await untilState('taken-back');
      expect(counter.ledger()).toMatchObject([{ state: 'not-paid' }]);
    });
  });

  it('has a cable, paper and a restart to play with, and nothing else', async () => {
    await withCounter(async ({ counter }) => {
      const on = () =>
        counter
          .view()
          .switches.filter((each) => each.on)
          .map(({ id }) => id);
      expect([counter.flip('cable'), counter.flip('paper')]).toEqual([true, true]);
      expect(on()).toEqual(['cable', 'paper']);
      expect([counter.flip('cable'), counter.flip('paper')]).toEqual([true, true]);
      expect(on()).toEqual([]);
      expect(counter.flip('power')).toBe(false);
      expect(counter.flip('restart')).toBe(true);
      await until('it is back', () => counter.view().state === 'idle');
    });
  });
});
