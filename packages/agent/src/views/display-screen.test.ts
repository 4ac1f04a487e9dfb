import type { DisplayScreen } from '@tillbridge/contracts';
import { cents } from '@tillbridge/kernel';
import type { Payment, Phase } from '@tillbridge/payments';
import { describe, expect, it } from 'vitest';
import { displayScreen } from './display-screen.ts';
import { displayView } from './display-view.ts';
import { basketLine, DISPLAY_FRAME, QR_LIFE_MS, ViewWorld } from './test/view-world.ts';

const kind = (world: ViewWorld) => displayScreen(world.picture).value.screen.kind;
const screen = (world: ViewWorld): DisplayScreen => displayScreen(world.picture).value.screen;

describe('the customer display, without a payment', () => {
  it('says so while open payments are being taken up', () => {
    const world = new ViewWorld();
    world.starting = true;
    expect(kind(world)).toBe('starting-up');
  });

  it('welcomes, then shows the basket from the first line, then asks how to pay', () => {
    const world = new ViewWorld();
    expect(kind(world)).toBe('idle');
    world.says('a', { kind: 'opened' });
    expect(kind(world)).toBe('idle');
    world.basket('a', basketLine('x', 735));
    expect(kind(world)).toBe('basket');
    world.says('a', { kind: 'paying' });
    expect(screen(world)).toEqual({ kind: 'choose', amountCents: 735 });
    world.says('a', { kind: 'payment-left' });
    expect(kind(world)).toBe('basket');
    world.says('a', { kind: 'completed' });
    expect(kind(world)).toBe('idle');
  });

  it('goes idle when a basket of nothing stands for half a minute', () => {
    const world = new ViewWorld().basket('a', basketLine('x', 0));
    expect(kind(world)).toBe('basket');
    expect(kind(world.pass(30_000))).toBe('idle');
  });

  it('asks for the rest after a part was paid', () => {
    const world = new ViewWorld().basket('a', basketLine('x', 1000)).says('a', { kind: 'paying' });
    world.approved(world.started(world.pay('a', { amountCents: cents(400) })));
    expect(kind(world)).toBe('approved');
    expect(screen(world.pass(6_000))).toEqual({ kind: 'choose', amountCents: 600 });
  });
});

describe('the customer display, with a card', () => {
  it.each<[Phase, DisplayScreen['kind']]>([
    ['starting', 'starting'],
    ['present-card', 'present-card'],
    ['try-again', 'try-again'],
    ['insert-card', 'insert-card'],
    ['one-card', 'one-card'],
    ['confirm-phone', 'confirm-phone'],
    ['declined-retry', 'declined-retry'],
    ['declined-pin', 'declined-pin'],
    ['pin', 'pin'],
    ['pin-again', 'pin-again'],
    ['processing', 'processing'],
    ['checking', 'processing'],
    ['remove-card', 'remove-card'],
  ])('%s shows %s, with the amount', (phase, expected) => {
    const world = new ViewWorld();
    world.started(world.pay('a'), phase);
    expect(screen(world)).toMatchObject({ kind: expected, amountCents: 270, direction: 'pay' });
  });

  it('never shows the device’s own words', () => {
    const world = new ViewWorld();
    world.phase(world.started(world.pay('a'), 'present-card'), 'pin', 'GEHEIMZAHL');
    expect(JSON.stringify(displayView(world.picture, DISPLAY_FRAME))).not.toContain('GEHEIMZAHL');
  });

  it('changes its sentence when the bank takes more than twenty seconds', () => {
    const world = new ViewWorld();
    world.started(world.pay('a'), 'processing');
    expect(screen(world)).toMatchObject({ slow: false });
    expect(displayScreen(world.picture).changesAt).toBe(world.now + 20_000);
    expect(screen(world.pass(20_000))).toMatchObject({ slow: true });
  });

  it('waits with a payment it was started in the middle of', () => {
    const world = new ViewWorld(Number.MAX_SAFE_INTEGER);
    world.started(world.pay('a'), null);
    expect(kind(world)).toBe('processing');
  });

  it('shows a stop as asked for, and as done only once it is proven', () => {
    const world = new ViewWorld();
    const asked = world.change(
      world.started(world.pay('a'), 'present-card'),
      { cancelRequest: { by: 'till', at: world.now } },
      'present-card',
    );
    expect(screen(world)).toMatchObject({ kind: 'cancelling', amountCents: 270 });
    world.change(asked, { state: 'cancelled', reason: 'cancelled-by-till' });
    expect(kind(world)).toBe('cancelled');
  });

  it('keeps the amount while the outcome is unknown, however long', () => {
    const world = new ViewWorld();
    world.change(world.started(world.pay('a')), { state: 'unknown', reason: 'no-proof' });
    expect(screen(world.pass(3_600_000))).toMatchObject({ kind: 'unknown', amountCents: 270 });
  });

  it('never takes a witness for proof, and lets the guest go six seconds after one', () => {
    const world = new ViewWorld();
    const lost = world.change(world.started(world.pay('a')), { state: 'unknown', reason: 'no-proof' });
    world.change(lost, { witness: { at: world.now, person: 'Anja', says: 'approved' } });
    expect(kind(world)).toBe('unknown');
    expect(kind(world.pass(6_000))).toBe('idle');
  });

  it('leaves the guest alone when nothing was started', () => {
    const world = new ViewWorld().basket('a', basketLine('x', 270)).says('a', { kind: 'paying' });
    world.pay('a', { state: 'cancelled', reason: 'terminal-in-use' });
    expect(kind(world)).toBe('choose');
  });

  it('shows an amount that was really charged', () => {
    const world = new ViewWorld();
    const payment = world.started(world.pay('a'));
    world.change(payment, { state: 'approved', approval: { finalCents: cents(250) } as Payment['approval'] });
    expect(screen(world)).toMatchObject({ kind: 'approved', amountCents: 250 });
  });
});

