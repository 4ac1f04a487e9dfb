import { cents } from '@tillbridge/kernel';
import { FakeClock, memoryLinkPair, seededRandom } from '@tillbridge/testkit';
import {
  buildAbort,
  buildAck,
  buildPayment,
  CONTROL,
  readAbort,
  readIntermediateStatus,
  readPrintBlock,
  readPrintLine,
  readStatusInformation,
} from '@tillbridge/zvt/codec';
import { describe, expect, test } from 'vitest';
import type { ZvtOptions } from './options.ts';
import { type ScriptedTill, zvtBench } from './testing/scripted-till.ts';

const bench = (options: Partial<ZvtOptions> = {}) =>
  zvtBench({ clock: new FakeClock(), random: seededRandom(1), pair: memoryLinkPair }, options);

type Registering = Parameters<ScriptedTill['register']>[0];

async function registered(options: Partial<ZvtOptions> = {}, parts: Registering = {}) {
  const parts_ = bench(options);
  const till = parts_.connect();
  till.register(parts);
  await parts_.clock.advance(0);
  till.forget();
  return { ...parts_, till };
}

const statusOf = (till: ScriptedTill) => readStatusInformation(till.last(CONTROL.statusInformation));
const PRINTS = ['06 D1', '06 D3'];
const withoutPrints = (till: ScriptedTill) => till.codes().filter((code) => !PRINTS.includes(code));

