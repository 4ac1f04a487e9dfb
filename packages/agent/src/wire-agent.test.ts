/** The agent with terminals on a wire: HTTP, store and drivers are real, the wire is a pair in memory. */

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ENTER_PATH,
  type TerminalQuestion,
  terminalListSchema,
  terminalPath,
  terminalReplySchema,
  traceLinesSchema,
} from '@tillbridge/contracts';
import { asset } from '@tillbridge/relay';
import { SimulatedTill } from '@tillbridge/simulators/till';
import { startZvtSimulator, type ZvtSimulator } from '@tillbridge/simulators/zvt';
import { type MemoryDialer, memoryDialer, memoryLog, withTempFolder } from '@tillbridge/testkit';
import { bareLink } from '@tillbridge/zvt/link';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from './node-ports.ts';
import type { AgentSettings } from './settings.ts';
import { type RunningAgent, startAgent } from './start-agent.ts';
import { openTerminals } from './terminals/open-terminals.ts';

const SUBSCRIPTION = 'TILLBRIDGE-TEST';
/** Base64 of the bytes 0 … 31. */
const SECRET = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const WINDOW = new Map([['index.html', asset('index.html', new TextEncoder().encode('<!doctype html>'))]]);
const PASSWORD = '123456';

function settingsOf(dataFolder: string, changes: { trace?: boolean } = {}): AgentSettings {
  return {
    venue: { name: 'Speelpark De Eik', language: 'nl', theme: 'light' },
    dataFolder,
    listen: { port: 0, frameOrigins: [], lan: null },
    mplus: { replyBudgetMs: 1_500, qrReply: 'displayBarcode', subscriptions: [{ id: SUBSCRIPTION, secret: SECRET }] },
    tills: [
      {
        id: '3-12',
        branch: 3,
        workplace: 12,
        name: 'Balie 1',
        subscription: SUBSCRIPTION,
        language: 'nl',
        card: 'pin-3',
        qr: null,
        methods: new Map(),
        display: null,
      },
    ],
    routes: [
      {
        kind: 'zvt-terminal',
        id: 'pin-3',
        name: 'Pin 3',
        connection: { by: 'tcp', host: '10.0.0.8', port: 20_007, connection: 'per-command' },
        password: PASSWORD,
        configByte: 0xbe,
        currency: 'EUR',
        charset: null,
        refunds: true,
        leaseMs: 90_000,
        answerMs: 5_000,
        silenceMs: 180_000,
        acceptTip: false,
        trace: changes.trace ?? false,
      },
    ],
    accounts: [],
    staff: [],
    policy: { secondTenderOnWitness: 'pin' },
    log: { level: 'debug', file: null },
  };
}

interface Shop {
  readonly agent: RunningAgent;
  readonly sim: ZvtSimulator;
  readonly till: SimulatedTill;
  readonly wire: MemoryDialer;
  readonly folder: string;
  readonly settings: AgentSettings;
  logText(): string;
  get(path: string): Promise<unknown>;
  ask(question: TerminalQuestion): Promise<unknown>;
}

async function withShop(use: (shop: Shop) => Promise<void>, changes: { trace?: boolean } = {}) {
  await withTempFolder(async (folder) => {
    const clock = systemClock();
    const sim = await startZvtSimulator({ clock, options: { hostMs: 1, cardTakenAfterMs: 1, password: PASSWORD } });
    const wire = memoryDialer((link) => void sim.attach(bareLink(link, { clock })));
    const log = memoryLog();
    const settings = settingsOf(folder, changes);
    const devices = { tcp: () => wire, serial: () => wire };
    const agent = await startAgent({
      settings,
      assets: { cashier: WINDOW, display: WINDOW },
      ports: { log, devices },
    });
    const till = new SimulatedTill({
      endpoint: `${agent.address}/mplus`,
      subscriptionId: SUBSCRIPTION,
      secret: SECRET,
      branch: 3,
      workplace: 12,
      pollEveryMs: 20,
    });
    const headers = { origin: agent.address, cookie: await signIn(agent) };
    const get = async (path: string) => (await fetch(`${agent.address}${path}`, { headers })).json();
    const ask = async (question: TerminalQuestion) => {
      const answer = await fetch(`${agent.address}${terminalPath('pin-3', question)}`, { method: 'POST', headers });
      return terminalReplySchema.parse(await answer.json());
    };
    try {
      await use({ agent, sim, till, wire, folder, settings, logText: () => log.text(), get, ask });
    } finally {
      await agent.close();
      await sim.close();
    }
  });
}

