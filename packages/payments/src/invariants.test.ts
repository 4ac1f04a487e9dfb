import { cents } from '@tillbridge/kernel';
import { PaymentWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { answerForTill, isOpen } from './payment.ts';

const declined = { kind: 'declined', reason: 'declined-by-issuer', detail: null } as const;

describe('P1: no till hears "paid" unless the terminal or provider confirmed it', () => {
  it('answers paid after the confirmation and not before', async () => {
    const world = new PaymentWorld();
    const started = await world.startAndRead('a');
    expect(answerForTill(started)).toBe('pending');
    world.provider.pay(started.id);
    await world.pass(1_000);
    expect(answerForTill(world.payment('a'))).toBe('paid');
    expect(world.payment('a').approval?.finalCents).toBe(1470);
  });

  it('is not moved by a witness who says approved', async () => {
    const world = new PaymentWorld();
    world.provider.next = 'lose-reply';
    const lost = await world.startAndRead('a');
    expect(lost.state).toBe('unknown');
    expect(await world.settle(world.desk.witness(lost.id, 'approved', 'Anja'))).toBe('recorded');
    expect(answerForTill(world.payment('a'))).toBe('pending');
  });

  it('refuses to note a hand-over of "paid" for a payment nobody confirmed', async () => {
    const world = new PaymentWorld();
    const started = await world.startAndRead('a');
    await world.settle(world.desk.handedOver(started.id, 'paid', 'poll'));
    expect(world.payment('a').handOver).toBeNull();
  });
});

describe('P2: a confirmed payment is handed over, or stands on the list of what needs attention', () => {
  it('stays on the list until the till was told', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.provider.pay(id);
    await world.pass(1_000);
    expect(world.desk.needingAttention().map((payment) => payment.id)).toEqual([id]);
    await world.crashAndRestart();
    expect(world.desk.needingAttention().map((payment) => payment.id)).toEqual([id]);
    await world.settle(world.desk.handedOver(id, 'paid', 'poll'));
    expect(world.desk.needingAttention()).toEqual([]);
  });

  it('comes back on the list when the till rejects the answer', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.provider.pay(id);
    await world.pass(1_000);
    await world.settle(world.desk.handedOver(id, 'paid', 'poll'));
    await world.settle(world.desk.tillComplained(world.key('a'), world.receipt('complaint')));
    expect(world.desk.needingAttention().map((payment) => payment.id)).toEqual([id]);
  });

  it('takes a completed sale that names the payment for a hand-over, and no other', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a', { session: 's' });
    world.provider.pay(id);
    await world.pass(1_000);
    const complete = (amount: number) =>
      world.desk.completeSale('SHOP', 's', [{ method: 'K_PAY_PIN', amountCents: cents(amount) }], world.receipt('c'));
    await world.settle(complete(1469));
    expect(world.payment('a').handOver).toBeNull();
    await world.settle(complete(1470));
    expect(world.payment('a').handOver).toMatchObject({ told: 'paid', by: 'sale-completed' });
  });
});

describe('P3: one external payment id causes at most one charge', () => {
  it('starts once, however often the start is repeated', async () => {
    const world = new PaymentWorld();
    const [first, second] = await world.settle(Promise.all([world.start('a'), world.start('a')]));
    expect([first.kind === 'payment' && first.repeated, second.kind === 'payment' && second.repeated].sort()).toEqual([
      false,
      true,
    ]);
    world.provider.pay(world.payment('a').id);
    await world.pass(1_000);
    await world.settle(world.start('a'));
    await world.crashAndRestart();
    await world.settle(world.start('a'));
    expect(world.provider.begins).toBe(1);
    expect(world.provider.charges).toHaveLength(1);
  });

  it('does not start again when the reply was lost and the agent restarted', async () => {
    const world = new PaymentWorld();
    world.provider.next = 'lose-reply';
    await world.startAndRead('a');
    await world.crashAndRestart();
    await world.pass(30_000);
    await world.settle(world.start('a'));
    expect(world.provider.begins).toBe(1);
    expect(world.payment('a').state).toBe('unknown');
  });

  it('finds a lost order by the message that names it, and asks before it believes', async () => {
    const world = new PaymentWorld();
    world.provider.next = 'lose-reply';
    const { id } = await world.startAndRead('a');
    world.provider.pay(id);
    const order = world.provider.orderOf(id);
    expect(
      await world.settle(world.desk.hint(world.payment('a').route, order?.providerRef ?? '', id, world.receipt('x'))),
    ).toBe('noted');
    await world.pass(100);
    expect(world.payment('a').state).toBe('approved');
    expect(world.provider.begins).toBe(1);
  });
});