describe('the customer display, after a payment', () => {
  it.each<[Partial<Payment>, DisplayScreen['kind'], number, number]>([
    [{ state: 'declined', reason: 'declined-by-issuer' }, 'declined', 6_000, 12_000],
    [{ state: 'cancelled', reason: 'cancelled-by-customer' }, 'cancelled', 4_000, 8_000],
    [{ state: 'timed-out', reason: 'expired' }, 'timed-out', 4_000, 8_000],
    [{ state: 'timed-out', reason: 'expired', means: 'qr' }, 'qr-expired', 6_000, 12_000],
  ])('%o shows %s for its time, less when the basket changes', (changes, expected, least, most) => {
    const world = new ViewWorld().basket('a', basketLine('x', 270));
    world.pass(1_000);
    world.change(world.started(world.pay('a')), changes);
    expect(kind(world)).toBe(expected);
    expect(displayScreen(world.picture).changesAt).toBe(world.now + most);
    world.pass(1_000).basket('a', basketLine('x', 270), basketLine('y', 100));
    expect(kind(world)).toBe(expected);
    expect(displayScreen(world.picture).changesAt).toBe(world.now - 1_000 + least);
    expect(kind(world.pass(least - 1_000))).toBe('basket');
  });

  it('thanks for six seconds when the sale is completed, with its basket, and then is idle', () => {
    const world = new ViewWorld().basket('a', basketLine('x', 270));
    world.pass(1);
    world.approved(world.started(world.pay('a')));
    world.pass(100).says('a', { kind: 'completed' });
    const { value } = displayView(world.picture, DISPLAY_FRAME);
    expect(value.screen).toEqual({ kind: 'approved', amountCents: 270, direction: 'pay' });
    expect(value.basket?.totalCents).toBe(270);
    expect(kind(world.pass(5_899))).toBe('approved');
    expect(kind(world.pass(1))).toBe('idle');
  });

  it('U1: the first line of the next guest takes an older amount off the glass at once', () => {
    const world = new ViewWorld().basket('a', basketLine('x', 270));
    world.approved(world.started(world.pay('a')));
    world.pass(100).says('a', { kind: 'completed' });
    world.pass(100).says('b', { kind: 'opened' });
    expect(kind(world)).toBe('approved');
    world.basket('b', basketLine('y', 100));
    expect(kind(world)).toBe('basket');
  });

  it('U1: an older unknown payment gives way to the next sale, and does not come back', () => {
    const world = new ViewWorld().basket('a', basketLine('x', 270));
    const lost = world.change(world.started(world.pay('a')), { state: 'unknown', reason: 'no-proof' });
    world.pass(100).basket('b', basketLine('y', 100));
    expect(kind(world)).toBe('basket');
    world.pass(100).says('b', { kind: 'completed' });
    expect(kind(world)).toBe('idle');
    world.pass(100).approved(lost);
    expect(kind(world)).toBe('idle');
  });

  it('shows an unknown payment again when the till takes its sale up again', () => {
    const world = new ViewWorld().basket('a', basketLine('x', 270));
    world.change(world.started(world.pay('a')), { state: 'unknown', reason: 'no-proof' });
    world.pass(100).says('a', { kind: 'paused' });
    world.pass(100).basket('b', basketLine('y', 100));
    expect(kind(world)).toBe('basket');
    world.pass(100).says('a', { kind: 'resumed' });
    expect(kind(world)).toBe('unknown');
  });

  it('goes back to the choice after a decline, and to the basket after a stop', () => {
    const declined = new ViewWorld().basket('a', basketLine('x', 270)).says('a', { kind: 'paying' });
    declined.change(declined.started(declined.pay('a')), { state: 'declined', reason: 'declined-by-issuer' });
    expect(kind(declined.pass(12_000))).toBe('choose');
    const stopped = new ViewWorld().basket('a', basketLine('x', 270)).says('a', { kind: 'paying' });
    stopped.change(stopped.started(stopped.pay('a')), { state: 'cancelled', reason: 'cancelled-by-till' });
    expect(kind(stopped.pass(8_000))).toBe('basket');
  });

  it('does not thank a guest whom the till told otherwise', () => {
    const world = new ViewWorld();
    const lost = world.change(world.started(world.pay('a')), { state: 'unknown', reason: 'no-proof' });
    const told = world.change(lost, { handOver: { at: world.now, told: 'not-paid', by: 'poll' } });
    world.approved(told);
    expect(kind(world)).toBe('idle');
  });
});

