import { PaymentWorld, type RefundScript } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { answerForTill, type Payment } from '../payment.ts';

/** A paid QR payment of EUR 14.70, told to the till. */
async function paidByQr(world: PaymentWorld, name = 'a', session = 'sale'): Promise<Payment> {
  const { id } = await world.startAndRead(name, { method: 'K_QR', session });
  world.provider.pay(id);
  await world.pass(1_000);
  await world.settle(world.desk.handedOver(id, 'paid', 'poll'));
  return world.payment(name);
}

async function askedFor(world: PaymentWorld, original: Payment, amountCents: number, script: RefundScript = 'done') {
  world.account.next = script;
  expect(await world.settle(world.refund(original.id, amountCents))).toBe('asked');
  const { id } = world.store.refundsOf(original.id).at(-1) as Payment;
  return () => world.store.byId(id) as Payment;
}

describe('a refund over the account of the provider', () => {
  it('P1: is done when the provider says so, and heard by the person who asked', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const refund = await askedFor(world, original, 500);
    await world.pass(3_000);
    expect(refund()).toMatchObject({
      state: 'approved',
      direction: 'refund',
      original: original.id,
      terminal: null,
      sessionId: null,
      amountCents: 500,
      askedBy: { person: 'Anja', reason: 'broken' },
      handOver: { told: 'paid', by: 'person' },
      approval: { finalCents: 500, transactionReference: 'refund-1' },
    });
    expect(refund().externalPaymentId).toMatch(/^refund-request-\d+$/);
    expect(world.desk.needingAttention()).toEqual([]);
    expect(world.account.refunds.map((one) => one.refund)).toEqual([
      {
        reference: refund().id,
        original: { reference: original.id, providerRef: original.providerRef, amountCents: 1470 },
        amountCents: 500,
        description: 'Kassa',
      },
    ]);
    const asked = world.store.facts().find(({ kind }) => kind === 'payment.refund-asked');
    expect(asked).toMatchObject({
      subject: refund().id,
      body: { original: original.id, person: 'Anja', reason: 'broken' },
    });
  });

  it('that is pending stays open until the bank has spoken, and no lease stops it', async () => {
    const world = new PaymentWorld();
    const refund = await askedFor(world, await paidByQr(world), 500, 'pending');
    await world.pass(1_000);
    expect([refund().state, world.desk.phaseOf(refund().id)]).toEqual(['started', 'processing']);
    await world.pass(600_000);
    expect(refund()).toMatchObject({ state: 'unknown', cancelRequest: null, handOver: null });
    expect(world.store.outbox()).toEqual([]);
    world.account.decide(refund().id, 'done');
    await world.pass(60_000);
    expect(refund()).toMatchObject({ state: 'approved', alarm: null });
  });

  it('that the bank refuses afterwards is not done, and the money can be given back again', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const refund = await askedFor(world, original, 1470, 'pending');
    world.account.decide(refund().id, 'failed');
    await world.pass(20_000);
    expect(refund()).toMatchObject({ state: 'declined', handOver: { told: 'not-paid', by: 'person' } });
    await askedFor(world, original, 1470);
    await world.pass(3_000);
    expect(refund()).toMatchObject({ state: 'declined' });
    expect(world.account.givenBack(original.providerRef ?? '')).toBe(1470);
  });

  it('that the provider refuses has ended at once', async () => {
    const world = new PaymentWorld();
    const refund = await askedFor(world, await paidByQr(world), 500, 'refuse');
    await world.pass(500);
    expect(refund()).toMatchObject({ state: 'cancelled', reason: 'provider-refused', detail: 'no' });
  });

  it.each(['lose-reply', 'hang'] as const)('P3: %s: is looked for and found, never asked for twice', async (script) => {
    const world = new PaymentWorld();
    const refund = await askedFor(world, await paidByQr(world), 500, script);
    await world.pass(100_000);
    expect(refund().state).toBe('approved');
    expect([world.account.asked, world.account.refunds.length]).toEqual([1, 1]);
  });

  it('P3: a request that got lost is not done, and nobody repeats it', async () => {
    const world = new PaymentWorld();
    const refund = await askedFor(world, await paidByQr(world), 500, 'lose-request');
    await world.pass(20_000);
    expect(refund().state, 'it may still be on its way').toBe('unknown');
    await world.pass(80_000);
    expect(refund()).toMatchObject({ state: 'cancelled', reason: 'failed' });
    expect(world.account.asked).toBe(1);
  });

  it('P3: a request that arrives late is found', async () => {
    const world = new PaymentWorld();
    const refund = await askedFor(world, await paidByQr(world), 500, 'late');
    await world.pass(100_000);
    expect(refund().state).toBe('approved');
  });

  it('P3: a crash before the reply leaves it unknown, and the next start finds it', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    world.account.next = 'hang';
    await world.settle(world.refund(original.id, 500));
    const [intent] = world.store.refundsOf(original.id);
    expect(intent?.state).toBe('intent');
    world.account.offline = true;
    await world.crashAndRestart();
    expect(world.store.refundsOf(original.id)[0]).toMatchObject({ state: 'unknown', reason: 'interrupted' });
    world.account.offline = false;
    await world.pass(10_000);
    expect(world.store.refundsOf(original.id)[0]?.state).toBe('approved');
    expect(world.account.asked).toBe(1);
  });

  it('P4: while one is open no person asks for another, and no witness closes it', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    world.account.offline = true;
    const refund = await askedFor(world, original, 500, 'lose-reply');
    await world.pass(1_000);
    expect(refund().state).toBe('unknown');
    expect(await world.settle(world.refund(original.id, 500))).toBe('not-now');
    expect(await world.settle(world.desk.witness(refund().id, 'declined', 'Anja'))).toBe('not-allowed');
    expect(await world.settle(world.desk.stop(refund().id))).toBe('not-now');
  });

  it('a message about the order of the payment has its refund asked about', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const refund = await askedFor(world, original, 500, 'pending');
    await world.pass(60_000);
    world.account.decide(refund().id, 'done');
    await world.settle(world.desk.hint(original.route, original.providerRef ?? '', null, world.receipt('webhook')));
    await world.pass(500);
    expect(refund().state).toBe('approved');
  });
});

