import { FakeClock, memoryLinkPair, seededRandom } from '@tillbridge/testkit';
import { buildAck, buildNack, CONTROL, type Message, readAbort, readStatusInformation } from '@tillbridge/zvt/codec';
import { describe, expect, test } from 'vitest';
import type { ZvtOptions } from './options.ts';
import { type ScriptedTill, zvtBench } from './testing/scripted-till.ts';

const bench = (options: Partial<ZvtOptions> = {}) =>
  zvtBench({ clock: new FakeClock(), random: seededRandom(1), pair: memoryLinkPair }, options);

const QUERY = 0x03;
/** 04 0F alone decides: the till makes the receipts. */
const NO_PRINTS = 0x3e;

async function paying(options: Partial<ZvtOptions> = {}, configByte = 0xbe) {
  const parts = bench(options);
  const till = parts.connect();
  till.register({ configByte });
  await parts.clock.advance(0);
  till.pay(300);
  await parts.clock.advance(0);
  parts.terminal.approve();
  await parts.clock.advance(5_000);
  till.forget();
  const pay = async (reply?: (message: Message) => Uint8Array | null) => {
    if (reply !== undefined) till.reply = reply;
    till.pay(1470);
    await parts.clock.advance(0);
    parts.terminal.approve();
    await parts.clock.advance(30_000);
    till.reply = () => buildAck();
  };
  const repeated = async (again: ScriptedTill) => {
    again.forget();
    again.service(CONTROL.repeatReceipt, QUERY);
    await parts.clock.advance(1_000);
    return again;
  };
  return { ...parts, till, pay, repeated };
}

const silentTo = (control: number) => (message: Message) => (message.control === control ? null : buildAck());
const refusing = (control: number, code: number) => (message: Message) =>
  message.control === control ? buildNack(code) : buildAck();
const states = (transactions: readonly { state: string }[]) => transactions.map((entry) => entry.state);

describe('a payment is booked by the deciding ack', () => {
  test('of 04 0F, when the till prints nothing', async () => {
    const { terminal, till, pay } = await paying({}, NO_PRINTS);
    await pay(silentTo(CONTROL.completion));
    expect(terminal.charges()).toMatchObject([{ amountCents: 300 }, { amountCents: 1470 }]);
    expect(till.closed).toBe(true);
  });

  test('of the last print line, when the till prints', async () => {
    const { terminal, pay } = await paying();
    let lines = 0;
    await pay((message) => (message.control === CONTROL.printLine && ++lines === 5 ? null : buildAck()));
    expect(terminal.charges()).toMatchObject([{ amountCents: 300 }]);
    expect(states(terminal.transactions())).toEqual(['stored', 'auto-reversed']);
  });
});

describe('without an answer to 04 0F', () => {
  test('the payment is reversed, the connection ends, and 06 20 shows the payment before', async () => {
    const { clock, terminal, till, connect, pay, repeated } = await paying();
    till.reply = silentTo(CONTROL.statusInformation);
    till.pay(1470);
    await clock.advance(0);
    terminal.approve();
    await clock.advance(900 + 5_000);
    expect(till.closed).toBe(true);
    expect(terminal.screen()).toMatchObject({ step: 'busy', lines: ['Bitte warten', 'automatischer Storno'] });
    await clock.advance(2_000);
    expect(terminal.charges()).toMatchObject([{ amountCents: 300 }]);
    const again = await repeated(connect());
    expect(readStatusInformation(again.last(CONTROL.statusInformation))).toMatchObject({ amountCents: 300 });
    expect(pay).toBeTypeOf('function');
  });

  test('another make books it as declined, and 06 20 says so', async () => {
    const { terminal, connect, pay, repeated } = await paying({ onMissingAck: 'decline' });
    await pay(silentTo(CONTROL.statusInformation));
    expect(terminal.charges()).toMatchObject([{ amountCents: 300 }]);
    const again = await repeated(connect());
    expect(readStatusInformation(again.last(CONTROL.statusInformation))).toMatchObject({
      amountCents: 1470,
      resultCode: 0x6c,
    });
  });

  test('a third lets it stand', async () => {
    const { terminal, connect, pay, repeated } = await paying({ onMissingAck: 'keep' });
    await pay(silentTo(CONTROL.statusInformation));
    expect(terminal.charges()).toMatchObject([{ amountCents: 300 }, { amountCents: 1470, command: 2 }]);
    const again = await repeated(connect());
    expect(readStatusInformation(again.last(CONTROL.statusInformation))).toMatchObject({
      amountCents: 1470,
      resultCode: 0,
    });
  });

  test('06 20 may show the reversal itself, which looks paid but for its original trace', async () => {
    const { connect, pay, repeated, terminal } = await paying({ repeatAfterReversal: 'reversal' });
    await pay(silentTo(CONTROL.statusInformation));
    expect(terminal.charges()).toMatchObject([{ amountCents: 300 }]);
    const again = await repeated(connect());
    expect(readStatusInformation(again.last(CONTROL.statusInformation))).toMatchObject({
      amountCents: 1470,
      resultCode: 0,
      trace: '000003',
      originalTrace: '000002',
    });
  });

  test('or nothing at all', async () => {
    const { connect, pay, repeated } = await paying({ repeatAfterReversal: 'nothing' });
    await pay(silentTo(CONTROL.statusInformation));
    const again = await repeated(connect());
    expect(again.codes()).toEqual(['80 00', '06 1E']);
  });
});

