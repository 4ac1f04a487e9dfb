/** The agent with terminals on a wire: HTTP, store and drivers are real, the wire is a pair in memory. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { terminalListSchema, terminalPath, traceLinesSchema } from '@tillbridge/contracts';
import { utf8 } from '@tillbridge/psp-core';
import { signPayExchange } from '@tillbridge/psp-pay';
import { PAY_DEMO_ACCOUNT } from '@tillbridge/simulators/pay';
import { PayEcrTerminal } from '@tillbridge/simulators/payecr';
import { startZvtSimulator, type ZvtSimulator } from '@tillbridge/simulators/zvt';
import { type MemoryDialer, memoryDialer, memoryLog, nodeDigest } from '@tillbridge/testkit';
import { bareLink } from '@tillbridge/zvt/link';
import { describe, expect, it, vi } from 'vitest';
import { systemClock } from './node-ports.ts';
import type { WireRoute } from './shop.ts';
import { openTerminals } from './terminals/open-terminals.ts';
import { type Cloud, healthOf, type WireShop, withWireShop } from './test/wire-shop.ts';

const PASSWORD = '123456';

const ZVT: WireRoute = {
  kind: 'zvt-terminal',
  device: null,
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
  trace: false,
};

const PAY_ECR: WireRoute = {
  kind: 'pay-ecr-terminal',
  device: null,
  id: 'pin-4',
  name: 'Pin 4',
  terminal: 'TH-1234-5680',
  host: '10.0.0.9',
  port: 8_888,
  account: null,
  queued: 'wait',
  basket: true,
  refunds: true,
  leaseMs: 90_000,
  trace: false,
};

interface ZvtShop extends WireShop {
  readonly sim: ZvtSimulator;
  readonly wire: MemoryDialer;
}

async function withShop(use: (shop: ZvtShop) => Promise<void>, changes: { trace?: boolean } = {}) {
  const clock = systemClock();
  const sim = await startZvtSimulator({ clock, options: { hostMs: 1, cardTakenAfterMs: 1, password: PASSWORD } });
  const wire = memoryDialer((link) => void sim.attach(bareLink(link, { clock })));
  try {
    await withWireShop({ ...ZVT, trace: changes.trace ?? false }, wire, (shop) => use({ ...shop, sim, wire }));
  } finally {
    await sim.close();
  }
}

/** Pay., which answers every question about an order with this one. */
function payThatKnows(order: () => object): Cloud {
  return {
    http: {
      exchange: async () => ({ kind: 'response', status: 200, headers: {}, body: utf8(JSON.stringify(order())) }),
    },
    accounts: [
      {
        id: 'pay',
        kind: 'pay',
        ...PAY_DEMO_ACCOUNT,
        cores: ['http://127.0.0.1:9'],
        coresFromConfig: false,
        coreAddress: null,
        managementHosts: ['http://127.0.0.1:9'],
        exchangeUrl: null,
        unsignedExchanges: 'refuse',
        returnUrl: null,
        readsPerSecond: 100,
        test: false,
        sendLines: true,
        sendStats: true,
        finalDetails: true,
        authorisedCountsAsPaid: true,
      },
    ],
  };
}

interface PayPosShop extends WireShop {
  readonly sim: PayEcrTerminal;
  readonly wire: MemoryDialer;
}

async function withPayPos(use: (shop: PayPosShop) => Promise<void>, cloud: Cloud | null = null) {
  const sim = new PayEcrTerminal({ clock: systemClock(), code: 'TH-1234-5680' });
  const wire = memoryDialer((link) => sim.accept(link));
  try {
    await withWireShop(PAY_ECR, wire, (shop) => use({ ...shop, sim, wire }), cloud);
  } finally {
    sim.close();
  }
}

/** Rings up EUR 14.70 and sends it to the terminal; resolves with the till's end of it once a guest has paid. */
async function sell({ till, sim }: ZvtShop) {
  await till.ring([{ articleNumber: 4101, text: 'Pannenkoek', unitCents: 735, quantity: 2 }]);
  const paid = till.checkOut('K_PAY_PIN');
  await vi.waitFor(() => expect(sim.terminal.approve()).toBe(true));
  return await paid;
}

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

