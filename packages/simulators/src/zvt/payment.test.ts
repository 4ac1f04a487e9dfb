import { FakeClock, memoryLinkPair, seededRandom } from '@tillbridge/testkit';
import { CONTROL, readStatusInformation } from '@tillbridge/zvt/codec';
import { describe, expect, test } from 'vitest';
import type { ZvtOptions } from './options.ts';
import { zvtBench } from './testing/scripted-till.ts';

const bench = (options: Partial<ZvtOptions> = {}) =>
  zvtBench({ clock: new FakeClock(), random: seededRandom(1), pair: memoryLinkPair }, options);

describe('a payment', () => {
  test('goes from the amount to the receipts, each step told and acknowledged', async () => {
    const { clock, terminal, connect } = bench();
    const till = connect();
    till.register();
    await clock.advance(0);
    expect(till.codes()).toEqual(['80 00', '06 0F']);
    till.forget();
    till.pay(1470);
    await clock.advance(0);
    expect(terminal.screen()).toMatchObject({ step: 'amount', amountCents: 1470 });
    expect(till.codes()).toEqual(['80 00', '04 FF 0A']);
    expect(terminal.tap()).toBe(true);
    await clock.advance(10_000);
    expect(readStatusInformation(till.last(CONTROL.statusInformation))).toMatchObject({
      resultCode: 0,
      amountCents: 1470,
    });
    expect(terminal.charges()).toMatchObject([{ command: 1, amountCents: 1470, direction: 'pay' }]);
    expect(terminal.screen().step).toBe('idle');
  });
});
