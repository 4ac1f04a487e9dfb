/** What makes us ask, and when. */
import { cents } from '@tillbridge/kernel';
import { FakeClock, MemoryPaymentStore, memoryLog, seededRandom } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import type { Payment, RouteId, TerminalId, TillId } from '../payment.ts';
import { DEFAULT_POLICY } from '../policy.ts';
import type { Begun, CardTerminal } from '../ports.ts';
import { createPaymentDesk } from './payment-desk.ts';

/** A terminal whose start is on its way until `arrive`: whoever asks meanwhile hears that there is no such payment. */
function shop() {
  const clock = new FakeClock();
  const store = new MemoryPaymentStore();
  let arrive: (begun: Begun) => void = () => undefined;
  let begun: Begun | null = null;
  const asked: string[] = [];
  const started = new Promise<Begun>((resolve) => {
    arrive = (answer) => {
      begun = answer;
      resolve(answer);
    };
  });
  const terminal: CardTerminal = {
    means: 'card',
    route: 'pin-1' as RouteId,
    terminal: 'pin-1' as TerminalId,
    canRefund: true,
    leaseMs: 60_000,
    addressedBy: 'reference',
    begin: () => started,
    enquire: async () => {
      asked.push(begun === null ? 'before' : 'after');
      return begun === null ? { kind: 'absent' } : { kind: 'pending', phase: 'present-card' };
    },
    abort: async () => ({ kind: 'accepted' }),
    follow: async (_, observe, call) => {
      observe('present-card');
      await clock.sleep(call.timeoutMs, call.signal);
      return { kind: 'unreachable', detail: 'the watch ran out' };
    },
  };
  const ports = { store, clock, random: seededRandom(1), log: memoryLog(), outboxFilled: () => undefined };
  const routes = { find: () => terminal, next: () => undefined, byId: () => terminal };
  const desk = createPaymentDesk({ ...ports, routes }, DEFAULT_POLICY);
  const start = async (): Promise<Payment> => {
    const answer = desk.start(
      {
        subscriptionId: 'S',
        externalPaymentId: 'a',
        till: '3-12' as TillId,
        sessionId: null,
        method: 'K',
        amountCents: cents(1470),
        lines: [],
        receipt: { source: 'test', identity: '1', receivedAt: clock.now(), kind: 'test' },
      },
      100,
    );
    await clock.advance(100);
    const done = await answer;
    if (done.kind !== 'payment') throw new Error('not stored');
    return done.payment;
  };
  const close = async () => {
    const closed = desk.close();
    await clock.advance(10_000);
    await closed;
  };
  return { clock, store, desk, asked, start, close, arrive: (answer: Begun) => arrive(answer) };
}

describe('P3: a payment whose start is still on its way to the device', () => {
  it('is asked about once the start was answered: before, "no such payment" proves nothing', async () => {
    const { clock, store, desk, asked, start, arrive, close } = shop();
    const { id } = await start();
    expect(await desk.enquire(id)).toBe('asked');
    await clock.advance(1_000);
    expect(asked).toEqual([]);
    expect(store.byId(id)).toMatchObject({ state: 'intent' });
    arrive({ kind: 'accepted', providerRef: id, qr: null });
    await clock.advance(1_000);
    expect(asked).toEqual(['after']);
    expect(store.byId(id)).toMatchObject({ state: 'started' });
    await close();
  });

  it('stays refused for the reason it was refused for', async () => {
    const { clock, store, desk, start, arrive, close } = shop();
    const { id } = await start();
    await desk.enquire(id);
    arrive({ kind: 'refused', reason: 'terminal-offline', detail: null, busyForMs: null });
    await clock.advance(1_000);
    expect(store.byId(id)).toMatchObject({ state: 'cancelled', reason: 'terminal-offline' });
    await close();
  });
});