describe('a till that refuses', () => {
  test('04 0F with 84 66 has it reversed by every make, and the connection goes on', async () => {
    for (const onMissingAck of ['reverse', 'decline', 'keep'] as const) {
      const { terminal, till, pay } = await paying({ onMissingAck });
      await pay(refusing(CONTROL.statusInformation, 0x66));
      expect(terminal.charges()).toMatchObject([{ amountCents: 300 }]);
      expect(till.codes().slice(-3)).toEqual(['04 0F', '04 FF 05', '06 1E']);
      expect(readAbort(till.last(CONTROL.aborted)).resultCode).toBe(0x66);
    }
  });

  test('a print line with 84 CC has it reversed', async () => {
    const { terminal, till, pay } = await paying();
    await pay(refusing(CONTROL.printLine, 0xcc));
    expect(terminal.charges()).toMatchObject([{ amountCents: 300 }]);
    expect(till.codes().filter((code) => code === '06 D1')).toHaveLength(1);
    expect(readAbort(till.last(CONTROL.aborted)).resultCode).toBe(0xcc);
  });

  test('with 84 9C is asked again each two seconds, and given up after BMP 01', async () => {
    const { clock, terminal, till, pay } = await paying({}, NO_PRINTS);
    let waits = 3;
    await pay((message) =>
      message.control === CONTROL.statusInformation && waits-- > 0 ? buildNack(0x9c) : buildAck(),
    );
    expect(till.all(CONTROL.statusInformation)).toHaveLength(4);
    expect(terminal.charges()).toHaveLength(2);
    till.forget();
    till.reply = refusing(CONTROL.statusInformation, 0x9c);
    till.pay(900, { timeoutSeconds: 10 });
    await clock.advance(0);
    terminal.approve();
    await clock.advance(20_000);
    expect(terminal.charges()).toHaveLength(2);
    expect(readStatusInformation(till.last(CONTROL.statusInformation)).resultCode).toBe(0x6c);
    expect(till.codes().at(-1)).toBe('06 1E');
  });
});

describe('a connection that goes', () => {
  test('before a card is there ends the payment', async () => {
    const { clock, terminal, till } = await paying();
    till.pay(1470);
    await clock.advance(1_000);
    till.close();
    await clock.advance(1_000);
    expect(terminal.screen().step).toBe('idle');
    expect(terminal.charges()).toHaveLength(1);
  });

  test('does not end it on a make that goes on; the till that is back meets 9C, then the payment', async () => {
    const { clock, terminal, till, connect, repeated } = await paying({ onLinkLoss: 'go-on', onMissingAck: 'keep' });
    till.pay(1470);
    await clock.advance(1_000);
    till.close();
    const again = connect();
    again.register();
    await clock.advance(100);
    again.enquire();
    again.pay(1470);
    await clock.advance(100);
    expect(again.codes()).toEqual(['80 00', '06 0F', '80 00', '06 0F', '84 9C']);
    expect(again.last(CONTROL.completion).head[0]?.raw).toEqual(Uint8Array.of(0x9c));
    expect(terminal.screen()).toMatchObject({ step: 'amount', amountCents: 1470 });
    terminal.approve();
    await clock.advance(5_000);
    expect(terminal.charges()).toMatchObject([{ command: 1 }, { command: 2, amountCents: 1470 }]);
    await repeated(again);
    expect(readStatusInformation(again.last(CONTROL.statusInformation)).amountCents).toBe(1470);
  });

  test('after the host was asked leaves it to the missing ack', async () => {
    for (const [onMissingAck, charges] of [
      ['reverse', 1],
      ['keep', 2],
    ] as const) {
      const { clock, terminal, till } = await paying({ onMissingAck });
      till.pay(1470);
      await clock.advance(0);
      terminal.tap();
      await clock.advance(100);
      till.close();
      await clock.advance(10_000);
      expect(terminal.charges()).toHaveLength(charges);
    }
  });
});

describe('a restart', () => {
  test('decides what the till did not acknowledge, and keeps registration and books', async () => {
    for (const [onMissingAck, state] of [
      ['reverse', 'auto-reversed'],
      ['decline', 'declined'],
      ['keep', 'stored'],
    ] as const) {
      const { clock, terminal, till, connect } = await paying({ onMissingAck });
      till.reply = silentTo(CONTROL.statusInformation);
      till.pay(1470);
      await clock.advance(0);
      terminal.approve();
      await clock.advance(1_500);
      terminal.reboot(3_000);
      await clock.advance(0);
      expect(till.closed).toBe(true);
      expect(connect().closed).toBe(false);
      await clock.advance(0);
      expect(states(terminal.transactions())).toEqual(['stored', 'pending']);
      await clock.advance(3_000);
      expect(states(terminal.transactions())).toEqual(['stored', state]);
      expect(terminal.state()).toMatchObject({ registered: true, configByte: 0xbe, power: 'on' });
      const again = connect();
      again.enquire();
      await clock.advance(0);
      expect(again.codes()).toEqual(['80 00', '06 0F']);
    }
  });
});
