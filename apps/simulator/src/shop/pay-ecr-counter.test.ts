import { connect } from 'node:net';
import { startPayEcrSimulator } from '@tillbridge/simulators/payecr';
import { describe, expect, it } from 'vitest';
import { until } from '../rig/until.ts';
import { PayEcrCounter } from './pay-ecr-counter.ts';

interface Visit {
  readonly counter: PayEcrCounter;
  readonly terminal: Awaited<ReturnType<typeof startPayEcrSimulator>>['terminal'];
  /** A till asks for so much. */
  pay(cents: number): Promise<void>;
  untilState(state: string): Promise<void>;
}

async function withCounter(use: (visit: Visit) => Promise<void>): Promise<void> {
  const options = { name: 'Pin 4', presentAfterMs: 1, processMs: 1, bootMs: 1 };
  const simulator = await startPayEcrSimulator({ tcp: { port: 0 }, options });
  const { terminal } = simulator;
  const counter = new PayEcrCounter(terminal, () => {});
  terminal.onChange(() => counter.look());
  const untilState = (state: string) => until(`it shows ${state}`, () => counter.view().state === state).then(() => {});
  const till = connect(simulator.tcpPort ?? 0, '127.0.0.1');
  const pay = async (cents: number) => {
    const transaction = { type: 'PAYMENT', reference: `R${cents}`, amount: { value: cents, currency: 'EUR' } };
    till.write(`${JSON.stringify({ type: 'TRANSACTION_START', transaction })}\n`);
    await untilState('presenting');
  };
  try {
    await use({ counter, terminal, pay, untilState });
  } finally {
    till.destroy();
    await simulator.close();
  }
}

describe('the PAY.POS terminal on the counter', () => {
  it('takes a small amount without a PIN, shows for a while that it did, and keeps books', async () => {
    await withCounter(async ({ counter, pay, untilState }) => {
      await pay(735);
      expect(counter.insert()).toBe(false);
      expect(counter.tap('good')).toBe(true);
      await untilState('approved');
      expect(counter.view()).toMatchObject({ amountCents: 735, card: null, hasSlot: false });
      expect(counter.ledger()).toMatchObject([{ by: 'Pin 4', amountCents: 735, direction: 'pay', state: 'paid' }]);
    });
  });

  it('asks for a PIN above fifty euros, and the guest may stop instead', async () => {
    await withCounter(async ({ counter, pay, untilState }) => {
      await pay(7_500);
      counter.tap('good');
      await untilState('pin');
      expect(counter.stop()).toBe(true);
      await untilState('cancelled');
      await pay(7_501);
      counter.tap('good');
      await untilState('pin');
      expect(counter.enterPin()).toBe(true);
      await untilState('approved');
      expect(counter.ledger().map(({ state }) => state)).toEqual(['paid', 'not-paid']);
    });
  });

  it('shows what was taken offline as not paid yet, until somebody sends it', async () => {
    await withCounter(async ({ counter, terminal, pay, untilState }) => {
      expect(counter.flip('send-offline')).toBe(false);
      await pay(735);
      terminal.act('queue');
      await untilState('taken-offline');
      expect(counter.ledger()).toMatchObject([{ state: 'pending' }]);
      expect(counter.flip('send-offline')).toBe(true);
      expect(counter.ledger()).toMatchObject([{ state: 'paid' }]);
    });
  });

  it('is switched off and on', async () => {
    await withCounter(async ({ counter, untilState }) => {
      expect(counter.flip('power')).toBe(true);
      expect(counter.view()).toMatchObject({ state: 'off', switches: [{ id: 'power', on: true }, {}] });
      expect(counter.flip('power')).toBe(true);
      await untilState('idle');
      expect(counter.flip('cable')).toBe(false);
    });
  });
});