describe('P4: while an outcome is unknown no second tender starts for the same sale', () => {
  const unknownSale = async () => {
    const world = new PaymentWorld();
    world.provider.next = 'lose-request';
    const payment = await world.startAndRead('a', { session: 's' });
    expect(payment.state).toBe('unknown');
    return { world, payment };
  };

  it('refuses card and QR alike, and other sales go on once the terminal is free', async () => {
    const { world } = await unknownSale();
    expect(await world.startAndRead('b', { session: 's', method: 'K_PAY_QR' })).toMatchObject({
      state: 'cancelled',
      reason: 'second-tender',
    });
    expect(await world.startAndRead('c', { session: 's' })).toMatchObject({ reason: 'second-tender' });
    expect(await world.startAndRead('d', { session: 'other', method: 'K_PAY_QR' })).toMatchObject({ state: 'started' });
    expect(world.provider.begins).toBe(2);
  });

  it('lets the sale go on after a named person witnessed "declined", and keeps asking', async () => {
    const { world, payment } = await unknownSale();
    expect(await world.settle(world.desk.witness(payment.id, 'declined', 'Anja'))).toBe('recorded');
    expect(answerForTill(world.payment('a'))).toBe('not-paid');
    expect(world.payment('a').state).toBe('unknown');
    expect(world.desk.needingAttention().map(({ id }) => id)).toEqual([payment.id]);
    expect(await world.startAndRead('b', { session: 's' })).toMatchObject({ state: 'started' });
  });

  it('alarms when later proof contradicts the witness', async () => {
    const world = new PaymentWorld();
    world.provider.next = 'lose-reply';
    const { id, route } = await world.startAndRead('a', { session: 's' });
    await world.settle(world.desk.witness(id, 'declined', 'Anja'));
    await world.settle(world.desk.handedOver(id, 'not-paid', 'poll'));
    world.provider.pay(id);
    await world.settle(world.desk.hint(route, world.provider.orderOf(id)?.providerRef ?? '', id, world.receipt('x')));
    await world.pass(100);
    expect(world.payment('a')).toMatchObject({ state: 'approved', alarm: 'witness-mismatch' });
    expect(world.payment('a').handOver).toMatchObject({ told: 'not-paid' });
  });

  it('never lets go by policy "off"', async () => {
    const world = new PaymentWorld({ policy: { secondTenderOnWitness: 'off' } });
    world.provider.next = 'lose-request';
    const { id } = await world.startAndRead('a', { session: 's' });
    expect(await world.settle(world.desk.witness(id, 'declined', 'Anja'))).toBe('not-allowed');
    expect(await world.startAndRead('b', { session: 's', method: 'K_PAY_QR' })).toMatchObject({
      reason: 'second-tender',
    });
  });

  it('asks the provider before it records what a person says', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a', { session: 's' });
    world.provider.offline = true;
    await world.pass(25_000);
    expect(world.payment('a').state).toBe('unknown');
    world.provider.offline = false;
    world.provider.pay(id);
    expect(await world.settle(world.desk.witness(id, 'declined', 'Anja'))).toBe('not-now');
    expect(world.payment('a')).toMatchObject({ state: 'approved', witness: null });
  });
});