async function signIn(agent: RunningAgent): Promise<string> {
  const entered = await fetch(`${agent.address}${ENTER_PATH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: agent.address },
    body: JSON.stringify({ launchToken: agent.launchToken('cashier') }),
  });
  return entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Rings up EUR 14.70 and sends it to the terminal; resolves with the till's end of it once a guest has paid. */
async function sell({ till, sim }: Shop) {
  await till.ring([{ articleNumber: 4101, text: 'Pannenkoek', unitCents: 735, quantity: 2 }]);
  const paid = till.checkOut('K_PAY_PIN');
  await vi.waitFor(() => expect(sim.terminal.approve()).toBe(true));
  return await paid;
}

const healthOf = ({ agent }: Shop) => agent.health().lines.find(({ id }) => id === 'terminal:pin-3');

describe('an agent with a ZVT terminal', () => {
  it('P1, P3: is paid once on the wire, and tells the till', async () => {
    await withShop(async (shop) => {
      expect((await sell(shop)).kind).toBe('confirmed');
      expect(shop.sim.terminal.charges()).toMatchObject([{ amountCents: 1470, direction: 'pay' }]);
      expect(shop.sim.terminal.authorisations()).toBe(1);
      const ids = shop.agent.health().lines.map(({ id }) => id);
      expect(ids).toContain('terminal:pin-3');
      expect(ids.filter((id) => id.startsWith('provider:'))).toEqual([]);
    });
  });

  it('proves that the terminal lives before anybody pays, and says how', async () => {
    await withShop(async (shop) => {
      await vi.waitFor(() => expect(healthOf(shop)).toMatchObject({ state: 'ok', how: expect.any(String) }));
      const { terminals } = terminalListSchema.parse(await shop.get('/api/terminals'));
      expect(terminals).toMatchObject([
        { route: 'pin-3', kind: 'zvt-terminal', lifeSign: { how: expect.any(String) }, trouble: null, busy: false },
      ]);
    });
  });

  it('says that the terminal can not be reached, with the code of the wire', async () => {
    await withShop(async (shop) => {
      await vi.waitFor(() => expect(healthOf(shop)?.state).toBe('ok'));
      shop.wire.refuse();
      expect(await shop.ask('test')).toMatchObject({
        kind: 'unreachable',
        detail: expect.stringContaining('TILL-601'),
      });
      expect(healthOf(shop)).toMatchObject({ state: 'trouble' });
    });
  });

  it('lets IT test the terminal and close its day', async () => {
    await withShop(async (shop) => {
      await sell(shop);
      expect(await shop.ask('test')).toMatchObject({ kind: 'done', facts: { terminalId: '60001234' } });
      expect(await shop.ask('end-of-day')).toMatchObject({ kind: 'done' });
      const { terminals } = terminalListSchema.parse(await shop.get('/api/terminals'));
      expect(terminals[0]?.last).toMatchObject({ question: 'end-of-day', answer: { kind: 'done' } });
    });
  });

  it('P2: closes no day while a payment is open', async () => {
    await withShop(async (shop) => {
      await shop.till.ring([{ articleNumber: 1, text: 'Koffie', unitCents: 250, quantity: 1 }]);
      const paid = shop.till.checkOut('K_PAY_PIN');
      await vi.waitFor(() => expect(shop.sim.terminal.screen().step).toBe('amount'));
      expect(await shop.ask('end-of-day')).toMatchObject({
        kind: 'refused',
        detail: expect.stringContaining('TILL-523'),
      });
      expect(await shop.ask('test')).toEqual({ kind: 'busy' });
      shop.sim.terminal.approve();
      expect((await paid).kind).toBe('confirmed');
    });
  });

  it('S1: traces a payment without password and card number, and in a file when the settings say so', async () => {
    await withShop(
      async (shop) => {
        await sell(shop);
        const { lines } = traceLinesSchema.parse(await shop.get(terminalPath('pin-3', 'trace')));
        expect(lines.filter(({ hex }) => hex?.startsWith('0601'))).toHaveLength(1);
        await shop.agent.close();
        const [name] = await readdir(join(shop.folder, 'traces'));
        expect(name).toMatch(/^pin-3-\d{4}-\d{2}-\d{2}\.jsonl$/);
        const stored = await readFile(join(shop.folder, 'traces', name ?? ''), 'utf8');
        expect(stored.split('\n').length).toBeGreaterThan(10);
        for (const text of [stored, JSON.stringify(lines), shop.logText()]) {
          expect(text).not.toContain(PASSWORD);
        }
        // Registration begins with its password.
        expect(stored).toMatch(/"hex":"0600..eeeeee/);
      },
      { trace: true },
    );
  });

  it('ends cleanly: the wire is let go, and nobody dials again', async () => {
    await withShop(async (shop) => {
      await vi.waitFor(() => expect(healthOf(shop)?.state).toBe('ok'));
      await shop.agent.close();
      await vi.waitFor(() => expect(shop.sim.terminal.state().connected).toBe(false));
    });
  });

  it('shares the terminal with no other program: IT’s own access waits until the agent has ended', async () => {
    await withShop(async ({ agent, settings, wire }) => {
      const options = { settings, log: memoryLog(), devices: { tcp: () => wire, serial: () => wire } };
      expect(() => openTerminals(options)).toThrow(expect.objectContaining({ code: 'TILL-221' }));
      await agent.close();
      const terminals = openTerminals(options);
      try {
        expect(terminals.list().terminals).toMatchObject([{ route: 'pin-3', lifeSign: null }]);
        expect(await terminals.ask('pin-3', 'test')).toMatchObject({ kind: 'done' });
        expect(await terminals.ask('pin-9', 'test')).toBeUndefined();
      } finally {
        await terminals.close();
      }
    });
  });
});
