/** The Kassa Compleet driver and account over real HTTP, against the simulated platform, under the suites all keep. */
import { createServer, type Server } from 'node:http';
import { type Cents, cents } from '@tillbridge/kernel';
import {
  ABORT_KIND,
  createPaymentDesk,
  DEFAULT_POLICY,
  type PaymentId,
  type QrProvider,
  type RouteId,
  type TillId,
} from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import {
  createKcAccount,
  createKcQr,
  KC_BASE_URLS,
  KC_PAYEE,
  type KcAccount,
  KcClient,
  type KcMethod,
  type KcQrSettings,
  kcWebhookReply,
  lookUpKcHint,
  readKcWebhook,
} from '@tillbridge/psp-kassacompleet';
import {
  KC_DEMO_ACCOUNT,
  type KcFault,
  type KcSimulatorOptions,
  startKcSimulator,
} from '@tillbridge/simulators/kassacompleet';
import { FakeClock, MemoryPaymentStore, memoryLog, seededRandom, WallClock } from '@tillbridge/testkit';
import {
  type AccountFault,
  type DriverFault,
  describeProviderAccount,
  describeQrProvider,
  type MakeAccountRig,
  type MakeRig,
} from '@tillbridge/testkit/contracts';
import { describe, expect, test } from 'vitest';
import { createNodeHttpExchange } from './node-http-exchange.ts';

const LATE_MS = 25_000;
const LEASE_MS = 180_000;
const DAY_MS = 86_400_000;
const ROUTE = 'kc-qr' as RouteId;
const LONGEST_TEST_MS = 20 * 60_000;
const TILL = '3-12' as TillId;
const RETURN_URL = 'https://shop.example/thanks';

const FAULTS: Readonly<Record<Exclude<DriverFault, 'terminal-in-use' | 'terminal-offline'>, KcFault>> = {
  'create-reply-lost': { on: 'create', do: 'lose-reply' },
  'create-reply-late': { on: 'create', do: 'slow', ms: LATE_MS },
  'create-reply-garbled': { on: 'create', do: 'garbage', worked: true },
  'create-server-error': { on: 'create', do: 'bad-gateway', worked: true },
  'create-too-many': { on: 'create', do: 'too-many' },
  'status-reply-lost': { on: 'status', do: 'lose-reply', times: 3 },
  'status-garbled': { on: 'status', do: 'garbage', times: 3 },
  'status-server-error': { on: 'status', do: 'unavailable', times: 3 },
  'status-too-many': { on: 'status', do: 'too-many', retryAfterSeconds: 3, times: 2 },
  'status-slow': { on: 'status', do: 'slow', ms: 1_500, times: 3 },
  'abort-reply-lost': { on: 'cancel', do: 'lose-reply' },
  'paid-after-abort': { on: 'cancel', do: 'late-approval', afterMs: 4_000 },
};

const ACCOUNT_FAULTS: Readonly<Partial<Record<AccountFault, KcFault>>> = {
  'refund-reply-lost': { on: 'refund', do: 'lose-reply' },
  'refund-reply-late': { on: 'refund', do: 'slow', ms: LATE_MS },
  'refund-reply-garbled': { on: 'refund', do: 'cut-short' },
  'refund-server-error': { on: 'refund', do: 'internal-error', worked: true },
  'refund-dropped': { on: 'refund', do: 'drop' },
  'refund-too-many': { on: 'refund', do: 'too-many' },
  'look-lost': { on: 'status', do: 'lose-reply', times: 9 },
  'look-server-error': { on: 'status', do: 'gateway-timeout', times: 9 },
  'look-garbled': { on: 'status', do: 'garbage', times: 9 },
  'look-too-many': { on: 'status', do: 'too-many', times: 9 },
  'list-lost': { on: 'list', do: 'lose-reply', times: 9 },
  'list-server-error': { on: 'list', do: 'internal-error', times: 9 },
  'list-garbled': { on: 'list', do: 'empty', times: 9 },
  'list-too-many': { on: 'list', do: 'too-many', times: 9 },
};