describe('what a person may ask for', () => {
  it('no more than is left, of a paid payment of their till', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const open = await world.startAndRead('open', { method: 'K_QR' });
    const ask = (id: Payment['id'], cents: number, till?: string) => world.settle(world.refund(id, cents, till));
    expect(await ask(original.id, 1471)).toBe('not-now');
    expect(await ask(original.id, 0)).toBe('not-now');
    expect(await ask(original.id, -5)).toBe('not-now');
    expect(await ask(original.id, 500, '3-13')).toBe('not-found');
    expect(await ask('nobody' as Payment['id'], 500)).toBe('not-found');
    expect(await ask(open.id, 500)).toBe('not-now');
    expect(await ask(original.id, 1000)).toBe('asked');
    await world.pass(3_000);
    expect(await ask(original.id, 471)).toBe('not-now');
    expect(await ask(original.id, 470)).toBe('asked');
    await world.pass(3_000);
    const [first] = world.store.refundsOf(original.id);
    expect(await ask(first?.id as Payment['id'], 100), 'a refund is not refunded').toBe('not-now');
    expect(world.account.givenBack(original.providerRef ?? '')).toBe(1470);
  });

  it('of two asked for at once, one', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const both = Promise.all([world.refund(original.id, 1000), world.refund(original.id, 1000)]);
    expect((await world.settle(both)).sort()).toEqual(['asked', 'not-now']);
    await world.pass(3_000);
    expect(world.account.givenBack(original.providerRef ?? '')).toBe(1000);
  });

  it('P3: is given back once, however often the same wish arrives: at once, while it is open, when it is done', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const wish = world.requestId();
    const ask = (cents = 500) => world.settle(world.refund(original.id, cents, '3-12', wish));
    const twice = Promise.all([1, 2].map(() => world.refund(original.id, 500, '3-12', wish)));
    expect(await world.settle(twice)).toEqual(['asked', 'asked']);
    expect(await ask()).toBe('asked');
    await world.pass(3_000);
    expect(await ask()).toBe('asked');
    await world.crashAndRestart();
    expect(await ask()).toBe('asked');
    await world.pass(3_000);
    expect(world.store.refundsOf(original.id)).toHaveLength(1);
    expect(world.account.givenBack(original.providerRef ?? '')).toBe(500);
    expect(await ask(470), 'the same wish for another amount is no repeat').toBe('not-now');
    expect(await world.settle(world.refund(original.id, 500)), 'another wish is another refund').toBe('asked');
    await world.pass(3_000);
    expect(world.account.givenBack(original.providerRef ?? '')).toBe(1000);
  });

  it('a wish that was refused may be asked for again when nothing is in its way any more', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const wish = world.requestId();
    await askedFor(world, original, 1000, 'pending');
    expect(await world.settle(world.refund(original.id, 300, '3-12', wish))).toBe('not-now');
    for (const { id } of world.store.refundsOf(original.id)) world.account.decide(id, 'done');
    await world.pass(20_000);
    expect(await world.settle(world.refund(original.id, 300, '3-12', wish))).toBe('asked');
  });

  it('a card payment of a terminal goes back at that terminal, where it is a payment like any other', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.provider.pay(id);
    await world.pass(1_000);
    expect(await world.settle(world.refund(id, 500))).toBe('asked');
    const [refund] = world.store.refundsOf(id);
    expect(refund).toMatchObject({ terminal: 'terminal-of-pin-1', means: 'card', original: id });
    await world.pass(500);
    expect(world.provider.pay(refund?.id ?? '')).toBe(true);
    await world.pass(1_000);
    expect(world.store.refundsOf(id)[0]).toMatchObject({ state: 'approved', handOver: { by: 'person' } });
    expect(world.account.asked).toBe(0);
  });

  it('a terminal that is in use says so on the card of the refund', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.provider.pay(id);
    await world.pass(1_000);
    await world.startAndRead('b');
    expect(await world.settle(world.refund(id, 500))).toBe('asked');
    expect(world.store.refundsOf(id)[0]).toMatchObject({ state: 'cancelled', reason: 'terminal-in-use' });
  });

  it('P2: told "not refunded", refunded after all: an alarm', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const refund = await askedFor(world, original, 500, 'lose-request');
    await world.pass(100_000);
    expect(refund()).toMatchObject({ state: 'cancelled', handOver: { told: 'not-paid' } });
    await world.account.refund(
      {
        reference: refund().id,
        original: {
          reference: original.id,
          providerRef: original.providerRef ?? '',
          amountCents: original.amountCents,
        },
        amountCents: refund().amountCents,
        description: '',
      },
      { signal: new AbortController().signal, timeoutMs: 1 },
    );
    const { id, route } = refund();
    await world.settle(world.desk.hint(route, 'refund-1', id, world.receipt('webhook')));
    await world.pass(1_000);
    expect(refund()).toMatchObject({ state: 'approved', alarm: 'paid-after-all' });
    expect(world.desk.needingAttention().map((one) => one.id)).toEqual([id]);
  });
});

