import { SimulatedTill } from '@tillbridge/simulators/till';
import { describe, expect, it } from 'vitest';
import { DEMO_BRANCH, DEMO_SUBSCRIPTION, DEMO_TILL_SECRET, DEMO_WORKPLACE } from '../rig/fixed-shop.ts';
import { freePort } from '../rig/free-port.ts';
import { startTillControl } from './till-control.ts';

/** A till whose agent isn't there: what it does itself is enough. */
async function withTill(use: (url: string, till: SimulatedTill) => Promise<void>): Promise<void> {
  const till = new SimulatedTill({
    endpoint: `http://127.0.0.1:${await freePort()}`,
    subscriptionId: DEMO_SUBSCRIPTION,
    secret: DEMO_TILL_SECRET,
    branch: DEMO_BRANCH,
    workplace: DEMO_WORKPLACE,
  });
  const control = await startTillControl(till, 0);
  try {
    await use(control.url, till);
  } finally {
    till.close();
    await control.close();
  }
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', body: JSON.stringify(body), headers });

describe('the control API of the till', () => {
  it('rings up a sale and shows it', async () => {
    await withTill(async (url) => {
      const lines = [{ articleNumber: 1, text: 'Koffie', quantity: 2, unitCents: 270 }];
      expect((await post(`${url}/control/ring`, { lines })).status).toBe(200);
      const state = await (await fetch(`${url}/control/state`)).json();
      expect(state).toMatchObject({ sale: 'selling', totalCents: 540 });
    });
  });

  it('turns knobs, and refuses what it does not know with the path of the fault', async () => {
    await withTill(async (url, till) => {
      await post(`${url}/control/knobs`, { pollEveryMs: 50 });
      expect(till.knobs.pollEveryMs).toBe(50);
      const refused = await post(`${url}/control/pay`, { method: 'K_PAY_PIN', amountCents: 2.7 });
      expect(refused.status).toBe(400);
      expect(await refused.text()).toContain('amountCents');
      expect((await post(`${url}/control/nothing`, {})).status).toBe(404);
    });
  });

  it('is not for pages of other sites', async () => {
    await withTill(async (url, till) => {
      const foreign = await post(`${url}/control/start-payment`, {}, { origin: 'https://elsewhere.example' });
      expect(foreign.status).toBe(403);
      expect(till.state.sale).toBe('closed');
    });
  });
});
