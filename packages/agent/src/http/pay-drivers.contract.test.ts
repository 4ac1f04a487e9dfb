/** The Pay. drivers over real HTTP, against the simulated cloud, under the suites that every driver keeps. */
import type { Cents } from '@tillbridge/kernel';
import type { CardTerminal, PaymentId, QrProvider, RouteId } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import { createPayAccount, createPayQr, createPayTerminal, PayClient, PayManagement } from '@tillbridge/psp-pay';
import { PAY_DEMO_ACCOUNT, type PayFault, type PaySimulator, startPaySimulator } from '@tillbridge/simulators/pay';
import { FakeClock, WallClock } from '@tillbridge/testkit';
import {
  type AccountFault,
  type AccountRig,
  type AccountRigOptions,
  type DriverFault,
  type DriverOtherSide,
  type DriverRig,
  describeCardTerminal,
  describeProviderAccount,
  describeQrProvider,
  type RigOptions,
  sampleOrder,
} from '@tillbridge/testkit/contracts';
import { describe, expect, test } from 'vitest';
import { createNodeHttpExchange } from './node-http-exchange.ts';

const TERMINAL = 'TH-1234-5678';
const LATE_MS = 25_000;
const LONGEST_TEST_MS = 20 * 60_000;

const FAULTS: Readonly<Record<DriverFault, PayFault>> = {
  'create-reply-lost': { on: 'create', do: 'lose-reply' },
  'create-reply-late': { on: 'create', do: 'slow', ms: LATE_MS },
  'create-reply-garbled': { on: 'create', do: 'garbage', worked: true },
  'create-server-error': { on: 'create', do: 'internal-error', worked: true },
  'create-too-many': { on: 'create', do: 'too-many' },
  'terminal-in-use': { on: 'create', do: 'terminal-in-use' },
  'terminal-offline': { on: 'create', do: 'terminal-offline' },
  'status-reply-lost': { on: 'status', do: 'lose-reply', times: 3 },
  'status-garbled': { on: 'status', do: 'garbage', times: 3 },
  'status-server-error': { on: 'status', do: 'unavailable', times: 3 },
  'status-too-many': { on: 'status', do: 'too-many', retryAfterSeconds: 3, times: 2 },
  'status-slow': { on: 'status', do: 'slow', ms: 1_500, times: 3 },
  'abort-reply-lost': { on: 'abort', do: 'lose-reply', times: 2 },
  'paid-after-abort': { on: 'abort', do: 'late-approval', afterMs: 4_000 },
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

async function payRig<D extends CardTerminal | QrProvider>(
  { credentials }: RigOptions,
  otherSide: (simulator: PaySimulator) => Pick<DriverOtherSide, 'approve' | 'decline' | 'cancel' | 'passNoReturn'>,
  driverOf: (ports: { client: PayClient; clock: FakeClock }) => D,
): Promise<DriverRig<D>> {
  const clock = new FakeClock();
  const simulator = await startPaySimulator({ port: 0, clock });
  const node = createNodeHttpExchange({ clock });
  const http = counted(node);
  const apiToken = credentials === 'right' ? PAY_DEMO_ACCOUNT.apiToken : 'wrong-key';
  // The same cloud under two names: a driver that repeats a start elsewhere makes a second order.
  const cores = [simulator.url, simulator.url.replace('127.0.0.1', 'localhost')];
  const client = new PayClient({ ...PAY_DEMO_ACCOUNT, apiToken, cores }, http, clock);
  return {
    driver: driverOf({ client, clock }),
    clock,
    ...clockwork(clock, () => http.inFlight() === simulator.held()),
    other: {
      ...otherSide(simulator),
      can: () => true,
      nobodyThere: 'provider-down',
      checksCredentials: true,
      provesAbsence: false,
      fault: (fault) => void simulator.fault(FAULTS[fault]),
      unplug: () => void simulator.close(),
      creates: (reference) => simulator.createsOf(reference),
      charges: (reference) =>
        simulator
          .charges()
          .filter((charge) => charge.reference === reference)
          .map(({ direction, amountCents }) => ({ direction, amountCents })),
    },
    close: async () => {
      node.close();
      await simulator.close();
    },
  };
}

/** Lets real input and output go on, and moves the clock only while nothing is on its way. */
function clockwork(clock: FakeClock, quiet: () => boolean): Pick<AccountRig, 'settle' | 'pass'> {
  async function untilQuiet(): Promise<void> {
    do await clock.settle();
    while (!quiet());
  }
  return {
    settle: async (work) => {
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
    pass: async (ms) => {
      const end = clock.monotonicMs() + ms;
      for (;;) {
        await untilQuiet();
        const left = end - clock.monotonicMs();
        if (left <= 0) return;
        await clock.advance(Math.min(left, clock.nextWakeMs ?? left));
      }
    },
  };
}

describeCardTerminal('A terminal at Pay.', (options) =>
  payRig(
    options,
    (simulator) => ({
      approve: () => simulator.terminal(TERMINAL, 'approve'),
      decline: () => simulator.terminal(TERMINAL, 'decline'),
      cancel: () => simulator.terminal(TERMINAL, 'cancel'),
      passNoReturn: () => simulator.terminal(TERMINAL, 'tap'),
    }),
    (ports) =>
      createPayTerminal(
        { route: 'pin-1' as RouteId, terminalCode: TERMINAL, refunds: options.refunds, leaseMs: 90_000 },
        ports,
      ),
  ),
);

describeQrProvider('The hosted page of Pay. as a QR', (options) =>
  payRig(
    options,
    (simulator) => ({
      approve: (reference) => simulator.page(reference, 'pay'),
      decline: (reference) => simulator.page(reference, 'decline'),
      cancel: (reference) => simulator.page(reference, 'cancel'),
      passNoReturn: undefined,
    }),
    (ports) => createPayQr({ route: 'pay-qr' as RouteId, leaseMs: 180_000 }, ports),
  ),
);

const NOBODY = 'ffffffff-0000-0000-0000-000000000000';

const ACCOUNT_FAULTS: Readonly<Record<AccountFault, PayFault>> = {
  'refund-reply-lost': { on: 'refund', do: 'lose-reply' },
  'refund-reply-late': { on: 'refund', do: 'slow', ms: LATE_MS },
  'refund-reply-garbled': { on: 'refund', do: 'garbage', worked: true },
  'refund-server-error': { on: 'refund', do: 'internal-error', worked: true },
  'refund-dropped': { on: 'refund', do: 'drop' },
  'refund-too-many': { on: 'refund', do: 'too-many' },
  'look-lost': { on: 'books', do: 'lose-reply', times: 4 },
  'look-server-error': { on: 'books', do: 'unavailable', times: 4 },
  'look-garbled': { on: 'books', do: 'garbage', times: 4 },
  'look-too-many': { on: 'books', do: 'too-many', times: 4 },
  'list-lost': { on: 'status', do: 'lose-reply', times: 4 },
  'list-server-error': { on: 'status', do: 'unavailable', times: 4 },
  'list-garbled': { on: 'status', do: 'garbage', times: 4 },
  'list-too-many': { on: 'status', do: 'too-many', times: 4 },
  'terminals-server-error': { on: 'terminals', do: 'internal-error', times: 4 },
  'terminals-garbled': { on: 'terminals', do: 'cut-short', times: 4 },
};

/** The account, with payments made through the QR driver. `listed`: whether the books list refunds, an inferred thing. */
async function accountRig({ credentials }: AccountRigOptions, listed: boolean): Promise<AccountRig> {
  const clock = new FakeClock();
  const inferred = { booksListRefunds: listed, booksDelayMs: 3_000 };
  const simulator = await startPaySimulator({ port: 0, clock, inferred });
  const node = createNodeHttpExchange({ clock });
  const http = counted(node);
  const hosts = [simulator.url, simulator.url.replace('127.0.0.1', 'localhost')];
  const right = { ...PAY_DEMO_ACCOUNT, cores: hosts, managementHosts: hosts };
  const account = credentials === 'right' ? right : { ...right, apiToken: 'wrong-key' };
  const till = new PayClient(right, http, clock);
  const qr = createPayQr({ route: 'pay-qr' as RouteId, leaseMs: 180_000 }, { client: till, clock });
  const made: string[] = [];
  const wheels = clockwork(clock, () => http.inFlight() === simulator.held());

  async function begin(reference: PaymentId, amountCents: Cents): Promise<string> {
    const order = sampleOrder(clock, { reference, amountCents });
    const begun = await qr.begin(order, { timeoutMs: 10_000, signal: new AbortController().signal });
    if (begun.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(begun)}`);
    made.push(begun.providerRef);
    return begun.providerRef;
  }

  return {
    account: createPayAccount({
      client: new PayClient(account, http, clock),
      management: new PayManagement(account, http, clock),
      clock,
      // Before anything was made there is one that Pay. doesn't know.
      ordersOf: () => (made.length === 0 ? [NOBODY] : made).map((providerRef) => ({ providerRef })),
    }),
    clock,
    ...wheels,
    other: {
      paid: async (reference, amountCents) => {
        const providerRef = await begin(reference, amountCents);
        simulator.page(providerRef, 'pay');
        return providerRef;
      },
      open: begin,
      notPaid: async (reference, amountCents) => {
        const providerRef = await begin(reference, amountCents);
        simulator.page(providerRef, 'decline');
        return providerRef;
      },
      refunded: (providerRef) => {
        const orderId = simulator.order(providerRef)?.orderId;
        return simulator
          .refunds()
          .filter((refund) => refund.orderId === orderId)
          .map(({ amountCents }) => amountCents);
      },
      refundCalls: (providerRef) => simulator.refundCallsOf(providerRef),
      failRefund: (refundRef) => void simulator.failRefund(refundRef),
      betweenRefundsMs: 7_000,
      findsLostRefunds: listed,
      listsRefunds: true,
      terminals: [
        { code: 'TH-1234-5678', online: true },
        { code: 'TH-8765-4321', online: true },
      ],
      can: () => true,
      fault: (fault) => void simulator.fault(ACCOUNT_FAULTS[fault]),
      unplug: () => void simulator.close(),
    },
    close: async () => {
      node.close();
      await simulator.close();
    },
  };
}

describeProviderAccount('An account at Pay.', (options) => accountRig(options, true));

describeProviderAccount('An account at Pay. whose books list no refunds', (options) => accountRig(options, false));

/** The real cloud: `PAY_TEST_TOKEN` is `SL-…:AT-…:<api token>` of an account in test mode. Moves no money. */
const sandbox = process.env.PAY_TEST_TOKEN?.split(':');

describe('The sandbox of Pay.', () => {
  test.skipIf(sandbox === undefined)('makes an order, shows it and stops it', { timeout: 60_000 }, async () => {
    const [serviceId = '', tokenCode = '', apiToken = ''] = sandbox ?? [];
    const clock = new WallClock();
    const http = createNodeHttpExchange({ clock });
    const account = { serviceId, tokenCode, apiToken, cores: [], test: true };
    const client = new PayClient(account, http, clock);
    const call = () => ({ timeoutMs: 10_000, signal: new AbortController().signal });
    const qr = createPayQr({ route: 'pay-qr' as RouteId, leaseMs: 180_000 }, { client, clock });
    const reference = `SANDBOX${clock.now().toString(36).toUpperCase()}` as PaymentId;
    const order = { ...sampleOrder(new FakeClock(clock.now())), reference };
    try {
      const begun = await qr.begin(order, call());
      if (begun.kind !== 'accepted') throw new Error(JSON.stringify(begun));
      const { providerRef } = begun;
      const handle = { reference, providerRef, direction: order.direction, amountCents: order.amountCents };
      expect((await qr.enquire(handle, call())).kind).toBe('pending');
      expect((await qr.abort(handle, call())).kind).toBe('accepted');
      expect(await qr.enquire(handle, call())).toMatchObject({ outcome: { kind: 'cancelled' } });
      const books = createPayAccount({ client, management: new PayManagement(account, http, clock), clock });
      expect((await books.terminals(call())).kind).toBe('list');
    } finally {
      http.close();
    }
  });
});
