import { cents } from '@tillbridge/kernel';
import type {
  CardTerminal,
  PaymentHandle,
  PaymentOrder,
  RouteDriver,
  RouteId,
  TerminalService,
  TillId,
} from '@tillbridge/payments';
import { createMetrics, type Metrics } from '@tillbridge/relay';
import { FakeClock, ScriptedProvider, samplePayment } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { Health } from '../health/health.ts';
import { driverWatch, wireWatch } from './driver-watch.ts';
import { type DriverObserver, observedDriver } from './observed-driver.ts';
import { routeTable } from './route-table.ts';

const TILL = '3-12' as TillId;

describe('the way a payment goes', () => {
  const provider = new ScriptedProvider(new FakeClock());
  const drivers = new Map<RouteId, RouteDriver>([
    ['pin' as RouteId, provider.terminal('pin')],
    ['bar' as RouteId, provider.terminal('bar')],
    ['qr' as RouteId, provider.qr('qr')],
  ]);
  const table = routeTable(
    [
      {
        till: TILL,
        card: ['pin', 'bar'] as RouteId[],
        qr: ['qr'] as RouteId[],
        methods: new Map([['K_BAR', ['bar'] as RouteId[]]]),
      },
      { till: 'bare' as TillId, card: [], qr: [], methods: new Map() },
    ],
    drivers,
  );
  const way = (method: string, till = TILL) => table.find(till, method, 'pay')?.route;

  it('is the method’s own when the settings name one, else by what its id says', () => {
    expect(way('K_BAR')).toBe('bar');
    expect(way('K_PAY_QR')).toBe('qr');
    expect(way('k_pay_qr')).toBe('qr');
    expect(way('K_PAY_PIN')).toBe('pin');
    expect(way('ANYTHING')).toBe('pin');
  });

  it('has another one after it only where the settings list one', () => {
    const after = (method: string, route: string) => table.next(TILL, method, route as RouteId)?.route;
    expect(after('K_PAY_PIN', 'pin')).toBe('bar');
    expect(after('K_PAY_PIN', 'bar')).toBeUndefined();
    expect(after('K_BAR', 'bar')).toBeUndefined();
    expect(after('K_PAY_PIN', 'qr')).toBeUndefined();
    expect(table.next('bare' as TillId, 'K_PAY_PIN', 'pin' as RouteId)).toBeUndefined();
  });

  it('is none for a till without ways, and for a till nobody knows', () => {
    expect(way('K_PAY_PIN', 'bare' as TillId)).toBeUndefined();
    expect(way('K_PAY_PIN', 'other' as TillId)).toBeUndefined();
    expect(table.byId('gone' as RouteId)).toBeUndefined();
  });
});

const CALL = { signal: new AbortController().signal, timeoutMs: 1_000 };

function order(clock: FakeClock): PaymentOrder {
  return {
    reference: samplePayment(1).id,
    direction: 'pay',
    amountCents: cents(270),
    till: TILL,
    description: '',
    lines: [],
    expiresAt: clock.now() + 90_000,
  };
}

function handle(providerRef: string | null): PaymentHandle {
  return { reference: samplePayment(1).id, providerRef, direction: 'pay', amountCents: cents(270) };
}

function watched(watch: (health: Health, metrics: Metrics) => DriverObserver) {
  const clock = new FakeClock();
  const provider = new ScriptedProvider(clock);
  const metrics = createMetrics({ build: 'b', withProcess: false });
  const health = new Health(
    { tills: [], routes: [], accounts: [], scanner: null },
    { clock, changed: () => undefined, displays: () => 0, outbox: () => ({ waiting: 0, parked: 0 }) },
  );
  const around = (driver: CardTerminal) => observedDriver(driver, watch(health, metrics), () => clock.monotonicMs());
  return { clock, provider, metrics, health, around, driver: around(provider.terminal('pin')) };
}

describe('a watched driver', () => {
  it('does what the driver does, and leaves its traces in health and figures', async () => {
    const { clock, driver, health, metrics } = watched((...ports) => driverWatch('pay', ...ports));
    expect(driver).toMatchObject({ means: 'card', terminal: expect.any(String), canRefund: true });
    const begun = await driver.begin(order(clock), CALL);
    expect(begun.kind).toBe('accepted');
    expect(health.stateOf('provider', 'pay')).toBe('ok');
    expect(health.stateOf('terminal', 'pin')).toBe('ok');
    const providerRef = begun.kind === 'accepted' ? begun.providerRef : null;
    expect((await driver.enquire(handle(providerRef), CALL)).kind).toBe('pending');
    expect(await metrics.text()).toContain(
      'tillbridge_provider_calls_total{provider="pay",operation="begin",outcome="answered"} 1',
    );
  });

  it('of a terminal on a wire speaks of the terminal alone, and keeps what it can beside payments', async () => {
    const { around, clock, health, metrics, provider } = watched(wireWatch);
    const service = { address: 'tcp://10.0.0.8:20007' } as TerminalService;
    const basket = { show: () => undefined, clear: () => undefined };
    const driver = around({ ...provider.terminal('pin'), service, basket });
    expect([driver.service, driver.basket]).toEqual([service, basket]);
    const begun = await driver.begin(order(clock), CALL);
    expect(health.stateOf('terminal', 'pin')).toBe('ok');
    provider.offline = true;
    await driver.enquire(handle(begun.kind === 'accepted' ? begun.providerRef : null), CALL);
    expect(health.stateOf('terminal', 'pin')).toBe('trouble');
    expect(health.stateOf('provider', 'pin')).toBe('waiting');
    expect(await metrics.text()).toContain('provider="pin",operation="enquire",outcome="unreachable"} 1');
  });

  it('hands on what the device says in its own words', async () => {
    const { around, provider } = watched(wireWatch);
    const heard: unknown[] = [];
    const driver = around({
      ...provider.terminal('pin'),
      follow: async (_handle, observe) => {
        observe('processing', 'Bitte warten');
        return { kind: 'absent' };
      },
    });
    await driver.follow(handle(null), (...words) => void heard.push(words), CALL);
    expect(heard).toEqual([['processing', 'Bitte warten']]);
  });
});
