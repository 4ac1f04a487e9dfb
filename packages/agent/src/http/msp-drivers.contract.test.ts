/**
 * The MultiSafepay drivers over real HTTP, against the simulated cloud in another process, under the suites that every driver keeps. Card
 * payments on terminals can't be tried in MultiSafepay's own test environment; there is nothing to run them against but
 * this simulator and a live account. Payment pages are made and closed there with `MSP_TEST_KEY`.
 */
import { randomBytes } from 'node:crypto';
import { type Cents, cents, newId } from '@tillbridge/kernel';
import type { PaymentId, PaymentOrder, RouteDriver, RouteId, TillId } from '@tillbridge/payments';
import {
  createMspAccount,
  createMspQr,
  createMspTerminal,
  type EventStream,
  MSP_TEST_URL,
  MspClient,
} from '@tillbridge/psp-multisafepay';
import type { MspFault, MspSimulator } from '@tillbridge/simulators/multisafepay';
import { type FakeClock, type Far, WallClock } from '@tillbridge/testkit';
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
} from '@tillbridge/testkit/contracts';
import { describe, expect, test } from 'vitest';
import { type CloudOptions, Clouds } from '../test/clouds.ts';
import { mspWorld, MSP_TERMINAL as TERMINAL } from '../test/msp-world.ts';
import { createNodeHttpExchange } from './node-http-exchange.ts';

const LATE_MS = 25_000;

const FAULTS: Readonly<Partial<Record<DriverFault, MspFault>>> = {
  'create-reply-lost': { on: 'create', do: 'lose-reply' },
  'create-reply-late': { on: 'create', do: 'slow', ms: LATE_MS },
  'create-reply-garbled': { on: 'create', do: 'garbage', worked: true },
  'create-server-error': { on: 'create', do: 'internal-error', worked: true },
  'create-too-many': { on: 'create', do: 'too-many' },
  'status-reply-lost': { on: 'status', do: 'lose-reply', times: 3 },
  'status-garbled': { on: 'status', do: 'garbage', times: 3 },
  'status-server-error': { on: 'status', do: 'unavailable', times: 3 },
  'status-too-many': { on: 'status', do: 'too-many', retryAfterSeconds: 3, times: 2 },
  'status-slow': { on: 'status', do: 'slow', ms: 1_500, times: 3 },
  'abort-reply-lost': { on: 'cancel', do: 'lose-reply' },
  'paid-after-abort': { on: 'cancel', do: 'late-approval', afterMs: 4_000 },
};

const ACCOUNT_FAULTS: Readonly<Record<AccountFault, MspFault>> = {
  'refund-reply-lost': { on: 'refund', do: 'lose-reply' },
  'refund-reply-late': { on: 'refund', do: 'slow', ms: LATE_MS },
  'refund-reply-garbled': { on: 'refund', do: 'garbage', worked: true },
  'refund-server-error': { on: 'refund', do: 'internal-error', worked: true },
  'refund-dropped': { on: 'refund', do: 'drop' },
  'refund-too-many': { on: 'refund', do: 'too-many' },
  'look-lost': { on: 'status', do: 'lose-reply', times: 3 },
  'look-server-error': { on: 'status', do: 'unavailable', times: 3 },
  'look-garbled': { on: 'status', do: 'cut-short', times: 3 },
  'look-too-many': { on: 'status', do: 'too-many', retryAfterSeconds: 3, times: 3 },
  'list-lost': { on: 'list', do: 'lose-reply' },
  'list-server-error': { on: 'list', do: 'internal-error' },
  'list-garbled': { on: 'list', do: 'cut-short' },
  'list-too-many': { on: 'list', do: 'too-many' },
  'terminals-server-error': { on: 'terminals', do: 'unavailable' },
  'terminals-garbled': { on: 'terminals', do: 'garbage' },
};

const clouds = new Clouds();

interface Setting {
  readonly withStream: boolean;
  readonly simulator: CloudOptions<'multisafepay'>;
}

