/** The agent with MultiSafepay and Kassa Compleet on real HTTP, from a settings file to the till's "paid". */
import { join } from 'node:path';
import type { PaymentId } from '@tillbridge/payments';
import { asset } from '@tillbridge/relay';
import { KC_DEMO_ACCOUNT, type KcSimulator, startKcSimulator } from '@tillbridge/simulators/kassacompleet';
import { MSP_DEMO_ACCOUNT, type MspSimulator, startMspSimulator } from '@tillbridge/simulators/multisafepay';
import { SimulatedTill } from '@tillbridge/simulators/till';
import { openStore } from '@tillbridge/store-sqlite';
import { memoryDialer, memoryLog, nodeDigest, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it, vi } from 'vitest';
import { journalFile } from './host/data-folder.ts';
import { settingsFromText } from './host/load-settings.ts';
import { systemClock } from './node-ports.ts';
import { type RunningAgent, startAgent } from './start-agent.ts';

/** Base64 of the bytes 0 … 31. */
const SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const WINDOW = new Map([['index.html', asset('index.html', new TextEncoder().encode('<!doctype html>'))]]);
const ENVIRONMENT = {
  SECRET,
  GROUP_KEY: MSP_DEMO_ACCOUNT.terminalGroup.apiKey,
  SITE_KEY: MSP_DEMO_ACCOUNT.site.apiKey,
  KC_KEY: KC_DEMO_ACCOUNT.apiKey,
  ZVT: '123456',
};

interface Shop {
  readonly agent: RunningAgent;
  readonly till: SimulatedTill;
  readonly kiosk: SimulatedTill;
  readonly msp: MspSimulator;
  readonly kc: KcSimulator;
  readonly folder: string;
  logText(): string;
}

function settingsText(folder: string, msp: MspSimulator, kc: KcSimulator): string {
  return `version: 1
venue: { name: Eik }
data: ${join(folder, 'data')}
listen: { port: 0 }
mplus: { subscriptions: [{ id: S, secret: { env: SECRET } }] }
tills:
  - branch: 3
    workplace: 12
    name: Balie
    subscription: S
    card: msp-1
    qr: msp-qr
    methods: { K_KC: kc-qr, K_BOTH: [zvt, msp-1], K_TWO: [msp-1, msp-2] }
  - { branch: 3, workplace: 13, name: Kiosk, subscription: S, card: zvt }
routes:
  - { id: msp-1, name: Pin 1, kind: msp-terminal, account: msp, terminal: 000004Og, device: pin-1 }
  - { id: msp-2, name: Pin 2, kind: msp-terminal, account: msp, terminal: 0000004d }
  - { id: msp-qr, name: QR, kind: msp-qr, account: msp }
  - { id: kc-qr, name: KC, kind: kc-qr, account: kc }
  - { id: zvt, name: ZVT, kind: zvt-terminal, connection: { tcp: { host: 10.0.0.8 } }, password: { env: ZVT }, device: pin-1 }
accounts:
  - { id: msp, kind: multisafepay, baseUrl: "${msp.baseUrl}", groupKey: { env: GROUP_KEY }, siteKey: { env: SITE_KEY } }
  - { id: kc, kind: kassa-compleet, baseUrl: "${kc.apiUrl}", apiKey: { env: KC_KEY } }
`;
}

async function withShop(use: (shop: Shop) => Promise<void>): Promise<void> {
  await withTempFolder(async (folder) => {
    const msp = await startMspSimulator({ port: 0, presentAfterMs: 1, processMs: 1, declineShownMs: 1 });
    const kc = await startKcSimulator({ port: 0 });
    const log = memoryLog();
    const cable = memoryDialer(() => undefined);
    cable.refuse();
    try {
      const read = await settingsFromText(settingsText(folder, msp, kc), join(folder, 'shop.yaml'), ENVIRONMENT);
      if (!read.ok) throw new Error(read.problems.join('\n'));
      const agent = await startAgent({
        settings: read.settings,
        assets: { cashier: WINDOW, display: WINDOW },
        ports: { log, devices: { tcp: () => cable, serial: () => cable } },
      });
      const tillOf = (workplace: number) =>
        new SimulatedTill({
          endpoint: `${agent.address}/mplus`,
          subscriptionId: 'S',
          secret: SECRET,
          branch: 3,
          workplace,
          pollEveryMs: 20,
        });
      const [till, kiosk] = [tillOf(12), tillOf(13)];
      try {
        await till.ring([{ articleNumber: 4101, text: 'Pannenkoek', unitCents: 735, quantity: 2 }]);
        await use({ agent, till, kiosk, msp, kc, folder: read.settings.dataFolder, logText: () => log.text() });
      } finally {
        await agent.close();
      }
    } finally {
      await msp.close();
      await kc.close();
    }
  });
}

const onlyOne = async (names: () => readonly string[]) => {
  await vi.waitFor(() => expect(names()).toHaveLength(1), { timeout: 5_000, interval: 5 });
  return names()[0] as PaymentId;
};
const mspOrder = (msp: MspSimulator) => onlyOne(() => msp.state().orders.map(({ orderId }) => orderId));
const kcOrder = (kc: KcSimulator) => onlyOne(() => kc.state().orders.map(({ id }) => id));

