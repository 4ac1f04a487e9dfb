import { cents } from '@tillbridge/kernel';
import type { CardTerminal, Payment, PaymentHandle, RouteId, TerminalId, TerminalService } from '@tillbridge/payments';
import { FakeClock, MemoryPaymentStore, ScriptedProvider, samplePayment } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { consideringOthers, deviceOf, isOnDevice, isShared, type TerminalRoute } from './shared-device.ts';

const DEVICE = 'device:desk' as TerminalId;
const CALL = { signal: new AbortController().signal, timeoutMs: 1_000 };

function route(kind: TerminalRoute['kind'], device: string | null): TerminalRoute {
  return { id: `${kind}-1`, kind, device, terminal: 'TH-1234-5678' } as TerminalRoute;
}

describe('the device of a route', () => {
  it('is what the settings name, else its terminal, else the route itself', () => {
    expect(deviceOf(route('pay-terminal', 'desk'))).toBe(DEVICE);
    expect(deviceOf(route('pay-terminal', null))).toBe('TH-1234-5678');
    expect(deviceOf(route('zvt-terminal', null))).toBe('zvt-terminal-1');
    const shared = [route('pay-ecr-terminal', 'desk'), route('pay-terminal', 'desk')] as const;
    expect(isShared(shared[0], shared)).toBe(true);
    expect(isShared(shared[0], [shared[0], route('pay-terminal', 'other')])).toBe(false);
  });
});

describe('a stop on a wire that other routes share', () => {
  async function world(others: readonly Partial<Payment>[]) {
    const clock = new FakeClock();
    const store = new MemoryPaymentStore();
    const provider = new ScriptedProvider(clock);
    const service = { address: 'tcp://10.0.0.8:20007' } as TerminalService;
    const wire: CardTerminal = {
      ...provider.terminal('wire', { addressedBy: 'reference' }),
      terminal: DEVICE,
      service,
    };
    const driver = consideringOthers(wire, store, clock);
    const own = samplePayment(1, { route: driver.route, terminal: DEVICE, state: 'unknown' });
    await store.commit((transaction) => {
      transaction.insert(own);
      for (const [index, other] of others.entries()) {
        transaction.insert(samplePayment(index + 2, { terminal: DEVICE, state: 'started', ...other }));
      }
    });
    const handle: PaymentHandle = { reference: own.id, providerRef: null, direction: 'pay', amountCents: cents(1) };
    return { clock, driver, handle, provider, service };
  }
  const CLOUD = 'cloud' as RouteId;
  const later = (ms: number) => new FakeClock().now() + ms;

  it.each<[string, Partial<Payment>[], number]>([
    ['goes out while nobody else has the device', [], 1],
    ['stays away while another route has it', [{ route: CLOUD, leaseUntil: later(60_000) }], 0],
    ['goes out when the other’s time is over', [{ route: CLOUD, leaseUntil: later(0) }], 1],
    ['goes out beside what another device has', [{ route: CLOUD, terminal: 'x' as TerminalId }], 1],
  ])('%s', async (_what, others, aborts) => {
    const { driver, handle, provider } = await world(others);
    const answer = await driver.abort(handle, CALL);
    expect(provider.aborts).toBe(aborts);
    if (aborts === 0) expect(answer).toEqual({ kind: 'too-late', detail: expect.any(String) });
  });

  it('leaves all else as it is', async () => {
    const { driver, handle, service } = await world([]);
    expect(driver).toMatchObject({ means: 'card', terminal: DEVICE, addressedBy: 'reference' });
    expect(driver.service).toBe(service);
    expect(await driver.enquire(handle, CALL)).toEqual({ kind: 'absent' });
  });
});

describe('an open payment has a device', () => {
  it('whichever route it came by, and only while the device is the same', () => {
    const clock = new FakeClock();
    const driver = { ...new ScriptedProvider(clock).terminal('wire'), terminal: DEVICE };
    const onDevice = (payment: Partial<Payment>) => isOnDevice([samplePayment(1, payment)], driver.route, driver);
    expect(onDevice({ route: 'cloud' as RouteId, terminal: DEVICE })).toBe(true);
    expect(onDevice({ route: driver.route, terminal: null })).toBe(true);
    expect(onDevice({ route: 'cloud' as RouteId, terminal: null })).toBe(false);
    expect(isOnDevice([samplePayment(1, { terminal: null })], driver.route, undefined)).toBe(false);
  });
});