describe('P5: a cancel is requested until it is proven', () => {
  it('is cancelled once the provider says so', async () => {
    const world = new PaymentWorld();
    await world.startAndRead('a');
    const answer = await world.settle(world.requestCancel('a'));
    expect(answer).toMatchObject({ state: 'cancelled', cancelRequest: { by: 'till' } });
  });

  it('reports money taken meanwhile as paid', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.provider.pay(id);
    const answer = await world.settle(world.requestCancel('a'));
    expect(answer).toMatchObject({ state: 'approved' });
  });

  it('stays open, with neither flag, when the stop came too late to be sure', async () => {
    const world = new PaymentWorld();
    await world.startAndRead('a');
    world.provider.abortsTooLate = true;
    const answer = await world.settle(world.requestCancel('a'));
    expect(answer && answerForTill(answer)).toBe('pending');
    world.provider.pay(world.payment('a').id);
    await world.pass(1_000);
    expect(world.payment('a').state).toBe('approved');
  });

  it('alarms when the till gave up and money came all the same', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.provider.abortsTooLate = true;
    await world.settle(world.giveUp('a'));
    world.provider.pay(id);
    await world.pass(1_000);
    expect(world.payment('a')).toMatchObject({ state: 'approved', alarm: 'paid-after-all' });
    expect(world.desk.needingAttention().map((payment) => payment.id)).toEqual([id]);
  });

  it('stops an order that turns up after its payment ended, and alarms when it took money', async () => {
    const world = new PaymentWorld();
    const interrupted = async (externalPaymentId: string) => {
      world.provider.next = 'hang';
      void world.start(externalPaymentId, { method: 'K_PAY_QR' });
      await world.pass(100);
      await world.crashAndRestart();
      const payment = world.payment(externalPaymentId);
      expect(payment).toMatchObject({ state: 'cancelled', reason: 'never-shown', providerRef: null });
      await world.settle(world.desk.handedOver(payment.id, 'not-paid', 'poll'));
      const providerRef = world.provider.orderOf(payment.id)?.providerRef ?? '';
      const hint = () => world.settle(world.desk.hint(payment.route, providerRef, payment.id, world.receipt('x')));
      return { payment, hint };
    };
    const unpaid = await interrupted('a');
    expect(await unpaid.hint()).toBe('noted');
    await world.pass(1_000);
    expect(world.provider.pay(unpaid.payment.id)).toBe(false);
    expect(world.payment('a')).toMatchObject({ state: 'cancelled', alarm: null });

    const paid = await interrupted('b');
    world.provider.pay(paid.payment.id);
    await paid.hint();
    await world.pass(1_000);
    expect(world.payment('b')).toMatchObject({ state: 'approved', alarm: 'paid-after-all' });
  });

  it('delivers the abort after a crash in between', async () => {
    const world = new PaymentWorld();
    await world.startAndRead('a');
    world.provider.offline = true;
    await world.settle(world.requestCancel('a'));
    await world.crashAndRestart();
    world.provider.offline = false;
    await world.pass(3_000);
    expect(world.payment('a').state).toBe('cancelled');
  });
});

describe('P6: no amount stays armed beyond its lease', () => {
  it('asks for a stop when the lease ends', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    await world.pass(60_500);
    expect(world.provider.aborts).toBeGreaterThan(0);
    expect(world.provider.orderOf(id)?.outcome).toBeDefined();
    await world.pass(2_000);
    expect(isOpen(world.payment('a'))).toBe(false);
  });

  it('does so also when the agent was down while the lease ended', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a', { method: 'K_PAY_QR' });
    world.crash();
    await world.clock.advance(200_000);
    await world.crashAndRestart();
    await world.pass(5_000);
    expect(world.provider.pay(id)).toBe(false);
    expect(isOpen(world.payment('a'))).toBe(false);
  });

  it('tells a second till how long a shared terminal is in use, and frees it afterwards', async () => {
    const world = new PaymentWorld();
    const first = await world.startAndRead('a');
    const second = await world.startAndRead('b', { till: '3-13' });
    expect(second).toMatchObject({ state: 'cancelled', reason: 'terminal-in-use', busyUntil: first.leaseUntil });
    world.provider.end(first.id, declined);
    await world.pass(1_000);
    expect(await world.startAndRead('c', { till: '3-13' })).toMatchObject({ state: 'started' });
  });
});
