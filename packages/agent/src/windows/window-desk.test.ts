import { type Command, commandResultSchema, commandSchema, type ReconcileReport } from '@tillbridge/contracts';
import type { AskedRefund, PaymentId, TillId } from '@tillbridge/payments';
import { FakeClock, nodeDigest, PaymentWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { Health } from '../health/health.ts';
import { Notices } from '../notices.ts';
import { SaleBook } from '../sessions/sale-book.ts';
import { StaffDoor } from '../staff.ts';
import { CASHIER_FRAME, DISPLAY_FRAME, NO_DEVICES } from '../views/test/view-world.ts';
import { ViewBoard } from '../views/view-board.ts';
import { WindowDesk } from './window-desk.ts';

const TILL = '3-12' as TillId;

/** A date that no calendar has. */
const NO_DAY = '2026-02-30';

function reportOf(): ReconcileReport {
  const span = { day: '2026-11-21', timeZone: 'UTC', from: 0, until: 1, madeAt: 2 };
  return { ...span, equal: true, accounts: [], lines: [], totals: [] };
}

function windowDesk(calls: string[]) {
  const clock = new FakeClock();
  const notices = new Notices(clock, () => undefined);
  const health = new Health(
    { tills: [{ id: TILL, name: 'Balie', routes: [] }], routes: [], accounts: [], scanner: null },
    {
      clock,
      changed: () => undefined,
      displays: (till) => board.displays(till),
      outbox: () => ({ waiting: 0, parked: 0 }),
    },
  );
  const board = new ViewBoard(new Map([[TILL, { cashier: CASHIER_FRAME, display: DISPLAY_FRAME }]]), {
    clock,
    defer: (work) => work(),
    payments: new PaymentWorld().desk,
    sales: new SaleBook(),
    vouchers: null,
    devices: NO_DEVICES,
    health: (till) => health.lines(till),
    notices: () => notices.list(),
  });
  const did = <T>(name: string, answer: T) => {
    calls.push(name);
    return Promise.resolve(answer);
  };
  const desk = {
    stop: (id: PaymentId) => did(`stop ${id}`, 'requested' as const),
    enquire: (id: PaymentId) => did(`enquire ${id}`, 'not-now' as const),
    witness: (id: PaymentId, says: string, person: string) =>
      did(`witness ${id} ${says} ${person}`, 'recorded' as const),
    refund: ({ till, paymentId, amountCents, person, reason, requestId }: AskedRefund) =>
      did(`refund ${till} ${paymentId} ${amountCents} ${person} ${reason} ${requestId}`, 'asked' as const),
    settle: (id: PaymentId, person: string) => did(`settle ${id} ${person}`, 'settled' as const),
  };
  const staff = new StaffDoor([{ name: 'Anja', pin: '2468' }], clock, nodeDigest());
  const books = { report: (day: string) => did(`compare ${day}`, day === NO_DAY ? undefined : reportOf()) };
  const overUse = {
    see: (id: string, person: string) =>
      did(`seen ${id} ${person}`, id === 'gone' ? ('not-found' as const) : ('settled' as const)),
  };
  const windows = new WindowDesk({
    tills: [{ id: TILL, name: 'Balie' }],
    desk,
    board,
    notices,
    staff,
    health,
    books,
    overUse,
  });
  return { windows, notices, health, ask: (command: Command) => windows.command(TILL, command) };
}

describe('what a cashier may ask', () => {
  it('stop and enquire reach the desk, and its answer comes back', async () => {
    const calls: string[] = [];
    const { ask } = windowDesk(calls);
    expect(await ask({ type: 'stop', paymentId: 'p' })).toEqual({ ok: true });
    expect(await ask({ type: 'enquire', paymentId: 'p' })).toEqual({ ok: false, reason: 'not-now' });
    expect(calls).toEqual(['stop p', 'enquire p']);
  });

  it('P4: nobody witnesses or settles without a PIN of their own', async () => {
    const calls: string[] = [];
    const { ask } = windowDesk(calls);
    const witness = { type: 'witness', paymentId: 'p', says: 'declined' } as const;
    expect(await ask({ ...witness, person: 'Anja', pin: '0000' })).toEqual({ ok: false, reason: 'wrong-pin' });
    expect(await ask({ ...witness, person: 'Bram', pin: '2468' })).toEqual({ ok: false, reason: 'wrong-pin' });
    expect(calls).toEqual([]);
    expect(await ask({ ...witness, person: 'Anja', pin: '2468' })).toEqual({ ok: true });
    expect(await ask({ type: 'settle', paymentId: 'p', person: 'Anja', pin: '2468' })).toEqual({ ok: true });
    expect(calls).toEqual(['witness p declined Anja', 'settle p Anja']);
  });

  it('nobody gives money back without a PIN of their own, or of another till', async () => {
    const calls: string[] = [];
    const { ask } = windowDesk(calls);
    const requestId = 'de300000-0000-4000-8000-000000000001';
    const refund = { type: 'refund-payment', paymentId: 'p', amountCents: 500, reason: 'broken', requestId } as const;
    expect(await ask({ ...refund, person: 'Anja', pin: '0000' })).toEqual({ ok: false, reason: 'wrong-pin' });
    expect(calls).toEqual([]);
    expect(await ask({ ...refund, person: 'Anja', pin: '2468' })).toEqual({ ok: true });
    expect(calls).toEqual([`refund 3-12 p 500 Anja broken ${requestId}`]);
  });

  it.each([
    { amountCents: 0 },
    { amountCents: -1 },
    { amountCents: 1.5 },
    { reason: '' },
    { reason: '   ' },
    { reason: 'x'.repeat(121) },
    { requestId: undefined },
    { requestId: '' },
    { requestId: 'not an id, but words' },
  ])('a refund with %j is no command', (wrong) => {
    const said = { paymentId: 'p', amountCents: 1, reason: 'x', person: 'Anja', pin: '2468' };
    const refund = { type: 'refund-payment', ...said, requestId: '0123456789abcdef' };
    expect(commandSchema.safeParse(refund).success).toBe(true);
    expect(commandSchema.safeParse({ ...refund, ...wrong }).success).toBe(false);
  });

  it('nobody has a day compared without a PIN of their own; the report comes back', async () => {
    const calls: string[] = [];
    const { ask } = windowDesk(calls);
    const compare = { type: 'reconcile', day: 'yesterday', person: 'Anja' } as const;
    expect(await ask({ ...compare, pin: '0000' })).toEqual({ ok: false, reason: 'wrong-pin' });
    expect(calls).toEqual([]);
    const answer = commandResultSchema.parse(await ask({ ...compare, pin: '2468' }));
    expect(answer).toMatchObject({ ok: true, report: { day: '2026-11-21', equal: true } });
    expect(await ask({ ...compare, day: NO_DAY, pin: '2468' })).toEqual({ ok: false, reason: 'bad-request' });
    expect(calls).toEqual(['compare yesterday', `compare ${NO_DAY}`]);
  });

  it.each(['2026-02-30', 'tomorrow', '', '21-11-2026'])('%j is no day to compare', (day) => {
    const compare = { type: 'reconcile', day, person: 'Anja', pin: '2468' };
    expect(commandSchema.safeParse({ ...compare, day: 'today' }).success).toBe(true);
    expect(commandSchema.safeParse(compare).success).toBe(false);
  });

  it('nobody signs over-use off without a PIN of their own', async () => {
    const calls: string[] = [];
    const { ask } = windowDesk(calls);
    const see = { type: 'see-over-use', redemption: 'r1', person: 'Anja' } as const;
    expect(await ask({ ...see, pin: '0000' })).toEqual({ ok: false, reason: 'wrong-pin' });
    expect(calls).toEqual([]);
    expect(await ask({ ...see, pin: '2468' })).toEqual({ ok: true });
    expect(await ask({ ...see, redemption: 'gone', pin: '2468' })).toEqual({ ok: false, reason: 'not-found' });
    expect(calls).toEqual(['seen r1 Anja', 'seen gone Anja']);
  });

  it('notices go away when they are dismissed', async () => {
    const { ask, notices } = windowDesk([]);
    notices.note('clock-skew', 'MPLUS-107', '3-12');
    expect(await ask({ type: 'dismiss-notice', code: 'clock-skew' })).toEqual({ ok: true });
    expect(await ask({ type: 'dismiss-notice', code: 'clock-skew' })).toEqual({ ok: false, reason: 'not-found' });
  });

  it('a connected display is a line of health', () => {
    const { windows, health } = windowDesk([]);
    const state = () => health.lines(TILL).find(({ kind }) => kind === 'display')?.state;
    expect(state()).toBe('waiting');
    const off = windows.subscribe('display', TILL, () => undefined);
    expect(state()).toBe('ok');
    off();
    expect(state()).toBe('down');
  });
});
