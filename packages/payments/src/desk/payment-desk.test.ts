import { PaymentWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';

describe('the payment desk', () => {
  it('answers within the budget when the provider is slow, and goes on', async () => {
    const world = new PaymentWorld();
    world.provider.next = 'hang';
    const answer = await world.startAndRead('a');
    expect(answer.state).toBe('intent');
    expect(world.desk.phaseOf(answer.id)).toBe('starting');
  });

  it('refunds on the terminal by a negative amount, never by QR', async () => {
    const world = new PaymentWorld();
    expect(await world.startAndRead('a', { amountCents: -1470 })).toMatchObject({
      state: 'started',
      direction: 'refund',
      amountCents: 1470,
    });
    expect(await world.startAndRead('b', { amountCents: -100, method: 'K_PAY_QR' })).toMatchObject({
      state: 'cancelled',
      reason: 'refund-not-possible',
    });
  });

  it('starts nothing when the journal cannot be written, and works again when it can', async () => {
    const world = new PaymentWorld();
    world.store.failWith = new Error('disk full');
    expect(await world.settle(world.start('a'))).toEqual({ kind: 'unwritable' });
    expect(world.provider.begins).toBe(0);
    world.store.failWith = null;
    expect(await world.startAndRead('a')).toMatchObject({ state: 'started' });
  });

  it('loses no answer of a driver to a disk that is full for a while', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.store.failWith = new Error('disk full');
    world.provider.pay(id);
    await world.pass(5_000);
    world.store.failWith = null;
    await world.pass(3_000);
    expect(world.payment('a').state).toBe('approved');
  });

  it('keeps a contradiction as a fact and the payment approved', async () => {
    const world = new PaymentWorld();
    const { id, route, providerRef } = await world.startAndRead('a');
    world.provider.pay(id);
    await world.pass(1_000);
    const order = world.provider.orderOf(id);
    if (order !== undefined) order.outcome = { kind: 'cancelled', reason: 'failed', detail: null };
    await world.settle(world.desk.hint(route, providerRef ?? '', id, world.receipt('x')));
    await world.pass(100);
    expect(world.payment('a').state).toBe('approved');
    expect(world.store.facts().map((fact) => fact.kind)).toContain('payment.contradicted');
  });

  it('raises an alarm when another amount was taken than asked for', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.provider.pay(id, 1500);
    await world.pass(1_000);
    expect(world.payment('a')).toMatchObject({ state: 'approved', alarm: 'amount-differs' });
    expect(await world.settle(world.desk.settle(id, 'Anja'))).toBe('settled');
    expect(world.payment('a')).toMatchObject({ alarm: null, handOver: { told: 'paid', by: 'person' } });
  });

  it('closes without leaving anything running', async () => {
    const world = new PaymentWorld();
    await world.startAndRead('a');
    await world.settle(world.desk.close());
    expect(world.clock.sleeping).toBe(0);
    expect(world.payment('a').state).toBe('started');
  });
});
