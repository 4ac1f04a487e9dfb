import type { RouteId, TillId } from '@tillbridge/payments';
import { FakeClock } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { Health } from './health.ts';
import { healthReport } from './readiness.ts';

const BALIE = '3-12' as TillId;
const BAR = '3-13' as TillId;

function world() {
  const clock = new FakeClock();
  const state = { displays: 0, parked: 0, changes: 0 };
  const health = new Health(
    {
      tills: [
        { id: BALIE, name: 'Balie', routes: ['pin-1', 'qr'] as RouteId[] },
        { id: BAR, name: 'Bar', routes: ['pin-2'] as RouteId[] },
      ],
      routes: [
        { id: 'pin-1' as RouteId, name: 'Pin 1', means: 'card', account: 'pay' },
        { id: 'pin-2' as RouteId, name: 'Pin 2', means: 'card', account: 'pay' },
        { id: 'qr' as RouteId, name: 'QR', means: 'qr', account: 'pay' },
      ],
      accounts: [{ id: 'pay', name: 'pay', exchange: true }],
      scanner: null,
    },
    {
      clock,
      changed: () => {
        state.changes += 1;
      },
      displays: () => state.displays,
      outbox: () => ({ waiting: 1, parked: state.parked }),
    },
  );
  const line = (id: string, till: TillId = BALIE) => health.lines(till).find((one) => one.id === id);
  return { clock, state, health, line };
}

describe('the health lines', () => {
  it('are those of the till’s own devices', () => {
    const ids = (till?: TillId) =>
      world()
        .health.lines(till)
        .map(({ id }) => id);
    expect(ids(BAR)).toEqual([
      'till:3-13',
      'terminal:pin-2',
      'provider:pay',
      'exchange:pay',
      'display:3-13',
      'journal:journal',
      'outbox:outbox',
    ]);
    expect(ids()).toContain('terminal:pin-1');
  });

  it('say of a terminal how its last sign was obtained, together with when', async () => {
    const { clock, health, line } = world();
    const at = clock.now();
    health.alive('terminal', 'pin-1', undefined, 'registration');
    await clock.advance(5_000);
    health.alive('terminal', 'pin-1', undefined, 'ping');
    expect(line('terminal:pin-1')).toMatchObject({ state: 'ok', lastSeenAt: at, how: 'registration' });
    await clock.advance(15_000);
    health.alive('terminal', 'pin-1', undefined, 'status-enquiry');
    await clock.advance(60_000);
    health.failed('terminal', 'pin-1', 'ZVT-401');
    expect(line('terminal:pin-1')).toMatchObject({ state: 'trouble', lastSeenAt: at + 20_000, how: 'status-enquiry' });
    expect(line('provider:pay')).toMatchObject({ how: null });
  });

  it('wait for a first sign, then keep the last one', async () => {
    const { clock, health, line } = world();
    expect(line('provider:pay')).toMatchObject({ state: 'waiting', lastSeenAt: null });
    health.alive('provider', 'pay');
    const seen = clock.now();
    await clock.advance(60_000);
    health.failed('provider', 'pay', 'PAY-108');
    expect(line('provider:pay')).toMatchObject({ state: 'trouble', code: 'PAY-108', lastSeenAt: seen });
    health.failed('provider', 'pay', 'PAY-108');
    health.failed('provider', 'pay', 'PAY-108');
    expect(line('provider:pay')?.state).toBe('down');
    health.alive('provider', 'pay');
    expect(line('provider:pay')).toMatchObject({ state: 'ok', code: null });
  });

  it('tell of a change at once, and of the same life now and then', async () => {
    const { clock, state, health } = world();
    for (let polls = 0; polls < 50; polls += 1) health.alive('till', BALIE, BALIE);
    expect(state.changes).toBe(1);
    await clock.advance(15_000);
    health.alive('till', BALIE, BALIE);
    expect(state.changes).toBe(2);
  });

  it('miss a display that was there', () => {
    const { state, health, line } = world();
    expect(line('display:3-12')?.state).toBe('waiting');
    health.alive('display', BALIE);
    state.displays = 1;
    expect(line('display:3-12')).toMatchObject({ state: 'ok', count: 1 });
    state.displays = 0;
    expect(line('display:3-12')).toMatchObject({ state: 'down', code: 'TILL-522' });
  });

  it('say what is parked', () => {
    const { state, line } = world();
    expect(line('outbox:outbox')).toMatchObject({ state: 'ok', count: 1 });
    state.parked = 2;
    expect(line('outbox:outbox')).toMatchObject({ state: 'trouble', code: 'TILL-521', count: 3 });
  });
});

describe('readiness', () => {
  it('ends with the journal, and comes back with it', () => {
    const { health } = world();
    const life = { starting: true, closing: false };
    const report = () =>
      healthReport({
        build: 'b',
        startedAt: 0,
        tills: [],
        health,
        starting: () => life.starting,
        closing: () => life.closing,
      }).notReady.map(({ code }) => code);
    expect(report()).toEqual(['TILL-503']);
    life.starting = false;
    expect(report()).toEqual([]);
    health.failed('journal', 'journal', 'TILL-201', true);
    expect(report()).toEqual(['TILL-201']);
    health.alive('journal', 'journal');
    life.closing = true;
    expect(report()).toEqual(['TILL-504']);
  });
});
