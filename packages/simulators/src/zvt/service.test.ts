import { FakeClock, memoryLinkPair, seededRandom } from '@tillbridge/testkit';
import {
  buildLogOff,
  buildService,
  buildSetDateTime,
  CONTROL,
  readAbort,
  readCompletion,
  readDateTime,
  readPrintBlock,
  readPrintLine,
  readResponse,
  readStatusInformation,
} from '@tillbridge/zvt/codec';
import { describe, expect, test } from 'vitest';
import type { ZvtOptions } from './options.ts';
import { PASSWORD, zvtBench } from './testing/scripted-till.ts';

const bench = (options: Partial<ZvtOptions> = {}) =>
  zvtBench({ clock: new FakeClock(), random: seededRandom(1), pair: memoryLinkPair }, options);

function connected(options: Partial<ZvtOptions> = {}) {
  const parts = bench(options);
  const till = parts.connect();
  const pass = async (ms = 10_000) => {
    await parts.clock.advance(ms);
    const codes = till.codes();
    till.forget();
    return codes;
  };
  const register = async (configByte = 0xbe) => {
    till.register({ configByte });
    await pass(0);
  };
  const pay = async (amountCents: number) => {
    till.pay(amountCents);
    await parts.clock.advance(0);
    parts.terminal.approve();
    return pass();
  };
  return { ...parts, till, pass, register, pay };
}

const withoutPrints = (codes: readonly string[]) => codes.filter((code) => code !== '06 D1');

describe('registration', () => {
  test('checks the password, as the make does', async () => {
    const nack = connected();
    nack.till.register({ password: '000000' });
    expect(await nack.pass(0)).toEqual(['84 37']);
    const abort = connected({ wrongPassword: 'abort' });
    abort.till.register({ password: '000000' });
    await abort.clock.advance(0);
    expect(readAbort(abort.till.last(CONTROL.aborted)).resultCode).toBe(0x37);
    expect(abort.terminal.state().registered).toBe(false);
  });

  test('refuses another currency with 84 1E and 6F in the data', async () => {
    const { clock, till } = connected();
    till.register({ currency: '0756' });
    await clock.advance(0);
    expect(till.codes()).toEqual(['84 1E']);
    const [answer] = till.heard;
    expect(answer === undefined ? null : readResponse(answer)).toMatchObject({ positive: false, code: 0x6f });
  });

  test('completes with terminal id, currency and the first set of letters both know', async () => {
    const { clock, till, terminal } = connected();
    terminal.setCondition(0x51);
    till.register({ tlv: true, charsets: ['iso-8859-2', 'utf-8', 'iso-8859-1'] });
    await clock.advance(0);
    expect(readCompletion(till.last(CONTROL.completion))).toMatchObject({
      terminalId: '60001234',
      currency: '0978',
      charset: 'utf-8',
      statusByte: 0x01,
    });
  });

  test('ends with 06 02: what was agreed is void', async () => {
    const { till, terminal, register, pass } = connected();
    await register();
    till.say(buildLogOff());
    expect(await pass()).toEqual(['80 00']);
    expect(terminal.state()).toMatchObject({ registered: false, configByte: 0x86 });
  });

  test('is not needed for a payment, except by some makes', async () => {
    expect(withoutPrints(await connected().pay(100))).toEqual(['80 00', '04 0F', '06 0F']);
    expect(await connected({ needsRegistration: true }).pay(100)).toEqual(['80 00', '06 1E']);
  });
});

describe('05 01', () => {
  test('tells the condition, and which command mends it', async () => {
    const { clock, terminal, till, register, pass } = connected();
    await register();
    const mends = [
      [0x51, CONTROL.initialisation],
      [0x62, CONTROL.diagnosis],
      [0xc2, CONTROL.diagnosis],
      [0xf0, CONTROL.endOfDay],
      [0xb1, CONTROL.endOfDay],
    ] as const;
    const enquired = async () => {
      till.forget();
      till.enquire();
      await clock.advance(100);
      return readCompletion(till.last(CONTROL.completion), { running: CONTROL.statusEnquiry }).terminalStatus;
    };
    for (const [condition, command] of mends) {
      terminal.setCondition(condition);
      expect(await enquired()).toBe(condition);
      till.pay(100);
      await clock.advance(100);
      expect(readAbort(till.last(CONTROL.aborted)).resultCode).toBe(condition);
      till.service(command);
      await pass();
      expect(await enquired()).toBe(0);
    }
    terminal.setCondition(0x62);
    till.say(buildSetDateTime(PASSWORD, '260301', '100000'));
    await pass();
    expect(await enquired()).toBe(0);
    terminal.noPaper(true);
    expect(await enquired()).toBe(0xcc);
  });

  test('gets 84 9C from the connection whose payment is under way', async () => {
    const { clock, till, register, pass } = connected();
    await register();
    till.pay(100);
    await clock.advance(0);
    till.enquire();
    expect(await pass(0)).toEqual(['80 00', '04 FF 0A', '84 9C']);
  });

  test('may need the password', async () => {
    const { till, pass } = connected({ statusNeedsPassword: true });
    till.say(buildService(CONTROL.statusEnquiry, { password: null, serviceByte: null }));
    expect(await pass(0)).toEqual(['84 37']);
    till.enquire();
    expect(await pass(0)).toEqual(['80 00', '06 0F']);
  });
});

