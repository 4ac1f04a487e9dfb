import { FakeClock, memoryLinkPair, seededRandom } from '@tillbridge/testkit';
import { CONTROL, readAbort, readStatusInformation } from '@tillbridge/zvt/codec';
import { describe, expect, test } from 'vitest';
import type { Step, ZvtFault } from './faults.ts';
import type { ZvtOptions } from './options.ts';
import { zvtBench } from './testing/scripted-till.ts';

const QUERY = 0x03;

/** A registered till; 04 0F decides alone unless `configByte` says otherwise. */
async function scene(options: Partial<ZvtOptions> = {}, configByte = 0x3e) {
  const parts = zvtBench({ clock: new FakeClock(), random: seededRandom(1), pair: memoryLinkPair }, options);
  const till = parts.connect();
  till.register({ configByte });
  await parts.clock.advance(0);
  till.forget();
  const pay = async (fault: ZvtFault, ms = 30_000) => {
    parts.terminal.fault(fault);
    till.pay(1470);
    await parts.clock.advance(0);
    parts.terminal.approve();
    await parts.clock.advance(ms);
    return till.codes();
  };
  return { ...parts, till, pay };
}

const charged = ({ terminal }: Awaited<ReturnType<typeof scene>>) =>
  terminal.charges().map((charge) => charge.amountCents);

describe('a cut', () => {
  const cases: readonly [Step, readonly string[], readonly number[]][] = [
    ['command', [], []],
    ['accepted', ['80 00'], []],
    ['card', ['80 00', '04 FF 0A'], []],
    ['host', ['80 00', '04 FF 0A', '04 FF 04'], []],
    ['before-status', ['80 00', '04 FF 0A', '04 FF 04', '04 FF 1C'], []],
    ['after-status', ['80 00', '04 FF 0A', '04 FF 04', '04 FF 1C', '04 0F'], []],
    ['after-ack', ['80 00', '04 FF 0A', '04 FF 04', '04 FF 1C', '04 0F'], [1470]],
    ['before-completion', ['80 00', '04 FF 0A', '04 FF 04', '04 FF 1C', '04 0F'], [1470]],
    ['after-completion', ['80 00', '04 FF 0A', '04 FF 04', '04 FF 1C', '04 0F', '06 0F'], [1470]],
  ];
  test.each(cases)('at %s: what was told, and what is charged', async (at, told, charges) => {
    const rig = await scene();
    expect(await rig.pay({ do: 'cut', at })).toEqual(told);
    expect(rig.till.closed).toBe(true);
    expect(charged(rig)).toEqual(charges);
    expect(rig.terminal.idle()).toBe(true);
    const again = rig.connect();
    again.service(CONTROL.repeatReceipt, QUERY);
    await rig.clock.advance(1_000);
    expect(again.codes()).toEqual(charges.length === 0 ? ['80 00', '06 1E'] : ['80 00', '04 0F', '06 0F']);
  });

  test('between the ack of 04 0F and the prints reverses, when the till prints', async () => {
    for (const at of ['after-ack', 'print'] as const) {
      const rig = await scene({}, 0xbe);
      await rig.pay({ do: 'cut', at });
      expect(charged(rig)).toEqual([]);
    }
  });

  test('lets nobody in for a while', async () => {
    const rig = await scene();
    await rig.pay({ do: 'cut', at: 'after-status', backAfterMs: 60_000 });
    expect(rig.connect().closed).toBe(false);
    const early = rig.connect();
    await rig.clock.advance(0);
    expect(early.closed).toBe(true);
    await rig.clock.advance(60_000);
    const late = rig.connect();
    await rig.clock.advance(0);
    expect(late.closed).toBe(false);
  });

  test('strikes the conversation it is aimed at, once', async () => {
    const rig = await scene();
    rig.terminal.fault({ do: 'cut', at: 'accepted', on: 'refund' });
    expect(await rig.pay({ do: 'cut', at: 'after-ack', on: 'refund' })).toContain('06 0F');
    rig.till.refund(500);
    await rig.clock.advance(100);
    expect(rig.till.closed).toBe(true);
    expect(rig.terminal.faults.list()).toMatchObject([{ at: 'after-ack', happened: 0 }]);
  });
});

describe('a half-open connection', () => {
  test('swallows everything and stays up; the payment is reversed; the next connection is served', async () => {
    const rig = await scene();
    expect((await rig.pay({ do: 'half-open', at: 'host' })).at(-1)).toBe('04 FF 04');
    expect(rig.till.closed).toBe(false);
    rig.till.enquire();
    await rig.clock.advance(5_000);
    expect(rig.till.codes().at(-1)).toBe('04 FF 04');
    expect(charged(rig)).toEqual([]);
    const again = rig.connect();
    again.enquire();
    await rig.clock.advance(0);
    expect(again.codes()).toEqual(['80 00', '06 0F']);
  });
});

