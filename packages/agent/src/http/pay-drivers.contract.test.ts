/** The Pay. drivers over real HTTP, against the simulated cloud in another process, under the suites that all drivers keep. */
import type { Cents } from '@tillbridge/kernel';
import type { PaymentId, RouteDriver, RouteId } from '@tillbridge/payments';
import { createPayAccount, createPayQr, createPayTerminal, PayClient, PayManagement } from '@tillbridge/psp-pay';
import { PAY_DEMO_ACCOUNT, type PayFault, type PaySimulator } from '@tillbridge/simulators/pay';
import { FakeClock, type Far, WallClock } from '@tillbridge/testkit';
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
import { Clouds } from '../test/clouds.ts';
import { createNodeHttpExchange } from './node-http-exchange.ts';

const TERMINAL = 'TH-1234-5678';
const LATE_MS = 25_000;

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

const clouds = new Clouds();

async function payRig<D extends RouteDriver>(
  { credentials }: RigOptions,
  otherSide: (simulator: Far<PaySimulator>) => Pick<DriverOtherSide, 'approve' | 'decline' | 'cancel' | 'passNoReturn'>,
  driverOf: (ports: { client: PayClient; clock: FakeClock }) => D,
): Promise<DriverRig<D>> {
  const world = await clouds.open('pay');
  const { clock, simulator, http } = world;
  const apiToken = credentials === 'right' ? PAY_DEMO_ACCOUNT.apiToken : 'wrong-key';
  // The same cloud under two names: a driver that repeats a start elsewhere makes a second order.
  const cores = [simulator.url, simulator.url.replace('127.0.0.1', 'localhost')];
  const client = new PayClient({ ...PAY_DEMO_ACCOUNT, apiToken, cores }, http, clock);
  return {
    ...world,
    driver: driverOf({ client, clock }),
    other: {
      ...otherSide(simulator),
      can: () => true,
      nobodyThere: 'provider-down',
      checksCredentials: true,
      provesAbsence: false,
      fault: async (fault) => void (await simulator.fault(FAULTS[fault])),
      unplug: () => simulator.close(),
      creates: (reference) => simulator.createsOf(reference),
      charges: async (reference) =>
        (await simulator.charges())
          .filter((charge) => charge.reference === reference)
          .map(({ direction, amountCents }) => ({ direction, amountCents })),
    },
  };
}

describeCardTerminal('A terminal at Pay.', (options) =>
  payRig(
    options,
    (simulator) => ({
      approve: async () => void (await simulator.terminal(TERMINAL, 'approve')),
      decline: async () => void (await simulator.terminal(TERMINAL, 'decline')),
      cancel: async () => void (await simulator.terminal(TERMINAL, 'cancel')),
      passNoReturn: async () => void (await simulator.terminal(TERMINAL, 'tap')),
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
      approve: async (reference) => void (await simulator.page(reference, 'pay')),
      decline: async (reference) => void (await simulator.page(reference, 'decline')),
      cancel: async (reference) => void (await simulator.page(reference, 'cancel')),
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
  const world = await clouds.open('pay', { inferred: { booksListRefunds: listed, booksDelayMs: 3_000 } });
  const { clock, simulator, http } = world;
  const hosts = [simulator.url, simulator.url.replace('127.0.0.1', 'localhost')];
  const right = { ...PAY_DEMO_ACCOUNT, cores: hosts, managementHosts: hosts };
  const account = credentials === 'right' ? right : { ...right, apiToken: 'wrong-key' };
  const till = new PayClient(right, http, clock);
  const qr = createPayQr({ route: 'pay-qr' as RouteId, leaseMs: 180_000 }, { client: till, clock });
  const made: string[] = [];

  async function begin(reference: PaymentId, amountCents: Cents): Promise<string> {
    const order = sampleOrder(clock, { reference, amountCents });
    const begun = await qr.begin(order, { timeoutMs: 10_000, signal: new AbortController().signal });
    if (begun.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(begun)}`);
    made.push(begun.providerRef);
    return begun.providerRef;
  }

  return {
    ...world,
    account: createPayAccount({
      client: new PayClient(account, http, clock),
      management: new PayManagement(account, http, clock),
      clock,
      // Before anything was made there is one that Pay. doesn't know.
      ordersOf: () => (made.length === 0 ? [NOBODY] : made).map((providerRef) => ({ providerRef })),
    }),
    other: {
      paid: async (reference, amountCents) => {
        const providerRef = await begin(reference, amountCents);
        await simulator.page(providerRef, 'pay');
        return providerRef;
      },
      open: begin,
      notPaid: async (reference, amountCents) => {
        const providerRef = await begin(reference, amountCents);
        await simulator.page(providerRef, 'decline');
        return providerRef;
      },
      refunded: async (providerRef) => {
        const orderId = (await simulator.order(providerRef))?.orderId;
        return (await simulator.refunds())
          .filter((refund) => refund.orderId === orderId)
          .map(({ amountCents }) => amountCents);
      },
      refundCalls: (providerRef) => simulator.refundCallsOf(providerRef),
      failRefund: async (refundRef) => void (await simulator.failRefund(refundRef)),
      betweenRefundsMs: 7_000,
      findsLostRefunds: listed,
      listsRefunds: true,
      terminals: [
        { code: 'TH-1234-5678', online: true },
        { code: 'TH-8765-4321', online: true },
      ],
      can: () => true,
      fault: async (fault) => void (await simulator.fault(ACCOUNT_FAULTS[fault])),
      unplug: () => simulator.close(),
    },
  };
}

describeProviderAccount('An account at Pay.', (options) => accountRig(options, true));

describeProviderAccount('An account at Pay. whose books list no refunds', (options) => accountRig(options, false));

/** The real cloud: `PAY_TEST_TOKEN` is `SL-…:AT-…:<api token>` of an account in test mode. Moves no money. */
const sandbox = process.env.PAY_TEST_TOKEN?.split(':');

describe('The sandbox of Pay.', () => {
  test('makes an order, shows it and stops it', { timeout: 60_000 }, async (context) => {
    if (sandbox === undefined) return context.skip('PAY_TEST_TOKEN names no account');
    const [serviceId = '', tokenCode = '', apiToken = ''] = sandbox;
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