describe('an agent with a PAY.POS terminal', () => {
  it('ends cleanly, and IT’s own access as well: the wire is let go', async () => {
    await withPayPos(async ({ agent, settings, sim, till, wire }) => {
      await till.ring([{ articleNumber: 1, text: 'Koffie', unitCents: 250, quantity: 1 }]);
      await vi.waitFor(() => expect(sim.view().state).toBe('order'));
      await agent.close();
      // Nobody's basket stays on a terminal that nobody looks after.
      await vi.waitFor(() => expect(sim.view()).toMatchObject({ state: 'idle', lines: [], connections: 0 }));
      const terminals = openTerminals({
        settings,
        log: memoryLog(),
        devices: { tcp: () => wire, serial: () => wire },
      });
      expect(await terminals.ask('pin-4', 'test')).toMatchObject({ kind: 'done' });
      await terminals.close();
      await vi.waitFor(() => expect(sim.view().connections).toBe(0));
    });
  });

  it('shows the basket on the terminal while the sale goes on, and makes room for the payment', async () => {
    await withPayPos(async (shop) => {
      const { sim, till } = shop;
      await vi.waitFor(() => expect(healthOf(shop)).toMatchObject({ state: 'ok', how: 'ping' }));
      await till.ring([{ articleNumber: 4101, text: 'Pannenkoek', unitCents: 735, quantity: 2 }]);
      await vi.waitFor(() => expect(sim.view()).toMatchObject({ state: 'order', lines: [{ text: 'Pannenkoek' }] }));
      const paid = till.checkOut('K_PAY_PIN');
      await vi.waitFor(() => expect(sim.act('approve')).toBe(true));
      expect((await paid).kind).toBe('confirmed');
      expect(sim.charges()).toMatchObject([{ amountCents: 1470 }]);
      expect(sim.view().lines).toEqual([]);
    });
  });

  it('P1: what it took offline is paid when Pay. says so, asked about the order that its status call names', async () => {
    let reference = '';
    const cloud = payThatKnows(() => ({
      id: 'order-1',
      orderId: '44117537094X1167',
      reference,
      status: { code: 100 },
      amount: { value: 1470, currency: 'EUR' },
    }));
    await withPayPos(async (shop) => {
      const { agent, sim, till } = shop;
      await vi.waitFor(() => expect(healthOf(shop)).toMatchObject({ state: 'ok' }));
      await till.ring([{ articleNumber: 4101, text: 'Pannenkoek', unitCents: 735, quantity: 2 }]);
      const paid = till.checkOut('K_PAY_PIN');
      await vi.waitFor(() => expect(sim.act('queue')).toBe(true));
      const queued = () => sim.view().history.find(({ status }) => status === 'QUEUED');
      await vi.waitFor(() => expect(queued()?.reference).toEqual(expect.any(String)));
      reference = queued()?.reference ?? '';
      // The terminal keeps its knowledge to itself; its provider calls.
      const object = { id: 'order-1', reference, status: { code: 100 } };
      const body = JSON.stringify({ event: 'status_changed', type: 'order', object });
      const key = { id: PAY_DEMO_ACCOUNT.tokenCode, secret: PAY_DEMO_ACCOUNT.apiToken, algorithm: 'sha256' } as const;
      const headers = { 'content-type': 'application/json', ...signPayExchange(utf8(body), key, nodeDigest()) };
      const told = await fetch(`${agent.address}/exchange/pay`, { method: 'POST', headers, body });
      expect(await told.json()).toMatchObject({ result: true });
      expect(await paid).toMatchObject({ kind: 'confirmed' });
      expect(sim.charges(), 'the terminal has sent nothing yet').toEqual([]);
    }, cloud);
  });

  it('lets IT test it and read its wire, and says that it has no end of day', async () => {
    await withPayPos(async (shop) => {
      await vi.waitFor(async () => expect(await shop.ask('test')).toMatchObject({ kind: 'done' }));
      expect(await shop.ask('end-of-day')).toMatchObject({
        kind: 'refused',
        detail: expect.stringMatching(/^PAY-313/),
      });
      const { lines } = traceLinesSchema.parse(await shop.get(terminalPath('pin-4', 'trace')));
      expect(lines.map(({ text }) => text)).toContain('{"type":"PING"}');
    });
  });
});