describe('a payment', () => {
  test('goes from the amount to the receipts, each step told', async () => {
    const { clock, terminal, till } = await registered();
    till.pay(1470);
    await clock.advance(0);
    expect(terminal.screen()).toEqual({ step: 'amount', amountCents: 1470, lines: ['14,70 EUR', 'Karte bitte'] });
    expect(terminal.tap()).toBe(true);
    await clock.advance(0);
    expect(terminal.screen().step).toBe('host');
    await clock.advance(5_000);
    expect(withoutPrints(till)).toEqual(['80 00', '04 FF 0A', '04 FF 04', '04 FF 1C', '04 0F', '06 0F']);
    expect(statusOf(till)).toMatchObject({
      resultCode: 0,
      amountCents: 1470,
      currency: '0978',
      terminalId: '60001234',
      receipt: '0001',
      trace: '000001',
      date: '0301',
      time: '100000',
      maskedPan: '672599*********9012',
      cardName: 'girocard',
      cardType: 5,
      paymentKind: 0x60,
    });
    expect(terminal.charges()).toMatchObject([{ command: 1, amountCents: 1470, direction: 'pay', receipt: '0001' }]);
    expect(terminal.screen().step).toBe('idle');
    expect(terminal.idle()).toBe(true);
  });

  test('prints two receipts in lines: masked, in CP437, each with a last line', async () => {
    const { clock, terminal, till } = await registered();
    till.pay(1470);
    await clock.advance(0);
    terminal.tap();
    await clock.advance(5_000);
    const lines = till.all(CONTROL.printLine).map((message) => readPrintLine(message));
    expect(lines.filter((line) => line.last)).toHaveLength(2);
    expect(lines.map((line) => line.text)).toContain('Händlerbeleg');
    expect(lines.some((line) => line.text.includes('14,70 EUR'))).toBe(true);
    for (const line of lines) expect(line.text).not.toMatch(/\d{12,}/);
  });

  test('prints in blocks, and shows its texts, when the till permits both, in the letters they agreed on', async () => {
    const { clock, terminal, till } = await registered(
      {},
      { tlv: true, permitted: [CONTROL.printBlock], charsets: ['utf-8'] },
    );
    till.pay(1470);
    await clock.advance(0);
    terminal.tap();
    await clock.advance(5_000);
    const blocks = till.all(CONTROL.printBlock).map((message) => readPrintBlock(message, { charset: 'utf-8' }));
    expect(blocks.map((block) => block.receipt)).toEqual(['merchant', 'customer']);
    expect(blocks[0]?.lines.map((line) => line.text)).toContain('Händlerbeleg');
    const texts = till
      .all(CONTROL.intermediateStatus)
      .map((message) => readIntermediateStatus(message, { charset: 'utf-8' }).texts.join('/'));
    expect(texts).toEqual(['Karte bitte', 'Bitte warten/Anfrage läuft', 'Zahlung erfolgt']);
    expect(statusOf(till)).toMatchObject({ cvm: 0, online: true });
  });

  test('with a card inserted asks for the PIN, and to take the card out', async () => {
    const { clock, terminal, till } = await registered({ cardTakenAfterMs: null });
    till.pay(1470);
    await clock.advance(0);
    terminal.insert('maestro');
    await clock.advance(0);
    expect(terminal.screen().step).toBe('pin');
    terminal.pin(false);
    await clock.advance(0);
    expect(terminal.screen().step).toBe('pin');
    terminal.pin(true);
    await clock.advance(2_000);
    expect(terminal.screen().step).toBe('remove-card');
    expect(till.codes().at(-1)).toBe('04 FF 0B');
    expect(terminal.removeCard()).toBe(true);
    await clock.advance(0);
    expect(withoutPrints(till)).toEqual([
      '80 00',
      '04 FF 0A',
      '04 FF 0E',
      '04 FF CC',
      '04 FF 15',
      '04 FF 04',
      '04 FF 5C',
      '04 0F',
      '04 FF 0B',
      '06 0F',
    ]);
    expect(statusOf(till)).toMatchObject({ cardName: 'Maestro', paymentKind: 0x70 });
  });

  test('asks a held card for the PIN above 50 euros, and not below', async () => {
    const { clock, terminal, till } = await registered();
    till.pay(5001);
    await clock.advance(0);
    terminal.tap();
    await clock.advance(0);
    expect(terminal.screen().step).toBe('pin');
  });

  test('says nothing in between to a till that wants no 04 FF, and prints nothing where the till makes the receipts', async () => {
    const { clock, terminal, till } = await registered({}, { configByte: 0x36 });
    till.pay(1470);
    await clock.advance(0);
    terminal.tap();
    await clock.advance(5_000);
    expect(till.codes()).toEqual(['80 00', '04 0F', '06 0F']);
  });

  test('prints on its own paper when the till doesn’t, and refuses without paper', async () => {
    const { clock, terminal, till } = await registered({}, { configByte: 0x08 });
    till.pay(1470);
    await clock.advance(0);
    terminal.tap();
    await clock.advance(1_000);
    expect(terminal.screen().step).toBe('printing');
    await clock.advance(1_300);
    expect(till.codes().at(-1)).toBe('06 0F');
    expect(terminal.noPaper(true)).toBe(true);
    till.pay(500);
    await clock.advance(0);
    expect(readAbort(till.last(CONTROL.aborted)).resultCode).toBe(0xcc);
  });

  test('keeps the till waiting with 04 FF while nobody comes, and ends with 6C after BMP 01', async () => {
    const { clock, terminal, till } = await registered();
    till.pay(1470, { timeoutSeconds: 12 });
    await clock.advance(11_999);
    expect(till.codes()).toEqual(['80 00', '04 FF 0A', '04 FF 0A', '04 FF 0A']);
    await clock.advance(100);
    expect(till.codes().slice(4)).toEqual(['04 FF 0D', '04 0F', '06 1E']);
    expect(statusOf(till)).toMatchObject({ resultCode: 0x6c, amountCents: 1470 });
    expect(readAbort(till.last(CONTROL.aborted)).resultCode).toBe(0x6c);
    expect(terminal.charges()).toEqual([]);
  });

  test('declined by the host, cancelled at the terminal, or three wrong PINs: told, and nothing booked', async () => {
    const { clock, terminal, till } = await registered();
    const ended = async (act: () => void) => {
      till.forget();
      till.pay(1470);
      await clock.advance(0);
      act();
      await clock.advance(0);
      for (let tries = 0; tries < 3 && terminal.screen().step === 'pin'; tries += 1) {
        terminal.pin(false);
        await clock.advance(0);
      }
      await clock.advance(5_000);
      return [statusOf(till).resultCode, readAbort(till.last(CONTROL.aborted)).resultCode];
    };
    expect(await ended(() => terminal.decline(51))).toEqual([51, 51]);
    expect(await ended(() => terminal.cancel())).toEqual([0x6c, 0x6c]);
    expect(await ended(() => terminal.insert())).toEqual([0x4b, 0x4b]);
    expect(terminal.charges()).toEqual([]);
    expect(terminal.authorisations()).toBe(3);
  });

  test('approve does whatever is needed, and an autopilot does it alone', async () => {
    const { clock, terminal, till } = await registered({ autopilot: { outcome: 'approve', afterMs: 700 } });
    till.pay(9900);
    await clock.advance(5_000);
    expect(terminal.charges()).toMatchObject([{ amountCents: 9900 }]);
    terminal.autopilot(null);
    till.pay(9800);
    await clock.advance(0);
    expect(terminal.approve()).toBe(true);
    await clock.advance(5_000);
    expect(terminal.charges()).toMatchObject([{ amountCents: 9900 }, { amountCents: 9800, command: 2 }]);
  });

  test('may follow in one breath with the ack of the one before', async () => {
    const { clock, terminal, till } = await registered({ autopilot: { outcome: 'decline', afterMs: 100 } });
    till.reply = (message) => {
      if (message.control !== CONTROL.aborted || terminal.authorisations() > 1) return buildAck();
      queueMicrotask(() => till.pay(200));
      return buildAck();
    };
    till.pay(100);
    await clock.advance(5_000);
    expect(till.codes()).not.toContain('84 9C');
    expect(till.codes().filter((code) => code === '06 1E')).toHaveLength(2);
  });

  test('keys have no effect where nobody waits for them', async () => {
    const { terminal } = bench();
    expect([terminal.tap(), terminal.pin(true), terminal.cancel(), terminal.removeCard()]).toEqual(
      Array(4).fill(false),
    );
  });
});

