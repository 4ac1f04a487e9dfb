/**
 * The Kassa Compleet driver and account over real HTTP, against the simulated platform in another process, under the
 * suites that all drivers keep.
 */
import { type Cents, cents } from '@tillbridge/kernel';
import type { PaymentId, TillId } from '@tillbridge/payments';
import { createKcAccount, createKcQr, KC_BASE_URLS, KcClient, type KcMethod } from '@tillbridge/psp-kassacompleet';
import type { KcFault } from '@tillbridge/simulators/kassacompleet';
import { WallClock } from '@tillbridge/testkit';
import {
  type AccountFault,
  type DriverFault,
  describeProviderAccount,
  describeQrProvider,
  type MakeAccountRig,
  type MakeRig,
} from '@tillbridge/testkit/contracts';
import { describe, expect, test } from 'vitest';
import { Clouds } from '../test/clouds.ts';
import { KC_LEASE_MS, KC_ROUTE, type KcBrand, kcWorld } from '../test/kc-world.ts';
import { createNodeHttpExchange } from './node-http-exchange.ts';

const LATE_MS = 25_000;
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

const clouds = new Clouds();

const qrRig =
  (method: KcMethod, brand: KcBrand = {}): MakeRig<ReturnType<typeof createKcQr>> =>
  async ({ credentials }) => {
    const world = await kcWorld(clouds, brand, credentials);
    const { simulator, client, clock } = world;
    return {
      ...world,
      driver: createKcQr({ route: KC_ROUTE, leaseMs: KC_LEASE_MS, method }, { client, clock }),
      other: {
        approve: async (reference) => void (await simulator.page(reference, 'pay')),
        decline: async (reference) => void (await simulator.page(reference, 'decline')),
        cancel: async (reference) => void (await simulator.page(reference, 'cancel')),
        passNoReturn: undefined,
        can: (fault) => fault in FAULTS,
        nobodyThere: 'provider-down',
        checksCredentials: true,
        provesAbsence: false,
        fault: async (fault) => {
          if (fault in FAULTS) await simulator.fault(FAULTS[fault as keyof typeof FAULTS]);
        },
        unplug: () => simulator.close(),
        creates: (reference) => simulator.createsOf(reference),
        charges: async (reference) =>
          (await simulator.charges())
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
  (brand: KcBrand, findsLostRefunds: boolean, failsLater: boolean): MakeAccountRig =>
  async ({ credentials }) => {
    const world = await kcWorld(clouds, brand, credentials);
    const { simulator, client, clock } = world;
    const account = createKcAccount(client, clock);
    const driver = createKcQr({ route: KC_ROUTE, leaseMs: KC_LEASE_MS, method: { kind: 'page' } }, { client, clock });
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
      await simulator.page(providerRef, press);
      return providerRef;
    };
    return {
      ...world,
      account,
      other: {
        open,
        paid: (reference, amountCents) => after(reference, amountCents, 'pay'),
        notPaid: (reference, amountCents) => after(reference, amountCents, 'cancel'),
        refunded: async (providerRef) => (await simulator.refundsOf(providerRef)).map(({ amountCents }) => amountCents),
        refundCalls: (providerRef) => simulator.refundCallsOf(providerRef),
        failRefund: failsLater ? async (refundRef) => void (await simulator.endRefund(refundRef, 'failed')) : undefined,
        betweenRefundsMs: 0,
        findsLostRefunds,
        listsRefunds: true,
        terminals: [],
        can: (fault) => fault in ACCOUNT_FAULTS,
        fault: async (fault) => {
          const known = ACCOUNT_FAULTS[fault];
          if (known !== undefined) await simulator.fault(known);
        },
        unplug: () => simulator.close(),
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

const sandboxKey = process.env.KC_TEST_KEY;

describe('The sandbox of KC_TEST_KEY and KC_TEST_URL', () => {
  test('takes an order, shows it, and cancels it or says that it can’t', { timeout: 60_000 }, async (context) => {
    if (sandboxKey === undefined) return context.skip('KC_TEST_KEY names no account');
    const clock = new WallClock();
    const http = createNodeHttpExchange({ clock });
    const baseUrl = process.env.KC_TEST_URL ?? KC_BASE_URLS['kassa-compleet'];
    const client = new KcClient({ apiKey: sandboxKey, baseUrl, test: true }, http, clock);
    const call = { timeoutMs: 20_000, signal: new AbortController().signal };
    try {
      const project = await client.project(call);
      if (project.kind === 'value') expect(project.value.status).toBe('active-testing');
      const qr = createKcQr({ route: KC_ROUTE, leaseMs: KC_LEASE_MS, method: { kind: 'page' } }, { client, clock });
      const order = {
        reference: `01TEST${String(Date.now()).padStart(20, '0')}` as PaymentId,
        direction: 'pay',
        amountCents: cents(100),
        till: TILL,
        description: 'Tillbridge sandbox test',
        lines: [],
        expiresAt: clock.now() + KC_LEASE_MS,
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
  });
});