/** Counts what is on its way, so that the clock moves only while nothing is. */
function counted(http: HttpExchange): HttpExchange & { inFlight(): number } {
  let inFlight = 0;
  return {
    inFlight: () => inFlight,
    exchange: (request, signal) => {
      inFlight += 1;
      return http.exchange(request, signal).finally(() => {
        inFlight -= 1;
      });
    },
  };
}

/** A brand of the platform, and what our settings say about it. */
interface Brand extends Partial<KcSimulatorOptions> {
  readonly account?: never;
  readonly settings?: Partial<KcAccount>;
}

async function platform(credentials: 'right' | 'wrong', { settings, ...brand }: Brand) {
  const clock = new FakeClock();
  const simulator = await startKcSimulator({ port: 0, clock, ...brand });
  const node = createNodeHttpExchange({ clock });
  const http = counted(node);
  const apiKey = credentials === 'right' ? KC_DEMO_ACCOUNT.apiKey : 'wrong-key';
  const client = new KcClient({ apiKey, baseUrl: simulator.apiUrl, ...settings }, http, clock);
  const quiet = () => http.inFlight() === simulator.held();
  return {
    clock,
    simulator,
    client,
    settle: async <T>(work: Promise<T>): Promise<T> => {
      let settled = false;
      const mark = () => {
        settled = true;
      };
      work.then(mark, mark);
      const giveUpAt = clock.monotonicMs() + LONGEST_TEST_MS;
      for (;;) {
        await clock.settle();
        if (settled) return work;
        if (!quiet()) continue;
        const nextMs = clock.nextWakeMs;
        if (nextMs === undefined || clock.monotonicMs() > giveUpAt) throw new Error('the work never settles');
        await clock.advance(nextMs);
      }
    },
    pass: async (ms: number) => {
      const end = clock.monotonicMs() + ms;
      for (;;) {
        do await clock.settle();
        while (!quiet());
        const left = end - clock.monotonicMs();
        if (left <= 0) return;
        await clock.advance(Math.min(left, clock.nextWakeMs ?? left));
      }
    },
    close: async () => {
      node.close();
      await simulator.close();
    },
  };
}

const qrRig =
  (method: KcMethod, brand: Brand = {}): MakeRig<ReturnType<typeof createKcQr>> =>
  async ({ credentials }) => {
    const world = await platform(credentials, brand);
    const { simulator, client, clock } = world;
    return {
      ...world,
      driver: createKcQr({ route: ROUTE, leaseMs: LEASE_MS, method }, { client, clock }),
      other: {
        approve: (reference) => simulator.page(reference, 'pay'),
        decline: (reference) => simulator.page(reference, 'decline'),
        cancel: (reference) => simulator.page(reference, 'cancel'),
        passNoReturn: undefined,
        can: (fault) => fault in FAULTS,
        nobodyThere: 'provider-down',
        checksCredentials: true,
        provesAbsence: false,
        fault: (fault) => {
          if (fault in FAULTS) simulator.fault(FAULTS[fault as keyof typeof FAULTS]);
        },
        unplug: () => void simulator.close(),
        creates: (reference) => simulator.createsOf(reference),
        charges: (reference) =>
          simulator
            .charges()
            .filter((charge) => charge.reference === reference)
            .map(({ direction, amountCents }) => ({ direction, amountCents })),
      },
    };
  };

describeQrProvider('The hosted page of Kassa Compleet 1.2 as a QR', qrRig({ kind: 'page' }));

describeQrProvider(
  'The hosted page of a newer brand, which wants addresses the other way round,',
  qrRig(
    { kind: 'page', only: ['ideal', 'bancontact'] },
    { switches: { orderUrl: true, slashes: 'never', periodEcho: 'normalised', errorOnExpiry: 'expired' } },
  ),
);

describeQrProvider(
  'iDEAL at a bank the shop names',
  qrRig({ kind: 'ideal', issuerId: 'INGBNL2A' }, { settings: { returnUrl: RETURN_URL } }),
);