describe('a negative amount of the till', () => {
  it('goes back over the route that took the money, whatever the method names', async () => {
    const world = new PaymentWorld();
    const original = await paidByQr(world);
    const refund = await world.startAndRead('back', { amountCents: -1470, method: 'K_PAY_PIN', session: 'sale' });
    expect(refund).toMatchObject({
      route: 'pay-qr',
      means: 'qr',
      terminal: null,
      original: original.id,
      askedBy: null,
    });
    await world.pass(3_000);
    expect(answerForTill(world.payment('back'))).toBe('paid');
    expect(world.payment('back').handOver, 'the till has to hear it').toBeNull();
    expect(world.provider.charges).toHaveLength(1);
  });

  it('without an original is the terminal’s own business, and nobody’s at a provider', async () => {
    const world = new PaymentWorld();
    const card = await world.startAndRead('back', { amountCents: -500, session: 'another' });
    expect(card).toMatchObject({ route: 'pin-1', terminal: 'terminal-of-pin-1', original: null, state: 'started' });
    const qr = await world.startAndRead('qr', { amountCents: -500, method: 'K_QR', session: 'third' });
    expect(qr).toMatchObject({ state: 'cancelled', reason: 'refund-not-possible' });
  });

  it('of a card goes over the account where the provider has one', async () => {
    const world = new PaymentWorld({ cardAccount: true });
    const { id } = await world.startAndRead('a', { session: 'sale' });
    world.provider.pay(id);
    await world.pass(1_000);
    const refund = await world.startAndRead('back', { amountCents: -1470, session: 'sale' });
    expect(refund).toMatchObject({ means: 'card', terminal: null, original: id });
    await world.pass(3_000);
    expect(world.payment('back').state).toBe('approved');
    expect(world.account.asked).toBe(1);
  });

  it('P5: a stop is noted and stops nothing; the end that comes is what the till hears', async () => {
    const world = new PaymentWorld();
    await paidByQr(world);
    world.account.next = 'pending';
    const refund = await world.startAndRead('back', { amountCents: -1470, method: 'K_QR', session: 'sale' });
    const answer = world.requestCancel('back');
    await world.settle(answer);
    expect(world.payment('back')).toMatchObject({ state: 'started', cancelRequest: { by: 'till' } });
    world.account.decide(refund.id, 'done');
    await world.pass(60_000);
    expect(answerForTill(world.payment('back'))).toBe('paid');
  });
});
