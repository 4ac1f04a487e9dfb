import type { CashierPayment } from '@tillbridge/contracts';
import { cashierViewSchema } from '@tillbridge/contracts';
import type { Payment, Phase } from '@tillbridge/payments';
import { describe, expect, it } from 'vitest';
import { cashierView } from './cashier-view.ts';
import { basketLine, CASHIER_FRAME, ViewWorld } from './test/view-world.ts';

function look(world: ViewWorld, frame = CASHIER_FRAME) {
  const { value, changesAt } = cashierView(world.picture, frame, [], []);
  expect(cashierViewSchema.safeParse(value).success).toBe(true);
  return { ...value, changesAt };
}
const card = (world: ViewWorld): CashierPayment | null => look(world).current;
const told = (world: ViewWorld) => ({ at: world.now, told: 'paid', by: 'poll' }) as const;

describe('the cashier’s card', () => {
  it('is empty when nothing goes on, and names the sale', () => {
    const world = new ViewWorld();
    expect(look(world)).toMatchObject({ current: null, sale: null, open: [], recent: [] });
    expect(look(world.basket('a', basketLine('x', 735))).sale).toEqual({ totalCents: 735, vouchers: null });
  });

  it.each<[Phase | null, CashierPayment['state']]>([
    [null, 'starting'],
    ['starting', 'starting'],
    ['present-card', 'waiting-for-card'],
    ['try-again', 'not-through-yet'],
    ['pin', 'pin'],
    ['processing', 'processing'],
    ['remove-card', 'remove-card'],
  ])('%s at the terminal is %s', (phase, state) => {
    const world = new ViewWorld();
    world.started(world.pay('a'), phase);
    expect(card(world)).toMatchObject({ state, canStop: true, canEnquire: true, canWitness: false, amountCents: 270 });
  });

  it.each<[Phase, CashierPayment['state'], CashierPayment['hint']]>([
    ['try-again', 'not-through-yet', 'again'],
    ['insert-card', 'not-through-yet', 'chip'],
    ['one-card', 'not-through-yet', 'again'],
    ['confirm-phone', 'not-through-yet', 'again'],
    ['declined-retry', 'not-through-yet', 'other'],
    ['declined-pin', 'not-through-yet', 'pin'],
    ['pin', 'pin', null],
    ['pin-again', 'pin', 'pin'],
    ['present-card', 'waiting-for-card', null],
  ])('%s at the terminal is %s with hint %s', (phase, state, hint) => {
    const world = new ViewWorld();
    world.started(world.pay('a'), phase);
    expect(card(world)).toMatchObject({ state, hint });
  });

  it('carries the device’s own words, masked and in one piece, until the payment has ended (S1)', () => {
    const world = new ViewWorld();
    const payment = world.started(world.pay('a'), 'present-card');
    expect(card(world)?.deviceWords).toBeNull();
    world.phase(payment, 'pin', '  KARTE 4111111111111111\r\n   GEHEIMZAHL \u0000');
    expect(card(world)?.deviceWords).toBe('KARTE 411111******1111 GEHEIMZAHL');
    world.phase(payment, 'pin', 'x'.repeat(500));
    expect(card(world)?.deviceWords).toHaveLength(120);
    world.phase(payment, 'pin', ' \n ');
    expect(card(world)?.deviceWords).toBeNull();
    world.approved(payment);
    expect(card(world)?.deviceWords).toBeNull();
  });

  it('keeps the host’s own words on the card of a payment that ended unpaid, masked (S1)', () => {
    const world = new ViewWorld();
    const payment = world.started(world.pay('a'), 'processing');
    world.phase(payment, 'processing', 'BITTE WARTEN');
    const detail = 'ZVT-401 The bank declined: code 05, KARTE 4111111111111111\n  GESPERRT: 05, BITTE ANRUFEN';
    world.change(payment, { state: 'declined', reason: 'declined-by-issuer', detail });
    expect(card(world)).toMatchObject({
      state: 'declined',
      code: 'ZVT-401',
      deviceWords: 'KARTE 411111******1111 GESPERRT: 05, BITTE ANRUFEN',
    });
  });

  it.each<[Partial<Payment>, string | null]>([
    [{ state: 'cancelled', reason: 'cancelled-by-customer', detail: 'ZVT-405 Stopped: code 6C, ABBRUCH' }, 'ABBRUCH'],
    [
      { state: 'cancelled', reason: 'provider-refused', detail: 'PAY-304 It refused: Amount too high' },
      'Amount too high',
    ],
    [{ state: 'declined', reason: 'declined-by-issuer', detail: 'ZVT-401 The bank declined: code 05' }, null],
    [{ state: 'cancelled', reason: 'provider-refused', detail: 'ZVT-303 No: code 37' }, null],
    [{ state: 'declined', reason: 'amount-refused', detail: 'ZVT-309 Another amount: asked for 1 cents, got 2' }, null],
    [{ state: 'declined', reason: 'failed', detail: 'DENIED HOST_CANCELLATION' }, null],
    [{ state: 'declined', reason: 'failed', detail: null }, null],
    [{ state: 'unknown', reason: 'no-proof', detail: 'ZVT-401 The bank declined: code 05, KARTE GESPERRT' }, null],
  ])('%o: the device said %s', (changes, words) => {
    const world = new ViewWorld();
    world.change(world.pay('a'), changes);
    expect(card(world)?.deviceWords).toBe(words);
  });

  it('says that a payment was taken offline, keeps it on the list, and lets the next one have the card', () => {
    const world = new ViewWorld();
    const queued = world.approved(world.started(world.pay('a')), 'queued');
    expect(card(world)).toMatchObject({ state: 'approved-offline', code: 'TILL-525', canEnquire: true });
    const heard = world.change(queued, { handOver: told(world) });
    world.pass(4_000);
    expect(look(world)).toMatchObject({ current: null, open: [{ paymentId: queued.id, state: 'approved-offline' }] });
    expect(look(world).recent[0]).toMatchObject({ state: 'approved', unsettled: true });
    const { approval } = heard;
    world.change(heard, { approval: approval && { ...approval, settlement: 'refused' }, alarm: 'queued-declined' });
    expect(card(world)).toMatchObject({ state: 'queued-declined', code: 'TILL-526' });
  });

  it('P2: an offline payment the till has not heard of says so first', () => {
    const world = new ViewWorld();
    world.approved(world.started(world.pay('a')), 'queued');
    expect(card(world.pass(1_500))?.state).toBe('approved-till-not-told');
  });

  it('tells a refused amount from a plain refusal until somebody has seen to it', () => {
    const world = new ViewWorld();
    const refused = world.change(world.started(world.pay('a')), {
      state: 'declined',
      reason: 'amount-refused',
      alarm: 'amount-differs',
      detail: 'ZVT-401 another amount',
    });
    expect(card(world)).toMatchObject({ state: 'amount-refused', code: 'ZVT-401' });
    world.change(refused, { alarm: null });
    expect(card(world)).toMatchObject({ state: 'declined' });
  });

  it('follows a QR from the glass to its end', () => {
    const world = new ViewWorld();
    const payment = world.started(world.payQr('a'), 'scan');
    expect(card(world)).toMatchObject({ state: 'qr-waiting', expiresAt: world.now + 178_000 });
    world.phase(payment, 'scanned');
    expect(card(world)?.state).toBe('qr-scanned');
    world.change(payment, { state: 'timed-out', reason: 'expired' });
    expect(card(world)).toMatchObject({ state: 'qr-expired', canStop: false, provenAt: world.now });
  });

  it('P2: says that the till does not know, once it had time to ask, until it does', () => {
    const world = new ViewWorld();
    const approved = world.approved(world.started(world.pay('a')));
    expect(card(world)?.state).toBe('approved');
    expect(look(world).changesAt).toBe(world.now + 1_500);
    world.pass(1_500);
    expect(card(world)).toMatchObject({ state: 'approved-till-not-told', code: 'TILL-512' });
    world.pass(3_600_000);
    expect(card(world)?.state).toBe('approved-till-not-told');
    world.change(approved, { handOver: told(world) });
    expect(card(world)?.state).toBe('approved');
    expect(card(world.pass(4_000))).toBeNull();
    expect(look(world).recent[0]).toMatchObject({ state: 'approved', told: 'paid' });
  });

  it('P5: too late to stop', () => {
    const world = new ViewWorld();
    const asked = world.change(world.started(world.pay('a')), { cancelRequest: { by: 'till', at: world.now } });
    expect(card(world)).toMatchObject({ state: 'stop-requested', canStop: false });
    world.change(world.approved(asked), { handOver: told(world) });
    expect(card(world)?.state).toBe('too-late-to-stop');
  });

  it.each<[Partial<Payment>, CashierPayment['state'], string | null]>([
    [{ state: 'declined', reason: 'declined-by-issuer' }, 'declined', null],
    [{ state: 'cancelled', reason: 'cancelled-by-customer' }, 'stopped', null],
    [{ state: 'timed-out', reason: 'expired' }, 'timed-out', null],
    [{ state: 'declined', reason: 'failed', detail: 'ZVT-408 No paper: code CC' }, 'declined', 'ZVT-408'],
    [{ state: 'cancelled', reason: 'cancelled-by-customer', detail: 'ZVT-405 Stopped' }, 'stopped', 'ZVT-405'],
    [{ state: 'timed-out', reason: 'expired', detail: 'ZVT-405 Stopped' }, 'timed-out', 'ZVT-405'],
    [{ state: 'declined', reason: 'failed', detail: 'FAILED' }, 'declined', null],
    [{ state: 'cancelled', reason: 'second-tender' }, 'second-tender', 'TILL-516'],
    [{ state: 'cancelled', reason: 'no-route' }, 'no-route', 'TILL-518'],
    [
      { state: 'cancelled', reason: 'provider-refused', detail: 'PAY-104 Pay. refused the order' },
      'provider-refused',
      'PAY-104',
    ],
    [{ state: 'approved', alarm: 'paid-after-all' }, 'paid-after-all', 'TILL-513'],
    [{ state: 'declined', alarm: 'witness-mismatch' }, 'witness-mismatch', 'TILL-514'],
    [{ state: 'unknown', reason: 'no-proof' }, 'unknown', 'TILL-511'],
    [{ state: 'unknown', reason: 'queued' }, 'taken-offline', 'TILL-525'],
  ])('%o is %s', (changes, state, code) => {
    const world = new ViewWorld();
    world.change(world.pay('a'), changes);
    expect(card(world)).toMatchObject({ state, code });
  });

  it('asks a person only after the machines had ten seconds, at once after a restart, and nobody without staff', () => {
    const world = new ViewWorld();
    const lost = world.change(world.started(world.pay('a')), { state: 'unknown', reason: 'no-proof' });
    expect(card(world)?.canWitness).toBe(false);
    expect(look(world).changesAt).toBe(world.now + 10_000);
    expect(card(world.pass(10_000))?.canWitness).toBe(true);
    expect(look(world, { ...CASHIER_FRAME, staff: [] }).current?.canWitness).toBe(false);
    expect(look(world, { ...CASHIER_FRAME, mayWitness: false }).current?.canWitness).toBe(false);
    world.change(lost, { witness: { at: world.now, person: 'Anja', says: 'declined' } });
    expect(card(world)?.canWitness).toBe(false);
    const restarted = new ViewWorld();
    restarted.change(restarted.pay('a'), { state: 'unknown', reason: 'interrupted' });
    expect(card(restarted)?.canWitness).toBe(true);
  });

  it('keeps an older unknown payment on the list while a newer one is on the card, and takes it up afterwards', () => {
    const world = new ViewWorld();
    const lost = world.change(world.started(world.pay('a')), { state: 'unknown', reason: 'no-proof' });
    world.pass(20_000);
    const next = world.approved(world.started(world.pay('b')));
    world.change(next, { handOver: told(world) });
    expect(card(world)?.paymentId).toBe(next.id);
    expect(look(world).open.map(({ paymentId }) => paymentId)).toEqual([lost.id]);
    world.pass(4_000);
    expect(card(world)?.paymentId).toBe(lost.id);
    expect(look(world).open).toEqual([]);
  });

  it('leaves a witnessed payment on the list and off the card', () => {
    const world = new ViewWorld();
    const lost = world.change(world.started(world.pay('a')), { state: 'unknown', reason: 'no-proof' });
    world.change(lost, { witness: { at: world.now, person: 'Anja', says: 'declined' } });
    world.pass(4_000);
    expect(card(world)).toBeNull();
    expect(look(world).open).toHaveLength(1);
  });

  it('lets an end go when the till goes on, or after a minute', () => {
    const world = new ViewWorld();
    world.change(world.started(world.pay('a')), { state: 'declined', reason: 'declined-by-issuer' });
    expect(card(world.pass(30_000))?.state).toBe('declined');
    world.basket('b', basketLine('x', 100));
    expect(card(world)).toBeNull();
  });

  it('says until when a terminal is busy, and no longer', () => {
    const world = new ViewWorld();
    world.pay('a', { state: 'cancelled', reason: 'terminal-in-use', busyUntil: world.now + 30_000 });
    expect(card(world)).toMatchObject({ state: 'terminal-in-use', busyUntil: world.now + 30_000, provenAt: null });
    expect(card(world.pass(30_000))).toBeNull();
  });
});