describe('06 B0', () => {
  test('stops a payment until the host is asked', async () => {
    const { clock, terminal, till } = await registered();
    till.pay(1470);
    await clock.advance(1_000);
    till.say(buildAbort());
    await clock.advance(100);
    expect(till.codes().slice(2)).toEqual(['80 00', '04 FF 0D', '04 0F', '06 1E']);
    expect(statusOf(till).resultCode).toBe(0x6c);
    till.forget();
    till.pay(1470);
    await clock.advance(0);
    terminal.tap();
    await clock.advance(0);
    till.say(buildAbort());
    await clock.advance(5_000);
    expect(withoutPrints(till)).toEqual(['80 00', '04 FF 0A', '04 FF 04', '84 83', '04 FF 1C', '04 0F', '06 0F']);
    expect(terminal.charges()).toHaveLength(1);
  });

  test('may be acknowledged in vain, or taken without an answer', async () => {
    const vain = await registered({ abort: 'pretends' });
    vain.till.pay(1470);
    await vain.clock.advance(0);
    vain.till.say(buildAbort());
    await vain.clock.advance(100);
    expect(vain.till.codes().at(-1)).toBe('80 00');
    expect(vain.terminal.approve()).toBe(true);
    await vain.clock.advance(5_000);
    expect(vain.terminal.charges()).toHaveLength(1);
    const mute = await registered();
    mute.terminal.fault({ do: 'lost-abort-answer' });
    mute.till.pay(1470);
    await mute.clock.advance(0);
    mute.till.say(buildAbort());
    await mute.clock.advance(100);
    expect(mute.till.codes()).toEqual(['80 00', '04 FF 0A', '04 FF 0D', '04 0F', '06 1E']);
  });

  test('is never taken, or not even answered, by other makes', async () => {
    for (const [abort, answer] of [
      ['refused', ['84 83']],
      ['ignored', []],
    ] as const) {
      const { clock, terminal, till } = await registered({ abort });
      till.pay(1470);
      await clock.advance(0);
      till.forget();
      till.say(buildAbort());
      await clock.advance(1_000);
      expect(till.codes()).toEqual(answer);
      expect(terminal.screen().step).toBe('amount');
    }
  });
});

describe('a refund', () => {
  test('gives money back against the password', async () => {
    const { clock, terminal, till } = await registered();
    till.refund(700);
    await clock.advance(0);
    terminal.tap();
    await clock.advance(5_000);
    expect(terminal.charges()).toMatchObject([{ command: 1, direction: 'refund', amountCents: 700 }]);
    till.say(
      buildPayment(CONTROL.refund, {
        password: '999999',
        amountCents: cents(700),
        currency: null,
        paymentType: null,
        receipt: null,
        timeoutSeconds: null,
      }),
    );
    await clock.advance(0);
    expect(till.codes().at(-1)).toBe('84 37');
    expect(terminal.authorisations()).toBe(2);
  });

  test('is refused where refunds are not set up', async () => {
    const { clock, till } = await registered({ refunds: false });
    till.refund(700);
    await clock.advance(0);
    expect(till.codes()).toEqual(['84 83']);
  });
});