describeQrProvider(
  'A credit card by its own address',
  qrRig({ kind: 'credit-card' }, { settings: { returnUrl: RETURN_URL } }),
);

const accountRig =
  (brand: Brand, findsLostRefunds: boolean, failsLater: boolean): MakeAccountRig =>
  async ({ credentials }) => {
    const world = await platform(credentials, brand);
    const { simulator, client, clock } = world;
    const account = createKcAccount(client, clock);
    const driver = createKcQr({ route: ROUTE, leaseMs: LEASE_MS, method: { kind: 'page' } }, { client, clock });
    const open = async (reference: PaymentId, amountCents: Cents) => {
      const order = {
        reference,
        direction: 'pay',
        amountCents,
        till: TILL,
        description: 'Speelpark De Eik',
        lines: [],
        expiresAt: clock.now() + 3_600_000,
      } as const;
      const begun = await driver.begin(order, { timeoutMs: 10_000, signal: new AbortController().signal });
      if (begun.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(begun)}`);
      return begun.providerRef;
    };
    const after = async (reference: PaymentId, amountCents: Cents, press: 'pay' | 'cancel') => {
      const providerRef = await open(reference, amountCents);
      simulator.page(providerRef, press);
      return providerRef;
    };
    return {
      ...world,
      account,
      other: {
        open,
        paid: (reference, amountCents) => after(reference, amountCents, 'pay'),
        notPaid: (reference, amountCents) => after(reference, amountCents, 'cancel'),
        refunded: (providerRef) => simulator.refundsOf(providerRef).map(({ amountCents }) => amountCents),
        refundCalls: (providerRef) => simulator.refundCallsOf(providerRef),
        failRefund: failsLater ? (refundRef) => void simulator.endRefund(refundRef, 'failed') : undefined,
        betweenRefundsMs: 0,
        findsLostRefunds,
        listsRefunds: true,
        terminals: [],
        can: (fault) => fault in ACCOUNT_FAULTS,
        fault: (fault) => {
          const known = ACCOUNT_FAULTS[fault];
          if (known !== undefined) simulator.fault(known);
        },
        unplug: () => void simulator.close(),
      },
    };
  };

describeProviderAccount('An account at Kassa Compleet 1.2', accountRig({}, false, false));

describeProviderAccount(
  'An account at a newer brand',
  accountRig(
    {
      switches: { refundOrders: 'ids', refunds: 'later', lists: true },
      settings: { refundsAreFlagged: true, orderLists: true },
    },
    true,
    true,
  ),
);

/** A till's desk on the platform: what a cashier and a guest live through. */
async function withShop(
  brand: Brand,
  settings: Pick<KcQrSettings, 'method' | 'cancel'>,
  use: (shop: Awaited<ReturnType<typeof openShop>>) => Promise<void>,
): Promise<void> {
  const shop = await openShop(brand, settings);
  try {
    await use(shop);
  } finally {
    await shop.close();
  }
}

async function openShop(brand: Brand, settings: Pick<KcQrSettings, 'method' | 'cancel'>) {
  const world = await platform('right', brand);
  const { clock, client } = world;
  const driver: QrProvider = createKcQr({ route: ROUTE, leaseMs: LEASE_MS, ...settings }, { client, clock });
  const store = new MemoryPaymentStore();
  const words: (string | null)[] = [];
  const desk = createPaymentDesk(
    {
      store,
      routes: { find: () => driver, next: () => undefined, byId: () => driver },
      clock,
      random: seededRandom(1),
      log: memoryLog(),
      outboxFilled: () => undefined,
    },
    DEFAULT_POLICY,
  );
  desk.onChange((_payment, _phase, said) => words.push(said));
  let receipts = 0;
  const receipt = () => {
    receipts += 1;
    return { source: 'test', identity: String(receipts), receivedAt: clock.now(), kind: 'test' };
  };
  const key = (id: string) => ({ subscriptionId: 'SHOP', externalPaymentId: id });
  const payment = (id: string) => {
    const found = store.byKey('SHOP', id);
    if (found === undefined) throw new Error(`no payment ${id}`);
    return found;
  };
  async function deliver() {
    for (const item of store.outbox().filter(({ kind }) => kind === ABORT_KIND)) {
      const done = await world.settle(desk.deliverAbort(item.key as PaymentId, new AbortController().signal));
      if (done.kind === 'done') store.delivered(item.kind, item.key);
    }
  }
  return {
    ...world,
    words,
    payment,
    desk,
    receipt,
    start: async (id: string) => {
      const command = { ...key(id), till: TILL, sessionId: `sale-${id}`, method: 'K_PAY_QR', lines: [] };
      await world.settle(desk.start({ ...command, amountCents: cents(1470), receipt: receipt() }, 15_000));
      return payment(id);
    },
    stop: async (id: string) => {
      const asked = desk.requestCancel(key(id), receipt(), 1_500);
      await clock.settle();
      await deliver();
      await world.settle(asked);
    },
    /** Time goes by, and whatever stands in the outbox goes out. */
    live: async (ms: number) => {
      for (let gone = 0; gone < ms; gone += 1_000) {
        await deliver();
        await world.pass(Math.min(1_000, ms - gone));
      }
    },
    close: async () => {
      await world.settle(desk.close());
      await world.close();
    },
  };
}

describe('A bank transfer at the till', () => {
  const TRANSFER = { method: { kind: 'bank-transfer', payee: KC_PAYEE } } as const;

  test('shows where the money goes, and is paid when it comes while the guest is there (P1)', async () => {
    await withShop({}, TRANSFER, async ({ start, live, payment, simulator, words }) => {
      const { id, qr } = await start('T1');
      const reference = simulator.order(id)?.transferReference;
      expect(qr?.payload).toBe(
        `BCD\n002\n1\nSCT\nINGBNL2A\nING Bank N.V. PSP\nNL13INGB0005300060\nEUR14.70\n\n\n${reference}`,
      );
      await live(20_000);
      expect(words.at(-1)).toContain('NL13.INGB.0005.3000.60');
      expect(payment('T1').state).toBe('started');
      simulator.transfer(id);
      await live(3_000);
      expect(payment('T1')).toMatchObject({ state: 'approved', alarm: null });
    });
  });

  test('stays open beyond the lease, off the screen, and is found when it arrives a day later (P2, P6)', async () => {
    await withShop({}, TRANSFER, async ({ start, live, pass, payment, simulator, desk }) => {
      const { id } = await start('T1');
      await live(LEASE_MS + DEFAULT_POLICY.proofAfterLeaseMs + 5_000);
      expect(payment('T1')).toMatchObject({ state: 'unknown', reason: 'no-proof', cancelRequest: { by: 'lease' } });
      expect(simulator.order(id)?.status).toBe('processing');
      expect(simulator.counts().cancels).toBe(0);
      expect(desk.needingAttention().map((one) => one.id)).toEqual([id]);
      await pass(DAY_MS);
      expect(payment('T1').state).toBe('unknown');
      simulator.transfer(id);
      await pass(11 * 60_000);
      expect(payment('T1')).toMatchObject({ state: 'approved', approval: { finalCents: 1470 } });
    });
  });

  test('of another amount is approved with that amount, and a person has to look', async () => {
    await withShop({}, TRANSFER, async ({ start, live, payment, simulator }) => {
      const { id } = await start('T1');
      simulator.transfer(id, 1400);
      await live(3_000);
      expect(payment('T1')).toMatchObject({
        state: 'approved',
        approval: { finalCents: 1400 },
        alarm: 'amount-differs',
      });
    });
  });

  test('that nobody makes ends when the platform says so', async () => {
    const brief = { method: { ...TRANSFER.method, openForMs: 3_600_000 } };
    await withShop({}, brief, async ({ start, live, pass, payment }) => {
      await start('T1');
      await live(LEASE_MS + 30_000);
      await pass(3_600_000);
      expect(payment('T1')).toMatchObject({ state: 'timed-out', reason: 'expired' });
    });
  });

  test('is withdrawn when the guest thinks better of it', async () => {
    await withShop({}, TRANSFER, async ({ start, stop, live, payment, simulator }) => {
      const { id } = await start('T1');
      await live(10_000);
      await stop('T1');
      await live(3_000);
      expect(payment('T1')).toMatchObject({ state: 'cancelled', reason: 'cancelled-by-till' });
      expect(simulator.transfer(id)).toBe(false);
    });
  });
});

describe('The hosted page at the till', () => {
  const PAGE = { method: { kind: 'page' } } as const;

  test('a lost answer to the start ends by itself: nobody has seen the order, and the next one is paid (P3)', async () => {
    await withShop({}, PAGE, async ({ start, live, payment, simulator }) => {
      simulator.fault({ on: 'create', do: 'lose-reply' });
      await start('A');
      await live(3_000);
      expect(payment('A')).toMatchObject({ state: 'cancelled', reason: 'never-shown' });
      const { id } = await start('B');
      simulator.page(id, 'pay');
      await live(3_000);
      expect(payment('B').state).toBe('approved');
      expect(simulator.charges().map(({ reference }) => reference)).toEqual([id]);
    });
  });

  test('an attempt that fails is followed by one that works (P1)', async () => {
    await withShop({}, PAGE, async ({ start, live, payment, simulator, words }) => {
      const { id } = await start('A');
      simulator.choose(id, 'credit-card');
      simulator.page(id, 'decline');
      await live(6_000);
      expect(payment('A').state).toBe('started');
      expect(words.at(-1)).toBe('The bank declined the payment.');
      simulator.choose(id, 'ideal', 'INGBNL2A');
      simulator.page(id, 'pay');
      await live(3_000);
      expect(payment('A')).toMatchObject({ state: 'approved', approval: { providerMethod: 'ideal' } });
    });
  });

  test.each([{}, { cancel: 'none' } as const])(
    'where nothing can be cancelled a stop waits for the order’s own end, or its payment (P5) %j',
    async (setting) => {
      await withShop({ switches: { cancel: 'none' } }, { ...PAGE, ...setting }, async (shop) => {
        const { start, stop, live, payment, simulator } = shop;
        await start('A');
        const { id } = await start('B');
        for (const one of ['A', 'B']) await stop(one);
        await live(5_000);
        expect([payment('A').state, payment('B').state]).toEqual(['started', 'started']);
        simulator.page(id, 'pay');
        await live(LEASE_MS);
        expect(payment('B')).toMatchObject({ state: 'approved', cancelRequest: { by: 'till' } });
        expect(payment('A').state).toBe('timed-out');
      });
    },
  );

  test.each<[string, KcFault]>([
    ['mixed transactions', { on: 'status', do: 'show', fields: { status: 'see-transactions' }, percent: 100 }],
    ['an unknown status', { on: 'status', do: 'show', fields: { status: 'levitating' }, percent: 100 }],
    ['another currency', { on: 'status', do: 'show', fields: { status: 'completed', currency: 'USD' }, percent: 100 }],
    ['half a completion', { on: 'status', do: 'half-completed', percent: 100 }],
    ['the status from before', { on: 'status', do: 'earlier', percent: 100 }],
  ])('%s is not paid, until the platform says so (P1)', async (_name, fault) => {
    await withShop({}, PAGE, async ({ start, live, payment, simulator }) => {
      const { id } = await start('A');
      simulator.fault(fault);
      simulator.page(id, 'pay');
      await live(10_000);
      expect(payment('A').state).not.toBe('approved');
      simulator.clearFaults();
      await live(30_000);
      expect(payment('A').state).toBe('approved');
    });
  });
});

describe('Webhooks of Kassa Compleet', () => {
  /** What the relay does with them: answered first, then looked up signed in, then told to the desk. */
  const listening = async (shop: { current: Awaited<ReturnType<typeof openShop>> | null }): Promise<Server> => {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', async () => {
        const webhook = readKcWebhook(Buffer.concat(parts));
        response.writeHead(kcWebhookReply(webhook).status).end();
        if (webhook.kind !== 'hint' || shop.current === null) return;
        const { client, desk, receipt } = shop.current;
        const call = { timeoutMs: 5_000, signal: new AbortController().signal };
        const found = await lookUpKcHint(client, webhook.orderId, call);
        if (found.kind === 'order') await desk.hint(ROUTE, found.orderId, found.reference, receipt());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };

  test.each<[string, KcFault[]]>([
    ['one', []],
    ['one that comes twice', [{ on: 'webhook', do: 'duplicate', times: 2 }]],
    ['one that comes late', [{ on: 'webhook', do: 'slow', ms: 30_000, times: 2 }]],
    ['two in the wrong order', [{ on: 'webhook', do: 'reorder' }]],
    ['one that can’t be read and comes again', [{ on: 'webhook', do: 'garbage' }]],
    ['one about nothing', [{ on: 'webhook', do: 'other-event' }]],
    ['one about an order that isn’t there', [{ on: 'webhook', do: 'unknown-order' }]],
  ])('%s tells of money that came after a cancel (P5)', async (_name, faults) => {
    const current: { current: Awaited<ReturnType<typeof openShop>> | null } = { current: null };
    const server = await listening(current);
    const address = server.address();
    const webhookUrl = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/kc`;
    try {
      await withShop({ settings: { webhookUrl } }, { method: { kind: 'page' } }, async (shop) => {
        current.current = shop;
        await shop.start('A');
        shop.simulator.fault({ on: 'cancel', do: 'late-approval', afterMs: 60_000, shows: 'cancelled' });
        for (const fault of faults) shop.simulator.fault(fault);
        await shop.stop('A');
        await shop.live(5_000);
        expect(shop.payment('A').state).toBe('cancelled');
        // Long enough for a repeat after two minutes. Real input and output of the listener is not counted.
        for (let turn = 0; turn < 70; turn += 1) await shop.live(3_000);
        expect(shop.payment('A').state).toBe('approved');
      });
    } finally {
      server.close();
    }
  });
});

