import { MSP_DEMO_ACCOUNT, startMspSimulator } from '@tillbridge/simulators/multisafepay';
import { PAY_DEMO_ACCOUNT, startPaySimulator } from '@tillbridge/simulators/pay';
import { describe, expect, it } from 'vitest';
import { DEMO_MSP_TERMINAL, DEMO_TERMINAL } from '../rig/fixed-shop.ts';
import { until } from '../rig/until.ts';
import { CloudCounter } from './cloud-counter.ts';
import { mspTerminal, payTerminal } from './cloud-terminal.ts';
import type { ShopTerminal } from './shop-view.ts';

interface Visit {
  readonly counter: CloudCounter;
  /** The agent asks the cloud for so much, and the terminal shows it. */
  order(cents: number): Promise<void>;
  untilState(state: ShopTerminal['state']): Promise<void>;
  /** How often money moved. */
  charges(): number;
}

async function withPay(use: (visit: Visit) => Promise<void>): Promise<void> {
  const pay = await startPaySimulator({ port: 0, presentAfterMs: 1, processMs: 1 });
  const counter = new CloudCounter(payTerminal(pay, DEMO_TERMINAL), { changed: () => {} });
  pay.onChange(() => counter.look());
  const { tokenCode, apiToken, serviceId } = PAY_DEMO_ACCOUNT;
  const untilState = untilIt(counter);
  try {
    await use({
      counter,
      untilState,
      charges: () => pay.charges().length,
      order: async (cents) => {
        await post(`${pay.url}/v1/orders`, `Basic ${Buffer.from(`${tokenCode}:${apiToken}`).toString('base64')}`, {
          serviceId,
          amount: { value: cents, currency: 'EUR' },
          paymentMethod: { id: 1927, input: { terminalCode: DEMO_TERMINAL } },
        });
        await untilState('presenting');
      },
    });
  } finally {
    await pay.close();
  }
}

/** `softDeclines`: how many cards are asked for their PIN after a tap. */
async function withMsp(softDeclines: number, use: (visit: Visit) => Promise<void>): Promise<void> {
  const msp = await startMspSimulator({ port: 0, presentAfterMs: 1, processMs: 200, declineShownMs: 100 });
  let left = softDeclines;
  const counter = new CloudCounter(mspTerminal(msp, DEMO_MSP_TERMINAL, 'Pin 5'), {
    changed: () => {},
    refuseAfterMs: 1,
    wantsPin: () => {
      left -= 1;
      return left >= 0;
    },
  });
  msp.onChange(() => counter.look());
  const untilState = untilIt(counter);
  try {
    await use({
      counter,
      untilState,
      charges: () => msp.charges().length,
      order: async (cents) => {
        await post(`${msp.baseUrl}/orders?api_key=${MSP_DEMO_ACCOUNT.terminalGroup.apiKey}`, null, {
          type: 'redirect',
          order_id: `order-${cents}`,
          gateway: '',
          currency: 'EUR',
          amount: cents,
          description: 'Kassa',
          gateway_info: { terminal_id: DEMO_MSP_TERMINAL },
        });
        await untilState('presenting');
      },
    });
  } finally {
    await msp.close();
  }
}

async function post(url: string, authorization: string | null, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(authorization === null ? {} : { authorization }),
    },
    body: JSON.stringify(body),
  });
  expect(response.ok, await response.text()).toBe(true);
}

function untilIt(counter: CloudCounter): Visit['untilState'] {
  return async (state) => void (await until(`it shows ${state}`, () => counter.view().state === state));
}

describe('the terminal behind the Pay. cloud', () => {
  it('takes a small amount without a PIN, and shows for a while that it did', async () => {
    await withPay(async ({ counter, order, untilState, charges }) => {
      await order(735);
      expect(counter.tap('good')).toBe(true);
      await untilState('approved');
      expect(counter.view()).toMatchObject({ amountCents: 735, card: null });
      expect(charges()).toBe(1);
    });
  });

  it('asks for a PIN when a card is inserted, and the guest may stop instead', async () => {
    await withPay(async ({ counter, order, untilState, charges }) => {
      await order(735);
      counter.insert('good');
      expect(counter.view()).toMatchObject({ state: 'card-read', card: 'good' });
      expect(counter.stop()).toBe(true);
      await untilState('cancelled');
      expect(charges()).toBe(0);
    });
  });

  it('does nothing with a card while nothing is asked for', async () => {
    await withPay(async ({ counter }) => {
      expect(counter.tap('good')).toBe(false);
      expect(counter.enterPin()).toBe(false);
      expect(counter.view().state).toBe('idle');
    });
  });
});

describe('the terminal behind the MultiSafepay cloud', () => {
  it('refuses the card of the empty account, waits for another one, and takes that', async () => {
    await withMsp(0, async ({ counter, order, untilState, charges }) => {
      await order(735);
      expect(counter.tap('empty')).toBe(true);
      await untilState('declined');
      await untilState('presenting');
      expect(counter.tap('good')).toBe(true);
      await untilState('approved');
      expect(counter.view()).toMatchObject({ name: 'Pin 5', amountCents: 735 });
      expect(charges()).toBe(1);
    });
  });

  it('asks for the PIN of a card that was only held to it, when the bank wants it', async () => {
    await withMsp(1, async ({ counter, order, untilState, charges }) => {
      await order(735);
      expect(counter.tap('good')).toBe(true);
      await untilState('pin-wanted');
      await untilState('pin');
      expect(counter.enterPin()).toBe(true);
      await untilState('approved');
      expect(charges()).toBe(1);
    });
  });
});
