/** A till with three ways for one method: whatever they answer, no two of them ever have the same payment. */
import { cents } from '@tillbridge/kernel';
import { FakeClock, MemoryPaymentStore, memoryLog, ScriptedProvider, seededRandom } from '@tillbridge/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPaymentDesk } from '../desk/payment-desk.ts';
import type { RouteId, TillId } from '../payment.ts';
import { DEFAULT_POLICY } from '../policy.ts';
import type { Begun, CardTerminal, RouteDriver, RouteTable } from '../ports.ts';

const ROUTES = ['zvt', 'cloud', 'spare'] as const;
const TILL = '3-12' as TillId;
const SCRIPTS = [
  'accept',
  'offline',
  'down',
  'slowly-offline',
  'refuse',
  'refuse-in-use',
  'lose-reply',
  'lose-request',
] as const;
type Script = (typeof SCRIPTS)[number];

const PROVEN_OUT_OF_REACH: ReadonlySet<Script> = new Set<Script>(['offline', 'down', 'slowly-offline']);
const SLOW_MS = 5_000;

function shop(means: 'card' | 'qr') {
  const clock = new FakeClock();
  const store = new MemoryPaymentStore();
  const scripts = new Map<string, Script>();
  const providers = ROUTES.map((route) => ({ route, provider: new ScriptedProvider(clock), asked: 0 }));
  const drivers = providers.map((entry): RouteDriver => {
    const driver = means === 'card' ? entry.provider.terminal(entry.route) : entry.provider.qr(entry.route);
    const begin: CardTerminal['begin'] = async (order, call): Promise<Begun> => {
      entry.asked += 1;
      const script = scripts.get(entry.route) ?? 'accept';
      const out = (reason: 'terminal-offline' | 'provider-down'): Begun => ({
        kind: 'refused',
        reason,
        detail: null,
        busyForMs: null,
      });
      if (script === 'slowly-offline') await clock.sleep(SLOW_MS, call.signal);
      if (script === 'offline' || script === 'slowly-offline') return out('terminal-offline');
      if (script === 'down') return out('provider-down');
      entry.provider.next = script;
      return driver.begin(order, call);
    };
    return { ...driver, begin };
  });
  const routes: RouteTable = {
    find: () => drivers[0],
    next: (_till, _method, after) => drivers[drivers.findIndex(({ route }) => route === after) + 1],
    byId: (route) => drivers.find((driver) => driver.route === route),
  };
  const desk = createPaymentDesk(
    { store, routes, clock, random: seededRandom(1), log: memoryLog(), outboxFilled: () => undefined },
    DEFAULT_POLICY,
  );
  let receipts = 0;
  const receipt = () => {
    receipts += 1;
    return { source: 'test', identity: String(receipts), receivedAt: clock.now(), kind: 'test' };
  };
  const start = (id: string, amountCents = 1470) =>
    desk.start(
      {
        subscriptionId: 'S',
        externalPaymentId: id,
        till: TILL,
        sessionId: null,
        method: 'K',
        amountCents: cents(amountCents),
        lines: [],
        receipt: receipt(),
      },
      1_500,
    );
  const cancel = (id: string) => desk.requestCancel({ subscriptionId: 'S', externalPaymentId: id }, receipt(), 0);
  return { clock, store, desk, providers, scripts, start, cancel };
}

type Shop = ReturnType<typeof shop>;

function put({ scripts }: Shop, first: Script, second: Script, third: Script): void {
  for (const [place, script] of [first, second, third].entries()) scripts.set(ROUTES[place] ?? '', script);
}

/** P3: at most one route has the payment, and each that was asked before it proved that it started nothing. */
function check({ store, providers, scripts }: Shop, id: string): void {
  const payment = store.byKey('S', id);
  if (payment === undefined) throw new Error('not stored');
  const holders = providers.filter(({ provider }) => provider.orderOf(payment.id) !== undefined);
  expect(holders.length).toBeLessThanOrEqual(1);
  for (const { route } of holders) expect(payment.route).toBe(route);
  const asked = providers.filter((entry) => entry.asked > 0);
  for (const { route } of asked.slice(0, -1)) expect(PROVEN_OUT_OF_REACH).toContain(scripts.get(route));
  for (const entry of asked) expect(entry.asked).toBe(1);
}

