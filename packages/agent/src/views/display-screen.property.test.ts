/** U1 and the proof rule, over random orders of what tills, guests, providers and clocks do. */
import type { DisplayScreen } from '@tillbridge/contracts';
import { cents } from '@tillbridge/kernel';
import { isOpen, isProvenUnpaid, type Payment, type Phase } from '@tillbridge/payments';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currentSale } from '../sessions/sales.ts';
import { cashierView } from './cashier-view.ts';
import { displayScreen } from './display-screen.ts';
import { basketLine, CASHIER_FRAME, ViewWorld } from './test/view-world.ts';

const PHASES: readonly Phase[] = [
  'present-card',
  'try-again',
  'insert-card',
  'one-card',
  'confirm-phone',
  'declined-retry',
  'declined-pin',
  'pin',
  'pin-again',
  'processing',
  'remove-card',
  'scan',
  'scanned',
  'checking',
];

/** Names of what can happen; each does nothing where it can't happen. */
const HAPPENINGS = [
  'basket',
  'paying',
  'left',
  'completed',
  'paused',
  'resumed',
  'pay',
  'pay-qr',
  'start',
  'phase',
  'stop',
  'approve',
  'decline',
  'cancel',
  'expire',
  'lose',
  'witness',
  'hand-over',
] as const;
type Happening = (typeof HAPPENINGS)[number];

interface Step {
  readonly what: Happening;
  /** Which sale, payment or phase. */
  readonly pick: number;
  readonly waitMs: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.constantFrom(...HAPPENINGS),
  pick: fc.nat(1_000),
  waitMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 3_000, max: 200_000 })),
});

/** Plays steps on a world; every payment has an amount of its own, so that a screen's amount names its payment. */
class Play {
  readonly world = new ViewWorld();
  readonly payments: Payment[] = [];
  private sessions = 0;

  do({ what, pick, waitMs }: Step): void {
    const { world } = this;
    world.pass(waitMs);
    const session = `s${pick % 4}`;
    const index = this.payments.length === 0 ? -1 : pick % this.payments.length;
    const payment = this.payments[index];
    switch (what) {
      case 'basket':
        this.sessions += 1;
        world.basket(session, basketLine(`line-${this.sessions}`, 100 + (pick % 7)));
        return;
      case 'paying':
        world.says(session, { kind: 'paying' });
        return;
      case 'left':
        world.says(session, { kind: 'payment-left' });
        return;
      case 'completed':
      case 'paused':
      case 'resumed':
        world.says(session, { kind: what });
        return;
      case 'pay':
      case 'pay-qr': {
        const amount = { amountCents: cents(1_000_000 + this.payments.length) };
        this.payments.push(what === 'pay' ? world.pay(session, amount) : world.payQr(session, amount));
        return;
      }
      default:
        if (payment !== undefined) this.payments[index] = this.change(payment, what, pick);
    }
  }

  private change(payment: Payment, what: Happening, pick: number): Payment {
    const { world } = this;
    const open = isOpen(payment);
    switch (what) {
      case 'start':
        return payment.state === 'intent' ? world.started(payment) : payment;
      case 'phase':
        if (payment.state === 'started') world.phase(payment, PHASES[pick % PHASES.length] ?? 'pin');
        return payment;
      case 'stop':
        if (!open || payment.cancelRequest !== null) return payment;
        return world.change(payment, { cancelRequest: { by: pick % 2 === 0 ? 'till' : 'lease', at: world.now } });
      case 'approve':
        return open || isProvenUnpaid(payment) ? world.approved(payment) : payment;
      case 'decline':
        return open ? world.change(payment, { state: 'declined', reason: 'declined-by-issuer' }) : payment;
      case 'cancel':
        return open ? world.change(payment, { state: 'cancelled', reason: 'cancelled-by-till' }) : payment;
      case 'expire':
        return open ? world.change(payment, { state: 'timed-out', reason: 'expired' }) : payment;
      case 'lose':
        return open && payment.state !== 'unknown'
          ? world.change(payment, { state: 'unknown', reason: 'no-proof' })
          : payment;
      case 'witness':
        if (payment.state !== 'unknown') return payment;
        return world.change(payment, {
          witness: { at: world.now, person: 'Anja', says: pick % 2 === 0 ? 'approved' : 'declined' },
        });
      case 'hand-over': {
        if (open) return payment;
        const told = payment.state === 'approved' ? 'paid' : 'not-paid';
        return world.change(payment, { handOver: { at: world.now, told, by: 'poll' } });
      }
      default:
        return payment;
    }
  }
}

const PROVEN: Readonly<Partial<Record<DisplayScreen['kind'], Payment['state']>>> = {
  approved: 'approved',
  declined: 'declined',
  cancelled: 'cancelled',
  'timed-out': 'timed-out',
  'qr-expired': 'timed-out',
};

function check(play: Play): void {
  const { world, payments } = play;
  const { value, changesAt } = displayScreen(world.picture);
  const { screen } = value;
  const newest = payments.at(-1);
  const sale = currentSale(world.sales);

  // Proof: what claims something about money stands on the payment's own proven state.
  const proven = PROVEN[screen.kind];
  if (proven !== undefined) expect(value.payment?.state).toBe(proven);

  // U1: a payment screen is about the till's newest payment and shows its amount.
  if ('amountCents' in screen && screen.kind !== 'choose') {
    expect(value.payment?.id).toBe(newest?.id);
    expect(screen.amountCents).toBe(newest?.amountCents);
    // … and never about a guest who has gone.
    const elsewhere = sale !== null && sale.sessionId !== newest?.sessionId && sale.lines.length > 0;
    expect(elsewhere && sale.changedAt > (newest?.createdAt ?? 0)).toBe(false);
  }

  // U1: a QR is the stored one of an open payment that nobody stopped, well before its end.
  if (screen.kind === 'qr') {
    expect(newest).toMatchObject({ state: 'started', cancelRequest: null });
    expect(newest?.providerRef).not.toBeNull();
    expect(screen.payload).toBe(newest?.qr?.payload);
    expect(world.now).toBeLessThan(screen.expiresAt - 1_999);
  }

  // The amount stays while the money of this guest can move.
  const sameGuest = newest !== undefined && sale?.sessionId === newest.sessionId;
  if (sameGuest && isOpen(newest) && newest.witness === null) {
    expect(screen).toMatchObject({ amountCents: newest.amountCents });
  }

  // The cashier reads the same: no proven end without proof.
  const cashier = cashierView(world.picture, CASHIER_FRAME, [], []);
  for (const card of [cashier.value.current, ...cashier.value.open]) {
    const state = payments.find(({ id }) => id === card?.paymentId)?.state;
    if (card?.state === 'approved') expect(state).toBe('approved');
    if (card?.state === 'declined' || card?.state === 'stopped') expect(['declined', 'cancelled']).toContain(state);
  }

  // Both say truly when they change by themselves.
  for (const [timed, at] of [
    [() => displayScreen(world.picture).value, changesAt],
    [() => cashierView(world.picture, CASHIER_FRAME, [], []).value, cashier.changesAt],
  ] as const) {
    const before = timed();
    const now = world.now;
    world.now = (at ?? now + 24 * 3_600_000) - 1;
    expect(world.now).toBeGreaterThanOrEqual(now);
    expect(timed()).toEqual(before);
    world.now = now;
  }
}

describe('the windows, whatever happens in whatever order', () => {
  it('U1 and the proof rule hold after every step', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' }), (steps) => {
        const play = new Play();
        for (const one of steps) {
          play.do(one);
          check(play);
        }
      }),
      { numRuns: 400 },
    );
  });
});
