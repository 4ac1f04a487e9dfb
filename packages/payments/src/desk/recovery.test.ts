import { PaymentWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';

describe('after a crash every open payment is resolved by enquiry', () => {
  it('takes a QR that was never shown for what it is', async () => {
    const world = new PaymentWorld();
    world.provider.next = 'hang';
    void world.start('a', { method: 'K_PAY_QR' });
    await world.pass(100);
    expect(world.payment('a').state).toBe('intent');
    await world.crashAndRestart();
    expect(world.payment('a')).toMatchObject({ state: 'cancelled', reason: 'never-shown' });
  });

  it('calls an interrupted card start unknown', async () => {
    const world = new PaymentWorld();
    world.provider.next = 'hang';
    void world.start('a');
    await world.pass(100);
    await world.crashAndRestart();
    expect(world.payment('a')).toMatchObject({ state: 'unknown', reason: 'interrupted' });
  });

  it('finds what happened while it was down', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.crash();
    world.provider.pay(id);
    await world.crashAndRestart();
    await world.pass(1_000);
    expect(world.payment('a').state).toBe('approved');
  });

  it('keeps asking through a long silence and believes the late answer', async () => {
    const world = new PaymentWorld();
    const { id } = await world.startAndRead('a');
    world.provider.pay(id);
    world.provider.offline = true;
    await world.pass(120_000);
    expect(world.payment('a').state).toBe('unknown');
    world.provider.offline = false;
    await world.pass(61_000);
    expect(world.payment('a').state).toBe('approved');
  });
});