const sandboxKey = process.env.KC_TEST_KEY;

describe.skipIf(sandboxKey === undefined)('The sandbox named by KC_TEST_KEY and KC_TEST_URL', () => {
  test('takes an order, shows it, and cancels it or says that it can’t', async () => {
    const clock = new WallClock();
    const http = createNodeHttpExchange({ clock });
    const baseUrl = process.env.KC_TEST_URL ?? KC_BASE_URLS['kassa-compleet'];
    const client = new KcClient({ apiKey: sandboxKey ?? '', baseUrl }, http, clock);
    const call = { timeoutMs: 20_000, signal: new AbortController().signal };
    try {
      const project = await client.project(call);
      if (project.kind === 'value') expect(project.value.status).toBe('active-testing');
      const qr = createKcQr({ route: ROUTE, leaseMs: LEASE_MS, method: { kind: 'page' } }, { client, clock });
      const order = {
        reference: `01TEST${String(Date.now()).padStart(20, '0')}` as PaymentId,
        direction: 'pay',
        amountCents: cents(100),
        till: TILL,
        description: 'Tillbridge sandbox test',
        lines: [],
        expiresAt: clock.now() + LEASE_MS,
      } as const;
      const begun = await qr.begin(order, call);
      if (begun.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(begun)}`);
      expect(begun.qr?.payload).toMatch(/^https:/);
      const handle = { ...order, providerRef: begun.providerRef };
      expect((await qr.enquire(handle, call)).kind).toBe('pending');
      expect((await qr.abort(handle, call)).kind).toMatch(/^(accepted|too-late)$/);
    } finally {
      http.close();
    }
  }, 60_000);
});