/** What the journal says, once the agent is closed. */
function facts(folder: string) {
  const log = memoryLog();
  const file = journalFile(folder);
  const store = openStore({ file, digest: nodeDigest(), clock: systemClock(), log, readOnly: true });
  try {
    return store.facts(1, 1_000).map(({ kind, body }) => ({ kind, body }));
  } finally {
    store.close();
  }
}

describe('an agent with MultiSafepay and Kassa Compleet', () => {
  it('P1: is paid on a terminal of MultiSafepay, with the key of its group', async () => {
    await withShop(async ({ agent, till, msp, logText }) => {
      const paid = till.checkOut('K_PIN');
      await mspOrder(msp);
      await vi.waitFor(() => expect(msp.terminal('000004Og', 'approve')).toBe(true));
      expect((await paid).kind).toBe('confirmed');
      expect(msp.charges()).toMatchObject([{ amountCents: 1470 }]);
      const lines = agent.health().lines.map(({ id, name }) => `${id} ${name}`);
      expect(lines).toContain('provider:msp MultiSafepay');
      expect(lines).toContain('provider:kc Kassa Compleet');
      for (const key of [ENVIRONMENT.GROUP_KEY, ENVIRONMENT.SITE_KEY, ENVIRONMENT.KC_KEY]) {
        expect(logText()).not.toContain(key);
      }
    });
  });

  it('P1: is paid on the page of MultiSafepay, and heeds a notification about it', async () => {
    await withShop(async ({ agent, till, msp }) => {
      const paid = till.checkOut('K_QR');
      const order = await mspOrder(msp);
      expect(msp.page(order, 'choose')).toBe(true);
      expect(msp.page(order, 'pay')).toBe(true);
      const told = await fetch(`${agent.address}/exchange/msp?transactionid=${order}&timestamp=1`);
      expect([told.status, await told.text()]).toEqual([200, 'OK']);
      expect((await paid).kind).toBe('confirmed');
      expect(agent.health().lines.find(({ id }) => id === 'exchange:msp')).toBeUndefined();
    });
  });

  it('P1: is paid on the page of Kassa Compleet, and answers its webhook with nothing', async () => {
    await withShop(async ({ agent, till, kc }) => {
      const paid = till.checkOut('K_KC');
      const order = await kcOrder(kc);
      expect(kc.choose(order, 'credit-card')).toBe(true);
      expect(kc.page(order, 'pay')).toBe(true);
      const reference = kc.order(order)?.reference ?? '';
      const told = await fetch(`${agent.address}/exchange/kc/${reference}`, {
        method: 'POST',
        body: JSON.stringify({ event: 'status_changed', order_id: order, project_id: KC_DEMO_ACCOUNT.projectId }),
      });
      expect([told.status, await told.text()]).toEqual([200, '']);
      expect((await paid).kind).toBe('confirmed');
      expect(kc.charges()).toHaveLength(1);
    });
  });

  it('P3: takes the next route when the cable of the first is out, and the journal says so', async () => {
    await withShop(async ({ agent, till, msp, folder }) => {
      const paid = till.checkOut('K_BOTH');
      await mspOrder(msp);
      await vi.waitFor(() => expect(msp.terminal('000004Og', 'approve')).toBe(true));
      expect((await paid).kind).toBe('confirmed');
      await agent.close();
      expect(facts(folder).slice(0, 2)).toMatchObject([
        { kind: 'payment.intended', body: { route: 'zvt' } },
        { kind: 'payment.rerouted', body: { from: 'zvt', to: 'msp-1', reason: 'terminal-offline' } },
      ]);
    });
  });

  it('P6: one terminal on a cable and in the cloud takes one payment, whichever way it came', async () => {
    await withShop(async ({ agent, till, kiosk, msp, folder }) => {
      const paid = till.checkOut('K_PIN');
      await mspOrder(msp);
      await kiosk.ring([{ articleNumber: 4102, text: 'Ranja', unitCents: 250, quantity: 1 }]);
      expect((await kiosk.checkOut('K_PIN')).kind).not.toBe('confirmed');
      await vi.waitFor(() => expect(msp.terminal('000004Og', 'approve')).toBe(true));
      expect((await paid).kind).toBe('confirmed');
      await agent.close();
      expect(facts(folder)).toContainEqual({
        kind: 'payment.refused',
        body: expect.objectContaining({ route: 'zvt', reason: 'terminal-in-use' }),
      });
    });
  });

  it('P3: asks no other route when it is unclear whether the first one started', async () => {
    await withShop(async ({ agent, till, msp, folder }) => {
      msp.fault({ on: 'create', do: 'lose-reply' });
      const paid = till.checkOut('K_TWO');
      const order = await mspOrder(msp);
      await vi.waitFor(() => expect(msp.terminal('000004Og', 'approve')).toBe(true));
      expect((await paid).kind).toBe('confirmed');
      expect(msp.createsOf(order)).toBe(1);
      expect(msp.state().orders).toHaveLength(1);
      await agent.close();
      expect(facts(folder).map(({ kind }) => kind)).not.toContain('payment.rerouted');
    });
  });
});