describe('the next route', () => {
  it('P3: never leaves two routes armed, whatever each of them answers and when the till gives up', async () => {
    const script = fc.constantFrom(...SCRIPTS);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('card' as const, 'qr' as const),
        script,
        script,
        script,
        fc.option(fc.constantFrom(0, 1_000, SLOW_MS, SLOW_MS + 1_000)),
        async (means, first, second, third, cancelAfterMs) => {
          const world = shop(means);
          put(world, first, second, third);
          const started = world.start('a');
          if (cancelAfterMs !== null) {
            await world.clock.advance(cancelAfterMs);
            const cancelled = world.cancel('a');
            await world.clock.advance(0);
            await cancelled;
          }
          for (let passed = 0; passed < 4; passed += 1) {
            await world.clock.advance(SLOW_MS);
            check(world, 'a');
          }
          await started;
          for (const { provider } of world.providers) provider.pay(world.store.byKey('S', 'a')?.id ?? '');
          await world.clock.advance(200_000);
          check(world, 'a');
          expect(world.providers.flatMap(({ provider }) => provider.charges).length).toBeLessThanOrEqual(1);
          const closed = world.desk.close();
          await world.clock.advance(10_000);
          await closed;
        },
      ),
      { numRuns: 150 },
    );
  });

  it('is taken when the first is out of reach, with a lease of its own, and the move stands in the journal first', async () => {
    const world = shop('card');
    put(world, 'offline', 'down', 'accept');
    await world.start('a');
    expect(world.store.byKey('S', 'a')).toMatchObject({
      state: 'started',
      route: 'spare',
      terminal: 'terminal-of-spare',
    });
    expect(world.store.facts()).toMatchObject([
      { kind: 'payment.intended', body: { route: 'zvt' } },
      { kind: 'payment.rerouted', body: { from: 'zvt', to: 'cloud', reason: 'terminal-offline' } },
      { kind: 'payment.rerouted', body: { from: 'cloud', to: 'spare', reason: 'provider-down' } },
      { kind: 'payment.started' },
    ]);
    await world.desk.close();
  });

  it.each(['lose-reply', 'lose-request', 'refuse', 'refuse-in-use'] as const)(
    'is not taken after %s',
    async (script) => {
      const world = shop('card');
      put(world, script, 'accept', 'accept');
      await world.start('a');
      expect(world.providers.map(({ asked }) => asked)).toEqual([1, 0, 0]);
      expect(world.store.byKey('S', 'a')?.route).toBe('zvt' as RouteId);
      await world.desk.close();
    },
  );

  it('is not taken by a refund, nor after a stop was asked for', async () => {
    const refund = shop('card');
    put(refund, 'offline', 'accept', 'accept');
    await refund.start('a', -1470);
    expect(refund.providers.map(({ asked }) => asked)).toEqual([1, 0, 0]);
    await refund.desk.close();

    const stopped = shop('card');
    put(stopped, 'slowly-offline', 'accept', 'accept');
    const started = stopped.start('a');
    await stopped.clock.advance(1_000);
    const cancelled = stopped.cancel('a');
    await stopped.clock.advance(SLOW_MS);
    await Promise.all([started, cancelled]);
    expect(stopped.providers.map(({ asked }) => asked)).toEqual([1, 0, 0]);
    expect(stopped.store.byKey('S', 'a')).toMatchObject({ state: 'cancelled', route: 'zvt' });
    await stopped.desk.close();
  });

  it('passes over a terminal that another payment occupies', async () => {
    const world = shop('card');
    put(world, 'offline', 'accept', 'accept');
    await world.start('a');
    await world.start('b');
    expect(world.store.byKey('S', 'a')?.route).toBe('cloud' as RouteId);
    expect(world.store.byKey('S', 'b')?.route).toBe('spare' as RouteId);
    await world.desk.close();
  });
});