describe('the customer display, with a QR', () => {
  it('shows nothing before the order is stored, then the code, and takes it off two seconds before its end', () => {
    const world = new ViewWorld();
    const payment = world.payQr('a');
    expect(kind(world)).toBe('starting');
    const shown = world.started(payment);
    expect(screen(world)).toMatchObject({ kind: 'qr', payload: shown.qr?.payload, expiresAt: shown.qr?.expiresAt });
    expect(displayScreen(world.picture).changesAt).toBe(world.now + QR_LIFE_MS - 2_000);
    expect(kind(world.pass(QR_LIFE_MS - 2_000))).toBe('qr-checking');
    expect(kind(world.pass(10_000))).toBe('unknown');
  });

  it.each<[string, (world: ViewWorld, payment: Payment) => void, DisplayScreen['kind']]>([
    ['scanned', (world, payment) => world.phase(payment, 'scanned'), 'qr-scanned'],
    ['being checked', (world, payment) => world.phase(payment, 'checking'), 'qr-checking'],
    ['paid', (world, payment) => world.approved(payment), 'approved'],
    ['expired', (world, payment) => world.change(payment, { state: 'timed-out', reason: 'expired' }), 'qr-expired'],
    [
      'asked to stop',
      (world, payment) => world.change(payment, { cancelRequest: { by: 'cashier', at: world.now } }, 'scan'),
      'cancelling',
    ],
    [
      'out of its lease',
      (world, payment) => world.change(payment, { cancelRequest: { by: 'lease', at: world.now } }, 'scan'),
      'qr-checking',
    ],
    ['lost', (world, payment) => world.change(payment, { state: 'unknown', reason: 'no-proof' }), 'unknown'],
  ])('takes the code off the glass when it is %s', (_name, happen, expected) => {
    const world = new ViewWorld();
    const payment = world.started(world.payQr('a'), 'scan');
    expect(kind(world)).toBe('qr');
    happen(world, payment);
    expect(kind(world)).toBe(expected);
  });

  it('brings a code back after a restart only when the provider has answered', () => {
    const world = new ViewWorld(Number.MAX_SAFE_INTEGER);
    const payment = world.started(world.payQr('a'), null);
    expect(kind(world)).toBe('qr-checking');
    world.phase(payment, 'scan');
    expect(kind(world)).toBe('qr');
  });
});