async function mspRig<D extends RouteDriver>(
  { credentials }: RigOptions,
  keyOf: 'terminal-group' | 'site',
  setting: Setting,
  otherSide: (simulator: Far<MspSimulator>) => Pick<DriverOtherSide, 'approve' | 'decline' | 'cancel' | 'passNoReturn'>,
  driverOf: (ports: { client: MspClient; clock: FakeClock; stream?: EventStream }) => D,
): Promise<DriverRig<D>> {
  const world = await mspWorld(clouds, setting.simulator);
  const { clock, simulator, stream, clientOf } = world;
  const client = clientOf(keyOf, credentials);
  return {
    ...world,
    driver: driverOf({ client, clock, ...(setting.withStream ? { stream } : {}) }),
    other: {
      ...otherSide(simulator),
      // MultiSafepay doesn't say what a terminal that is occupied or away answers: the order just isn't shown.
      can: (fault) => FAULTS[fault] !== undefined,
      nobodyThere: 'provider-down',
      checksCredentials: true,
      provesAbsence: true,
      fault: async (fault) => {
        const armed = FAULTS[fault];
        if (armed === undefined) throw new RangeError(`no fault ${fault}`);
        await simulator.fault(armed);
      },
      unplug: () => simulator.close(),
      creates: (reference) => simulator.createsOf(reference),
      charges: async (reference) =>
        (await simulator.charges())
          .filter((charge) => charge.orderId === reference)
          .map(({ direction, amountCents }) => ({ direction, amountCents })),
    },
  };
}

function describeTerminal(name: string, setting: Setting): void {
  describeCardTerminal(name, (options) =>
    mspRig(
      options,
      'terminal-group',
      setting,
      (simulator) => ({
        approve: async () => void (await simulator.terminal(TERMINAL, 'approve')),
        decline: async () => void (await simulator.terminal(TERMINAL, 'decline')),
        cancel: async () => void (await simulator.terminal(TERMINAL, 'cancel')),
        passNoReturn: async () => void (await simulator.terminal(TERMINAL, 'tap')),
      }),
      (ports) =>
        createMspTerminal(
          { route: 'pin-1' as RouteId, terminalId: TERMINAL, refunds: options.refunds, leaseMs: 90_000 },
          ports,
        ),
    ),
  );
}

function describePage(name: string, setting: Setting): void {
  describeQrProvider(name, (options) =>
    mspRig(
      options,
      'site',
      setting,
      (simulator) => ({
        approve: async (reference) => void (await simulator.page(reference, 'pay')),
        decline: async (reference) => void (await simulator.page(reference, 'decline')),
        cancel: async (reference) => void (await simulator.page(reference, 'cancel')),
        passNoReturn: undefined,
      }),
      (ports) => createMspQr({ route: 'msp-qr' as RouteId, leaseMs: 180_000 }, ports),
    ),
  );
}

