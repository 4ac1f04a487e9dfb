import { PAY_DEMO_ACCOUNT, type PaySimulator, startPaySimulator } from '@tillbridge/simulators/pay';
import { describe, expect, it } from 'vitest';
import { DEMO_TERMINAL } from '../rig/fixed-shop.ts';
import { until } from '../rig/until.ts';
import { CloudCounter } from './cloud-counter.ts';
import { payTerminal } from './cloud-terminal.ts';

async function withCounter(use: (pay: PaySimulator, counter: CloudCounter) => Promise<void>): Promise<void> {
  const pay = await startPaySimulator({ port: 0, presentAfterMs: 1, processMs: 1 });
  const counter = new CloudCounter(payTerminal(pay, DEMO_TERMINAL), { changed: () => {} });
  pay.onChange(() => counter.look());
  try {
    await use(pay, counter);
  } finally {
    await pay.close();
  }
}

async function order(pay: PaySimulator, counter: CloudCounter, cents: number): Promise<void> {
  const { tokenCode, apiToken, serviceId } = PAY_DEMO_ACCOUNT;
  await fetch(`${pay.url}/v1/orders`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${tokenCode}:${apiToken}`).toString('base64')}`,
    },
    body: JSON.stringify({
      serviceId,
      amount: { value: cents, currency: 'EUR' },
      paymentMethod: { id: 1927, input: { terminalCode: DEMO_TERMINAL } },
    }),
  });
  await until('the terminal shows it', () => counter.view().state === 'presenting');
}

describe('the terminal on the counter', () => {
  it('takes a small amount without a PIN, and shows for a while that it did', async () => {
    await withCounter(async (pay, counter) => {
      await order(pay, counter, 735);
      expect(counter.tap('good')).toBe(true);
      await until('it is approved', () => counter.view().state === 'approved');
      expect(counter.view()).toMatchObject({ amountCents: 735, card: null });
      expect(pay.charges()).toHaveLength(1);
    });
  });

  it('asks for a PIN when a card is inserted, and the guest may stop instead', async () => {
    await withCounter(async (pay, counter) => {
      await order(pay, counter, 735);
      counter.insert('good');
      expect(counter.view()).toMatchObject({ state: 'card-read', card: 'good' });
      expect(counter.stop()).toBe(true);
      await until('it is stopped', () => counter.view().state === 'cancelled');
      expect(pay.charges()).toHaveLength(0);
    });
  });

  it('does nothing with a card while nothing is asked for', async () => {
    await withCounter(async (_pay, counter) => {
      expect(counter.tap('good')).toBe(false);
      expect(counter.enterPin()).toBe(false);
      expect(counter.view().state).toBe('idle');
    });
  });
});
