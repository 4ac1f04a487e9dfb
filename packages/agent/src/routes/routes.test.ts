import { cents } from '@tillbridge/kernel';
import type { PaymentHandle, RouteId, TillId } from '@tillbridge/payments';
import { createMetrics } from '@tillbridge/relay';
import { FakeClock, ScriptedProvider, samplePayment } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { Health } from '../health/health.ts';
import { driverWatch } from './driver-watch.ts';
import type { Driver } from './drivers.ts';
import { observedDriver } from './observed-driver.ts';
import { routeTable } from './route-table.ts';

const TILL = '3-12' as TillId;

describe('the way a payment goes', () => {
  const provider = new ScriptedProvider(new FakeClock());
  const drivers = new Map<RouteId, Driver>([
    ['pin' as RouteId, provider.terminal('pin')],
    ['bar' as RouteId, provider.terminal('bar')],
    ['qr' as RouteId, provider.qr('qr')],
  ]);
  const table = routeTable(
    [
      { till: TILL, card: 'pin' as RouteId, qr: 'qr' as RouteId, methods: new Map([['K_BAR', 'bar' as RouteId]]) },
      { till: 'bare' as TillId, card: null, qr: null, methods: new Map() },
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

  it('is none for a till without ways, and for a till nobody knows', () => {
    expect(way('K_PAY_PIN', 'bare' as TillId)).toBeUndefined();
    expect(way('K_PAY_PIN', 'other' as TillId)).toBeUndefined();
    expect(table.byId('gone' as RouteId)).toBeUndefined();
  });
});

describe('a watched driver', () => {
  it('does what the driver does, and leaves its traces in health and figures', async () => {
    const clock = new FakeClock();
    const provider = new ScriptedProvider(clock);
    const metrics = createMetrics({ build: 'b', withProcess: false });
    const health = new Health(
      { tills: [], routes: [], accounts: [] },
      { clock, changed: () => undefined, displays: () => 0, outbox: () => ({ waiting: 0, parked: 0 }) },
    );
    const driver = observedDriver(provider.terminal('pin'), driverWatch('pay', health, metrics), () =>
      clock.monotonicMs(),
    );
    expect(driver).toMatchObject({ means: 'card', terminal: expect.any(String), canRefund: true });
    const call = { signal: new AbortController().signal, timeoutMs: 1_000 };
    const { id } = samplePayment(1);
    const order = {
      reference: id,
      direction: 'pay',
      amountCents: cents(270),
      till: TILL,
      description: '',
      lines: [],
      expiresAt: clock.now() + 90_000,
    } as const;
    const begun = await driver.begin(order, call);
    expect(begun.kind).toBe('accepted');
    expect(health.stateOf('provider', 'pay')).toBe('ok');
    expect(health.stateOf('terminal', 'pin')).toBe('ok');
    const handle: PaymentHandle = {
      reference: id,
      providerRef: begun.kind === 'accepted' ? begun.providerRef : null,
      direction: 'pay',
      amountCents: cents(270),
    };
    expect((await driver.enquire(handle, call)).kind).toBe('pending');
    expect(await metrics.text()).toContain(
      'tillbridge_provider_calls_total{provider="pay",operation="begin",outcome="answered"} 1',
    );
  });
});