async function accountRig(
  { credentials }: AccountRigOptions,
  keyOf: 'terminal-group' | 'site',
  options: CloudOptions<'multisafepay'> = {},
): Promise<AccountRig> {
  const world = await mspWorld(clouds, options);
  const { clock, simulator, clientOf } = world;
  const ports = { client: clientOf(keyOf, 'right'), clock };
  const terminal = keyOf === 'terminal-group';
  const driver = terminal
    ? createMspTerminal({ route: 'pin-1' as RouteId, terminalId: TERMINAL, refunds: false, leaseMs: 90_000 }, ports)
    : createMspQr({ route: 'msp-qr' as RouteId, leaseMs: 180_000 }, ports);
  const open = async (reference: PaymentId, amountCents: Cents) => {
    const order = {
      reference,
      direction: 'pay' as const,
      amountCents,
      till: '3-12' as TillId,
      description: 'Speelpark De Eik',
      lines: [],
      expiresAt: clock.now() + 180_000,
    };
    const begun = await driver.begin(order, { timeoutMs: 5_000, signal: new AbortController().signal });
    if (begun.kind !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(begun)}`);
    return begun.providerRef;
  };
  return {
    ...world,
    account: createMspAccount(clientOf(keyOf, credentials), clock, { terminals: terminal ? { groupId: '101' } : null }),
    other: {
      paid: async (reference, amountCents) => {
        const providerRef = await open(reference, amountCents);
        if (terminal) await simulator.terminal(TERMINAL, 'approve');
        else await simulator.page(reference, 'pay');
        return providerRef;
      },
      open,
      notPaid: async (reference, amountCents) => {
        const providerRef = await open(reference, amountCents);
        if (terminal) await simulator.terminal(TERMINAL, 'cancel');
        else await simulator.page(reference, 'cancel');
        return providerRef;
      },
      refunded: async (providerRef) =>
        (await simulator.charges())
          .filter((charge) => charge.refundOf === providerRef)
          .map(({ amountCents }) => amountCents),
      refundCalls: (providerRef) => simulator.refundCallsOf(providerRef),
      failRefund: async (refundRef) => void (await simulator.settleRefund(refundRef, 'declined')),
      betweenRefundsMs: 300_000,
      findsLostRefunds: true,
      listsRefunds: true,
      terminals: [
        { code: '0000004d', online: null },
        { code: '000004Og', online: null },
      ],
      can: () => true,
      fault: async (fault) => void (await simulator.fault(ACCOUNT_FAULTS[fault])),
      unplug: () => simulator.close(),
    },
  };
}

describeTerminal('A terminal at MultiSafepay, with its event stream', { withStream: true, simulator: {} });
describeTerminal('A terminal at MultiSafepay, by asking alone', { withStream: false, simulator: {} });
describePage('The payment page of MultiSafepay as a QR', { withStream: true, simulator: {} });

describeTerminal('A terminal at MultiSafepay, with a stream full of noise', {
  withStream: true,
  simulator: {
    switches: {
      streamNoise: true,
      streamReplays: true,
      streamCloses: true,
      tokenWays: ['query'],
      eventFields: 'event_',
    },
  },
});
describeTerminal('A terminal at MultiSafepay, with the undocumented the other way round', {
  withStream: true,
  simulator: {
    switches: {
      unknownKey: '403',
      cancelOfPaid: 'pretend',
      cancelledStatus: 'void',
      transactionIds: 'text',
      tokenWays: ['bearer'],
      timeZone: 'UTC',
    },
  },
});
describePage('The payment page of MultiSafepay, with events', {
  withStream: true,
  simulator: { switches: { pageEvents: true } },
});

describeProviderAccount('An account at MultiSafepay with the key of a site', (options) => accountRig(options, 'site'));
describeProviderAccount('An account at MultiSafepay with the key of a terminal group', (options) =>
  accountRig(options, 'terminal-group', { switches: { timeZone: 'Europe/Amsterdam' } }),
);

const TEST_KEY = process.env.MSP_TEST_KEY;

// It has no terminals: card payments are tried on the simulator, or on a live account by hand.
describe('The test host of MultiSafepay', () => {
  test('makes a payment page, shows it open, and closes it', { timeout: 60_000 }, async (context) => {
    if (TEST_KEY === undefined) return context.skip('MSP_TEST_KEY names no account');
    const clock = new WallClock();
    const node = createNodeHttpExchange({ clock });
    const account = { keyOf: 'site' as const, apiKey: TEST_KEY, baseUrl: MSP_TEST_URL };
    const driver = createMspQr(
      { route: 'msp-qr' as RouteId, leaseMs: 180_000 },
      { client: new MspClient(account, node, clock), clock },
    );
    const call = { timeoutMs: 10_000, signal: new AbortController().signal };
    const order = sampleOrderNow(clock.now());
    try {
      const begun = await driver.begin(order, call);
      expect(begun).toMatchObject({ kind: 'accepted', qr: { payload: expect.stringMatching(/^https:/) } });
      const handle = {
        reference: order.reference,
        providerRef: order.reference,
        direction: 'pay' as const,
        amountCents: order.amountCents,
      };
      expect(await driver.enquire(handle, call)).toMatchObject({ kind: 'pending' });
      expect(await driver.abort(handle, call)).toEqual({ kind: 'accepted' });
      expect(await driver.enquire(handle, call)).toMatchObject({ kind: 'final', outcome: { kind: 'cancelled' } });
    } finally {
      node.close();
    }
  });
});

function sampleOrderNow(nowMs: number): PaymentOrder {
  return {
    reference: newId(nowMs, { fraction: Math.random, bytes: (length) => randomBytes(length) }) as PaymentId,
    direction: 'pay',
    amountCents: cents(150),
    till: '3-12' as TillId,
    description: 'Test',
    lines: [],
    expiresAt: nowMs + 180_000,
  };
}