describe('06 20', () => {
  test('tells the last stored transaction without printing, prints it, or both', async () => {
    const { till, register, pay, pass } = connected();
    await register();
    await pay(1470);
    till.service(CONTROL.repeatReceipt, 0x03);
    expect(await pass()).toEqual(['80 00', '04 0F', '06 0F']);
    till.service(CONTROL.repeatReceipt, 0x01);
    const both = await pass();
    expect(withoutPrints(both)).toEqual(['80 00', '04 0F', '06 0F']);
    expect(both.length).toBeGreaterThan(20);
    till.service(CONTROL.repeatReceipt);
    expect(withoutPrints(await pass())).toEqual(['80 00', '06 0F']);
  });

  test('tells nothing when nothing was ever stored, and nothing ever on some makes', async () => {
    const fresh = connected();
    fresh.till.service(CONTROL.repeatReceipt, 0x03);
    expect(await fresh.pass()).toEqual(['80 00', '06 1E']);
    const mute = connected({ repeatReceipt: 'completion-only' });
    await mute.pay(100);
    mute.till.service(CONTROL.repeatReceipt, 0x03);
    expect(await mute.pass()).toEqual(['80 00', '06 0F']);
  });

  test('does not know of payments that failed', async () => {
    const { clock, terminal, till, register, pay, pass } = connected();
    await register();
    await pay(300);
    till.pay(900);
    await clock.advance(0);
    terminal.decline();
    await pass();
    till.service(CONTROL.repeatReceipt, 0x03);
    await clock.advance(100);
    expect(readStatusInformation(till.last(CONTROL.statusInformation))).toMatchObject({
      amountCents: 300,
      receipt: '0001',
    });
  });
});

describe('06 30', () => {
  test('takes a payment back, once, with the trace of the original', async () => {
    const { clock, terminal, till, register, pay } = connected();
    await register();
    await pay(1470);
    await pay(300);
    till.reverse('0001', 1470);
    await clock.advance(5_000);
    expect(readStatusInformation(till.last(CONTROL.statusInformation))).toMatchObject({
      resultCode: 0,
      amountCents: 1470,
      receipt: '0003',
      originalTrace: '000001',
    });
    expect(terminal.charges()).toMatchObject([{ command: 2, amountCents: 300 }]);
    till.forget();
    till.reverse('0001', 1470);
    await clock.advance(5_000);
    expect(till.codes()).toEqual(['80 00', '06 1E']);
    expect(readAbort(till.last(CONTROL.aborted)).resultCode).toBe(0xb4);
    expect(terminal.authorisations()).toBe(2);
  });

  test('refuses another amount, an unknown receipt, one before the end of day, an older one on some makes', async () => {
    const refusal = async (rig: ReturnType<typeof connected>, receipt: string, amountCents: number | null) => {
      rig.till.forget();
      rig.till.reverse(receipt, amountCents);
      await rig.clock.advance(5_000);
      return readAbort(rig.till.last(CONTROL.aborted)).resultCode;
    };
    const rig = connected({ reversible: 'last-only' });
    await rig.register();
    await rig.pay(1470);
    await rig.pay(300);
    expect(await refusal(rig, '0002', 301)).toBe(0xb5);
    expect(await refusal(rig, '0009', null)).toBe(0xb5);
    expect(await refusal(rig, '0001', 1470)).toBe(0xb5);
    rig.till.service(CONTROL.endOfDay);
    await rig.pass();
    expect(await refusal(rig, '0002', 300)).toBe(0xb5);
    expect(rig.terminal.charges()).toHaveLength(2);
  });

  test('that the till does not acknowledge leaves the payment standing', async () => {
    const { clock, terminal, till, register, pay } = connected();
    await register();
    await pay(1470);
    till.reply = () => null;
    till.reverse('0001', 1470);
    await clock.advance(30_000);
    expect(terminal.charges()).toMatchObject([{ amountCents: 1470 }]);
  });
});

