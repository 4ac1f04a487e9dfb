import { type CashierView, cashierViewSchema, type DisplayScreen } from '@tillbridge/contracts';
import { cents } from '@tillbridge/kernel';
import type { Payment, PaymentId } from '@tillbridge/payments';
import { describe, expect, it } from 'vitest';
import { cashierView } from './cashier-view.ts';
import { displayScreen } from './display-screen.ts';
import { CASHIER_FRAME, ViewWorld } from './test/view-world.ts';

const look = (world: ViewWorld, frame = CASHIER_FRAME): CashierView =>
  cashierViewSchema.parse(cashierView(world.picture, frame, [], []).value);
const refundable = (world: ViewWorld, frame = CASHIER_FRAME) =>
  Object.fromEntries(look(world, frame).recent.map((past) => [past.paymentId, past.refundableCents]));
const screen = (world: ViewWorld): DisplayScreen => displayScreen(world.picture).value.screen;

/** A paid QR payment of EUR 2.70 whose screen time is over. */
function paid(world: ViewWorld): Payment {
  const payment = world.approved(world.started(world.payQr('a')));
  const after = world.change(payment, { handOver: { at: world.now, told: 'paid', by: 'poll' } });
  world.pass(60_000);
  return after;
}

function overAccount(world: ViewWorld, original: Payment, amount = 270): Payment {
  return world.payQr(null, {
    direction: 'refund',
    original: original.id,
    askedBy: { person: 'Anja', reason: 'broken' },
    amountCents: cents(amount),
  });
}

describe('what may be given back of a past payment', () => {
  it('what it took, less what went back; nothing while a refund is open', () => {
    const world = new ViewWorld();
    const original = paid(world);
    expect(refundable(world)).toEqual({ [original.id]: 270 });
    const refund = world.started(overAccount(world, original, 100));
    expect(refundable(world)).toEqual({ [original.id]: 0, [refund.id]: 0 });
    world.approved(refund);
    expect(refundable(world)).toEqual({ [original.id]: 170, [refund.id]: 0 });
  });

  it('all of it again when the refund was proven not to be', () => {
    const world = new ViewWorld();
    const original = paid(world);
    world.change(overAccount(world, original), { state: 'declined', reason: 'failed' });
    expect(refundable(world)[original.id]).toBe(270);
  });

  it('nothing where nobody has a PIN, where the route gives nothing back, and of what was not paid', () => {
    const world = new ViewWorld();
    const original = paid(world);
    expect(refundable(world, { ...CASHIER_FRAME, staff: [] })).toEqual({ [original.id]: 0 });
    const other = new ViewWorld();
    other.wayBack = null;
    paid(other);
    expect(Object.values(refundable(other))).toEqual([0]);
    const open = new ViewWorld();
    open.started(open.payQr('a'));
    expect(Object.values(refundable(open))).toEqual([0]);
  });
});

describe('a refund over an account', () => {
  it('is on the card while it goes on, with nothing to stop or to witness, and never on the display', () => {
    const world = new ViewWorld();
    const intent = overAccount(world, paid(world));
    const before = screen(world);
    expect(look(world).current).toMatchObject({ state: 'refunding', onDevice: false, canStop: false });
    const started = world.started({ ...intent, qr: null }, 'processing');
    expect(look(world).current).toMatchObject({
      state: 'refunding',
      direction: 'refund',
      canStop: false,
      expiresAt: null,
      since: intent.createdAt,
    });
    world.change(started, { state: 'unknown', reason: 'no-proof' });
    expect(look(world.pass(60_000)).current).toMatchObject({ state: 'unknown', canWitness: false, canEnquire: true });
    expect(screen(world)).toEqual(before);
  });

  it('is done, and leaves the card by itself', () => {
    const world = new ViewWorld();
    const refund = overAccount(world, paid(world));
    const done = world.approved(world.started(refund, 'processing'));
    world.change(done, { handOver: { at: world.now, told: 'paid', by: 'person' } });
    expect(look(world).current).toMatchObject({ state: 'approved', direction: 'refund' });
    expect(screen(world).kind).toBe('idle');
    expect(look(world.pass(4_000)).current).toBeNull();
  });

  it.each([
    ['cancelled', 'provider-refused'],
    ['cancelled', 'provider-down'],
    ['cancelled', 'failed'],
    ['declined', 'failed'],
  ] as const)('that ended %s by %s was not done', (state, reason) => {
    const world = new ViewWorld();
    world.change(overAccount(world, paid(world)), { state, reason });
    expect(look(world).current).toMatchObject({ state: 'declined', direction: 'refund' });
  });
});

it('a card refund at a terminal is on the display, from the card to the end', () => {
  const world = new ViewWorld();
  const original = world.approved(world.started(world.pay('a')));
  world.change(original, { handOver: { at: world.now, told: 'paid', by: 'poll' } });
  world.pass(60_000);
  const refund = world.started(
    world.pay(null, { direction: 'refund', original: original.id as PaymentId, amountCents: cents(100) }),
    'present-card',
  );
  expect(screen(world)).toMatchObject({ kind: 'present-card', direction: 'refund', amountCents: 100 });
  expect(look(world).current).toMatchObject({ state: 'waiting-for-card', onDevice: true, canStop: true });
  world.approved(refund);
  expect(screen(world)).toMatchObject({ kind: 'approved', direction: 'refund' });
});
