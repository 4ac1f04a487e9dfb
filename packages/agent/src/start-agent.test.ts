/** The real thing in one process: agent, store on disk, HTTP on any free port, a simulated till and Pay. cloud. */
import type { CashierView, DisplayView } from '@tillbridge/contracts';
import { verifyChain } from '@tillbridge/journal';
import { asset } from '@tillbridge/relay';
import { PAY_DEMO_ACCOUNT, type PaySimulator, startPaySimulator } from '@tillbridge/simulators/pay';
import { SimulatedTill } from '@tillbridge/simulators/till';
import { openStore } from '@tillbridge/store-sqlite';
import { memoryLog, nodeDigest, withTempFolder } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { journalFile } from './host/data-folder.ts';
import { readRunFile } from './host/run-file.ts';
import { systemClock } from './node-ports.ts';
import type { AgentSettings } from './settings.ts';
import { type RunningAgent, startAgent } from './start-agent.ts';
import { openWindow } from './test/open-window.ts';

const SUBSCRIPTION = 'TILLBRIDGE-TEST';
/** Base64 of the bytes 0 … 31. */
const SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const WINDOW = new Map([['index.html', asset('index.html', new TextEncoder().encode('<!doctype html>'))]]);

function settingsOf(dataFolder: string, pay: PaySimulator): AgentSettings {
  return {
    venue: { name: 'Speelpark De Eik', language: 'nl', theme: 'light' },
    dataFolder,
    listen: { port: 0, frameOrigins: [], names: [], lan: null },
    mplus: { replyBudgetMs: 1_500, qrReply: 'displayBarcode', subscriptions: [{ id: SUBSCRIPTION, secret: SECRET }] },
    tills: [
      {
        id: '3-12',
        branch: 3,
        workplace: 12,
        name: 'Balie 1',
        subscription: SUBSCRIPTION,
        language: 'nl',
        card: ['pin-1'],
        qr: ['pay-qr'],
        methods: new Map(),
        display: null,
      },
    ],
    routes: [
      {
        kind: 'pay-terminal',
        id: 'pin-1',
        name: 'Pin 1',
        account: 'pay',
        terminal: 'TH-1234-5678',
        refunds: true,
        leaseMs: 90_000,
        device: null,
        unattended: false,
        pin: null,
      },
      { kind: 'pay-qr', id: 'pay-qr', name: 'Pay. QR', account: 'pay', leaseMs: 180_000, paylink: false },
    ],
    accounts: [
      {
        id: 'pay',
        kind: 'pay',
        ...PAY_DEMO_ACCOUNT,
        cores: [pay.url],
        coresFromConfig: false,
        coreAddress: null,
        returnUrl: null,
        readsPerSecond: 100,
        managementHosts: [pay.url],
        exchangeUrl: null,
        unsignedExchanges: 'refuse',
        test: false,
        sendLines: true,
        sendStats: true,
        finalDetails: true,
        authorisedCountsAsPaid: true,
      },
    ],
    staff: [{ name: 'Anja', pin: '2468' }],
    vouchers: null,
    policy: { secondTenderOnWitness: 'pin' },
    log: { level: 'debug', file: null },
  };
}

async function withShop(
  use: (shop: {
    agent: RunningAgent;
    pay: PaySimulator;
    till: SimulatedTill;
    folder: string;
    logText(): string;
  }) => Promise<void>,
) {
  await withTempFolder(async (folder) => {
    const pay = await startPaySimulator({ port: 0, presentAfterMs: 1, processMs: 1 });
    const log = memoryLog();
    const agent = await startAgent({
      settings: settingsOf(folder, pay),
      assets: { cashier: WINDOW, display: WINDOW },
      ports: { log },
    });
    const till = new SimulatedTill({
      endpoint: `${agent.address}/mplus`,
      subscriptionId: SUBSCRIPTION,
      secret: SECRET,
      branch: 3,
      workplace: 12,
      pollEveryMs: 20,
    });
    try {
      await use({ agent, pay, till, folder, logText: () => log.text() });
    } finally {
      await agent.close();
      await pay.close();
    }
  });
}

describe('the agent', () => {
  it('takes a card payment from the till’s webhook to paid and told, on both windows and in the journal', async () => {
    await withShop(async ({ agent, pay, till, folder, logText }) => {
      const cashier = await openWindow<CashierView>(agent, 'cashier');
      const display = await openWindow<DisplayView>(agent, 'display');
      expect((await fetch(`${agent.address}/readyz`)).status).toBe(200);
      await till.ring([{ articleNumber: 4101, text: 'Pannenkoek', unitCents: 735, quantity: 2 }]);
      await display.until(({ screen }) => screen.kind === 'basket');
      expect(display.views.at(-1)?.basket?.totalCents).toBe(1470);
      const paid = till.checkOut('K_PAY_PIN');
      await display.until(({ screen }) => screen.kind === 'present-card');
      expect(pay.terminal('TH-1234-5678', 'approve')).toBe(true);
      expect((await paid).kind).toBe('confirmed');
      await display.until(({ screen }) => screen.kind === 'approved');
      await cashier.until(({ recent }) => recent[0]?.state === 'approved' && recent[0].told === 'paid');
      expect(pay.charges()).toHaveLength(1);
      cashier.close();
      display.close();

      const running = readRunFile(folder);
      expect(running?.address).toBe(agent.address);
      expect(logText()).not.toContain(PAY_DEMO_ACCOUNT.apiToken);
      await agent.close();
      expect(readRunFile(folder)).toBeUndefined();
      const store = openStore({
        file: journalFile(folder),
        digest: nodeDigest(),
        clock: systemClock(),
        log: memoryLog(),
        readOnly: true,
      });
      const facts = store.facts(1, 1_000);
      expect(facts.map(({ kind }) => kind)).toEqual([
        'payment.intended',
        'payment.started',
        'payment.approved',
        'payment.handed-over',
      ]);
      expect(verifyChain(facts, nodeDigest()).ok).toBe(true);
      store.close();
    });
  });

  it('shows a QR on the display, and takes it off when it is paid', async () => {
    await withShop(async ({ agent, pay, till }) => {
      const display = await openWindow<DisplayView>(agent, 'display');
      await till.ring([{ articleNumber: 1, text: 'Koffie', unitCents: 250, quantity: 1 }]);
      const paid = till.checkOut('K_PAY_QR');
      await display.until(({ screen }) => screen.kind === 'qr');
      const id = display.views.at(-1)?.paymentId ?? '';
      expect(pay.page(id, 'choose')).toBe(true);
      expect(pay.page(id, 'pay')).toBe(true);
      expect((await paid).kind).toBe('confirmed');
      await display.until(({ screen }) => screen.kind === 'approved');
      display.close();
    });
  });

  it('lets one agent at a time have a data folder, and says so', async () => {
    await withShop(async ({ pay, folder }) => {
      const second = startAgent({
        settings: settingsOf(folder, pay),
        assets: { cashier: WINDOW, display: WINDOW },
        ports: { log: memoryLog() },
      });
      await expect(second).rejects.toMatchObject({ code: 'TILL-221' });
    });
  });
});