describe('06 50', () => {
  test('tells the sums per card group, prints them, and begins anew', async () => {
    const { clock, terminal, till, register, pay } = connected();
    await register();
    await pay(1470);
    till.pay(300);
    await clock.advance(0);
    terminal.tap('visa');
    await clock.advance(5_000);
    till.forget();
    till.service(CONTROL.endOfDay);
    await clock.advance(5_000);
    expect(withoutPrints(till.codes())).toEqual(['80 00', '04 FF 0F', '04 0F', '06 0F']);
    const told = readStatusInformation(till.last(CONTROL.statusInformation));
    expect(told).toMatchObject({
      amountCents: 1770,
      totals: { receiptFrom: '0001', receiptTo: '0002', groups: { girocard: { count: 1, sumCents: 1470 } } },
    });
    expect(told.totals?.groups.visa).toEqual({ count: 1, sumCents: 300 });
    const lines = till.all(CONTROL.printLine).map((message) => readPrintLine(message).text);
    expect(lines).toContain('Kassenschnitt');
    till.forget();
    till.service(CONTROL.endOfDay);
    await clock.advance(5_000);
    expect(readStatusInformation(till.last(CONTROL.statusInformation)).amountCents).toBe(0);
  });

  test('may end in a restart, or in a long silence', async () => {
    const restart = connected({ endOfDayEnds: 'FC' });
    restart.till.service(CONTROL.endOfDay);
    await restart.clock.advance(2_000);
    expect(readCompletion(restart.till.last(CONTROL.completion)).resultCode).toBe(0xfc);
    expect(restart.terminal.state().power).toBe('booting');
    const update = connected({ endOfDayEnds: 'E0' });
    update.till.service(CONTROL.endOfDay);
    await update.pass(2_000);
    update.till.pay(100);
    expect(await update.pass(0)).toEqual([]);
    await update.pass(200_000);
    expect(withoutPrints(await update.pay(100)).at(-1)).toBe('06 0F');
  });
});

describe('service', () => {
  test('06 70 sets the till’s clock and prints, in blocks when the till takes them', async () => {
    const { clock, till, pass } = connected();
    till.register({ tlv: true, permitted: [CONTROL.printBlock] });
    await pass(0);
    till.service(CONTROL.diagnosis);
    await clock.advance(5_000);
    expect(till.codes()).toEqual(['80 00', '04 FF C9', '04 01', '06 D3', '06 0F']);
    expect(readDateTime(till.last(CONTROL.dateTime))).toEqual({ date: '260301', time: '100000' });
    expect(readPrintBlock(till.last(CONTROL.printBlock)).receipt).toBe('administration');
  });

  test('06 93, 06 12, 06 18 and 06 1A end well; what it doesn’t know gets 84 83', async () => {
    const { till, register, pass } = connected();
    await register();
    for (const control of [CONTROL.initialisation, CONTROL.resetTerminal, CONTROL.printConfiguration]) {
      till.service(control);
      expect((await pass()).at(-1)).toBe('06 0F');
    }
    till.say(Uint8Array.of(0x06, 0x12, 0x05, 0x12, 0x34, 0x56, 0x00, 0x01));
    expect(await pass()).toEqual(['80 00', '06 0F']);
    till.say(Uint8Array.of(0x06, 0xe2, 0x00));
    till.say(Uint8Array.of(0x06, 0x01, 0x02, 0xdf, 0x01));
    expect(await pass()).toEqual(['84 83', '84 83']);
  });
});

describe('connections', () => {
  test('a second till takes over, or is refused', async () => {
    const taken = bench();
    const [first, second] = [taken.connect(), taken.connect()];
    await taken.clock.advance(0);
    expect([first.closed, second.closed]).toEqual([true, false]);
    const kept = bench({ secondTill: 'refuse' });
    const [older, newer] = [kept.connect(), kept.connect()];
    await kept.clock.advance(0);
    expect([older.closed, newer.closed]).toEqual([false, true]);
  });

  test('a quiet connection is closed, one with a payment on it is not', async () => {
    const { clock, terminal, till } = connected({ closesIdleAfterMs: 2_000 });
    till.pay(100);
    await clock.advance(10_000);
    expect(till.closed).toBe(false);
    terminal.approve();
    await clock.advance(2_500);
    expect(till.closed).toBe(false);
    await clock.advance(3_000);
    expect(till.closed).toBe(true);
  });

  test('nobody is let in while the plug is out or the terminal starts', async () => {
    const { clock, terminal, connect } = bench({ bootMs: 3_000 });
    const refused = async () => {
      const till = connect();
      await clock.advance(0);
      return till.closed;
    };
    terminal.unplug(true);
    expect(await refused()).toBe(true);
    terminal.unplug(false);
    expect(await refused()).toBe(false);
    terminal.reboot();
    expect(await refused()).toBe(true);
    await clock.advance(3_000);
    expect(await refused()).toBe(false);
  });
});
