/** One terminal, two ways to it: over a wire of ours and over its provider's cloud. */
import { cents } from '@tillbridge/kernel';
import { FakeClock, MemoryPaymentStore, memoryLog, ScriptedProvider, seededRandom } from '@tillbridge/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPaymentDesk } from './desk/payment-desk.ts';
import type { Payment, PaymentId, TerminalId, TillId } from './payment.ts';
import { DEFAULT_POLICY } from './policy.ts';
import type { CardTerminal, RouteTable } from './ports.ts';
import { ABORT_KIND } from './rules/changes.ts';

const WAYS = ['wire', 'cloud'] as const;
type Way = (typeof WAYS)[number];

const LEASE_MS = 60_000;
/** A terminal that nobody reaches gives up by itself some time after its lease. */
const GIVES_UP_MS = LEASE_MS + 100_000;
const OTHER_ROUTE_MS = 120_000;
const DEVICE = 'device:pin-3' as TerminalId;

function shop() {
  const clock = new FakeClock();
  const store = new MemoryPaymentStore();
  const ways = { wire: new ScriptedProvider(clock), cloud: new ScriptedProvider(clock) };
  const drivers: Readonly<Record<Way, CardTerminal>> = {
    wire: { ...ways.wire.terminal('wire', { addressedBy: 'reference', leaseMs: LEASE_MS }), terminal: DEVICE },
    cloud: { ...ways.cloud.terminal('cloud', { leaseMs: LEASE_MS }), terminal: DEVICE },
  };
  // Each way has a till of its own.
  const routes: RouteTable = {
    find: (till) => drivers[till as string as Way],
    next: () => undefined,
    byId: (route) => drivers[route as string as Way],
  };
  const desk = createPaymentDesk(
    { store, routes, clock, random: seededRandom(1), log: memoryLog(), outboxFilled: () => undefined },
    DEFAULT_POLICY,
  );
  const signal = new AbortController().signal;
  let counter = 0;
  const receipt = () => {
    counter += 1;
    return { source: 'test', identity: String(counter), receivedAt: clock.now(), kind: 'test' };
  };
  const deliver = async () => {
    for (const { kind, key } of store.outbox()) {
      if (kind !== ABORT_KIND) continue;
      const delivered = desk.deliverAbort(key as PaymentId, signal);
      await clock.advance(0);
      if ((await delivered).kind === 'done') store.delivered(kind, key);
    }
  };
  const armed = () => store.all().filter(({ id }) => WAYS.some((way) => ways[way].isArmed(id)));
  return {
    clock,
    store,
    desk,
    ways,
    armed,
    async start(id: string, way: Way): Promise<Payment> {
      const started = desk.start(
        {
          subscriptionId: 'S',
          externalPaymentId: id,
          till: way as string as TillId,
          sessionId: null,
          method: 'K',
          amountCents: cents(1470),
          lines: [],
          receipt: receipt(),
        },
        1_500,
      );
      await clock.advance(0);
      const answer = await started;
      if (answer.kind !== 'payment') throw new Error('not stored');
      return answer.payment;
    },
    async cancel(id: string): Promise<void> {
      const cancelled = desk.requestCancel({ subscriptionId: 'S', externalPaymentId: id }, receipt(), 0);
      await clock.advance(0);
      await cancelled;
    },
    async pass(ms: number): Promise<void> {
      for (let gone = 0; gone < ms; gone += 1_000) {
        await deliver();
        await clock.advance(1_000);
        for (const { id, createdAt } of armed()) {
          if (clock.now() < createdAt + GIVES_UP_MS) continue;
          for (const way of WAYS) ways[way].end(id, { kind: 'timed-out', detail: null });
        }
      }
      await deliver();
    },
  };
}

describe('P6: one terminal that two routes reach', () => {
  it('is in use for the one while the other has it, and free when that has ended', async () => {
    const { start, desk, pass, ways } = shop();
    const first = await start('a', 'wire');
    expect(await start('b', 'cloud')).toMatchObject({ state: 'cancelled', reason: 'terminal-in-use' });
    expect(desk.occupiedUntil('cloud' as Payment['route'])).toBe(first.leaseUntil + OTHER_ROUTE_MS);
    expect(desk.occupiedUntil('wire' as Payment['route'])).toBe(first.leaseUntil);
    ways.wire.pay(first.id);
    await pass(1_000);
    expect(await start('c', 'cloud')).toMatchObject({ state: 'started', terminal: DEVICE });
    expect(await start('d', 'wire')).toMatchObject({ reason: 'terminal-in-use' });
  });

  it('stays in use for the other way beyond the lease while nobody knows how it ended, but not for ever', async () => {
    const { start, pass, ways } = shop();
    await start('a', 'wire');
    ways.wire.offline = true;
    await pass(LEASE_MS + 30_000);
    expect(await start('b', 'cloud')).toMatchObject({ reason: 'terminal-in-use' });
    await pass(OTHER_ROUTE_MS);
    expect(await start('c', 'cloud')).toMatchObject({ state: 'started' });
  });

  it('never has the amounts of both ways, whatever is started, stopped and lost', async () => {
    const way = fc.constantFrom(...WAYS);
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('start' as const), way }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('cancel', 'pay', 'lose-reply' as const), way }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('offline', 'online' as const), way }) },
      {
        weight: 4,
        arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1_000, 20_000, 61_000, 130_000) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async (steps) => {
        const { start, cancel, pass, ways, armed, store, desk, clock } = shop();
        for (const [count, next] of steps.entries()) {
          if (next.do === 'pass') await pass(next.ms);
          else if (next.do === 'start') await start(`p${count}`, next.way);
          else if (next.do === 'lose-reply') ways[next.way].next = 'lose-reply';
          else if (next.do === 'offline' || next.do === 'online') ways[next.way].offline = next.do === 'offline';
          else {
            const last = store.all().findLast(({ route }) => (route as string) === next.way);
            if (last === undefined) continue;
            if (next.do === 'cancel') await cancel(last.externalPaymentId);
            else ways[next.way].pay(last.id);
          }
          const routes = new Set(armed().map(({ route }) => route));
          expect(routes.size).toBeLessThanOrEqual(1);
        }
        const closed = desk.close();
        await clock.advance(10_000);
        await closed;
      }),
      { numRuns: 80 },
    );
  }, 30_000);
});