describe('a restart', () => {
  test('in the middle: the line drops, the terminal is back in its time, undecided money as the make does it', async () => {
    for (const [onMissingAck, charges] of [
      ['reverse', []],
      ['keep', [1470]],
    ] as const) {
      const rig = await scene({ onMissingAck });
      await rig.pay({ do: 'reboot', at: 'after-status', backAfterMs: 8_000 }, 5_000);
      expect(rig.till.closed).toBe(true);
      expect(rig.terminal.state().power).toBe('booting');
      await rig.clock.advance(8_000);
      expect(rig.terminal.state()).toMatchObject({ power: 'on', registered: true });
      expect(charged(rig)).toEqual(charges);
    }
  });

  test('before the host is asked charges nothing', async () => {
    const rig = await scene({ onMissingAck: 'keep' });
    await rig.pay({ do: 'reboot', at: 'card' });
    expect(charged(rig)).toEqual([]);
  });
});

describe('what is said, or not', () => {
  test('80 00 is lost, and the payment goes on', async () => {
    const rig = await scene();
    expect(await rig.pay({ do: 'lost-acceptance' })).toEqual(['04 FF 0A', '04 FF 04', '04 FF 1C', '04 0F', '06 0F']);
    expect(charged(rig)).toEqual([1470]);
  });

  test('a command is refused with any code, and nothing is done', async () => {
    const rig = await scene();
    expect(await rig.pay({ do: 'nack' })).toEqual(['84 9C']);
    rig.till.forget();
    expect(await rig.pay({ do: 'nack', code: 0xa0 })).toEqual(['84 A0']);
    expect(charged(rig)).toEqual([]);
    expect(rig.terminal.authorisations()).toBe(2);
  });

  test('04 0F comes twice, and is booked once', async () => {
    const rig = await scene();
    await rig.pay({ do: 'duplicate-status' });
    const [first, second] = rig.till.all(CONTROL.statusInformation);
    expect(first).toBeDefined();
    expect(second?.fields).toEqual(first?.fields);
    expect(charged(rig)).toEqual([1470]);
  });

  test('04 0F with an error, then nothing', async () => {
    const rig = await scene();
    expect((await rig.pay({ do: 'error-then-silence', code: 0x64 })).at(-1)).toBe('04 0F');
    expect(readStatusInformation(rig.till.last(CONTROL.statusInformation)).resultCode).toBe(0x64);
    expect(charged(rig)).toEqual([]);
    expect(rig.till.closed).toBe(false);
    expect(rig.terminal.idle()).toBe(true);
  });

  test('another amount in 04 0F, and in the books', async () => {
    for (const byCents of [-470, 130]) {
      const rig = await scene();
      await rig.pay({ do: 'wrong-amount', byCents });
      expect(readStatusInformation(rig.till.last(CONTROL.statusInformation)).amountCents).toBe(1470 + byCents);
      expect(charged(rig)).toEqual([1470 + byCents]);
    }
  });

  test('a bitmap nobody knows, behind the others or right behind the result', async () => {
    const last = await scene();
    await last.pay({ do: 'unknown-bitmap' });
    const told = last.till.last(CONTROL.statusInformation);
    expect(told.fault).not.toBeNull();
    expect(readStatusInformation(told)).toMatchObject({ resultCode: 0, amountCents: 1470 });
    const early = await scene();
    await early.pay({ do: 'unknown-bitmap', position: 'after-result', bytes: 'D7' });
    const cut = readStatusInformation(early.till.last(CONTROL.statusInformation));
    expect(cut).toMatchObject({ resultCode: 0, amountCents: null });
  });

  test('garbage between the messages', async () => {
    const rig = await scene();
    await rig.pay({ do: 'garbage', at: 'host', bytes: '0455020102' });
    expect(rig.till.codes()).toContain('04 55');
    expect(charged(rig)).toEqual([1470]);
  });

  test('04 FF that comes late', async () => {
    const rig = await scene();
    rig.terminal.fault({ do: 'slow-progress', ms: 7_000 });
    rig.till.pay(1470);
    await rig.clock.advance(6_000);
    expect(rig.till.codes()).toEqual(['80 00']);
    await rig.clock.advance(1_500);
    expect(rig.till.codes()).toEqual(['80 00', '04 FF 0A']);
  });

  test('04 FF without an end, until the fault is cleared', async () => {
    const rig = await scene();
    await rig.pay({ do: 'endless-progress', at: 'host', everyMs: 2_000 }, 600_000);
    expect(rig.till.codes().filter((code) => code === '04 FF 04').length).toBeGreaterThan(290);
    expect(rig.terminal.idle()).toBe(false);
    rig.terminal.faults.clear();
    await rig.clock.advance(5_000);
    expect(rig.till.codes().at(-1)).toBe('06 0F');
    expect(charged(rig)).toEqual([1470]);
  });

  test('an end of day under way: 84 9C or 06 1E F0, and 9C in 05 01, until it is over', async () => {
    const rig = await scene();
    expect(await rig.pay({ do: 'end-of-day-running', ms: 60_000 })).toEqual(['84 9C']);
    rig.till.enquire();
    await rig.clock.advance(30_000);
    expect(rig.till.last(CONTROL.completion).head[0]?.raw).toEqual(Uint8Array.of(0x9c));
    rig.till.pay(100);
    await rig.clock.advance(0);
    rig.terminal.approve();
    await rig.clock.advance(5_000);
    expect(charged(rig)).toEqual([100]);
    const other = await scene();
    expect(await other.pay({ do: 'end-of-day-running', ms: 60_000, answer: 'abort' })).toEqual(['80 00', '06 1E']);
    expect(readAbort(other.till.last(CONTROL.aborted)).resultCode).toBe(0xf0);
  });
});
