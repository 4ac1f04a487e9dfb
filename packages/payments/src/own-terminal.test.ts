import { PaymentWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { isOpen } from './payment.ts';

const LEASE_MS = 60_000;

/** A card start that the agent's end cut off before the terminal's answer was stored: the amount is armed. */
async function cutOffStart(): Promise<PaymentWorld> {
  const world = new PaymentWorld({ local: true });
  world.provider.next = 'hang';
  void world.start('a');
  await world.pass(100);
  expect(world.payment('a')).toMatchObject({ state: 'intent', providerRef: null });
  expect(world.provider.isArmed(world.payment('a').id)).toBe(true);
  return world;
}

describe('P6 on a terminal that we talk to ourselves: nothing stays armed beyond its lease', () => {
  it('is stopped at the end of its lease although its start was cut off by a crash', async () => {
    const world = await cutOffStart();
    await world.crashAndRestart();
    expect(world.payment('a')).toMatchObject({ state: 'started', providerRef: null });
    await world.pass(LEASE_MS - 1_000);
    expect(world.provider.isArmed(world.payment('a').id)).toBe(true);
    await world.pass(2_000);
    expect(world.provider.isArmed(world.payment('a').id)).toBe(false);
    expect(world.payment('a')).toMatchObject({ state: 'cancelled', reason: 'cancelled-by-till' });
  });

  it('is stopped at once when the lease ended while the agent was down', async () => {
    const world = await cutOffStart();
    world.crash();
    await world.clock.advance(10 * LEASE_MS);
    await world.crashAndRestart();
    await world.pass(1_000);
    expect(world.provider.isArmed(world.payment('a').id)).toBe(false);
    expect(isOpen(world.payment('a'))).toBe(false);
  });

  it('is stopped also when the crash came after the start', async () => {
    const world = new PaymentWorld({ local: true });
    const { id } = await world.startAndRead('a');
    world.crash();
    await world.clock.advance(10 * LEASE_MS);
    expect(world.provider.isArmed(id)).toBe(true);
    await world.crashAndRestart();
    await world.pass(1_000);
    expect(world.provider.isArmed(id)).toBe(false);
  });

  it('is stopped as soon as the terminal can be reached again', async () => {
    const world = await cutOffStart();
    world.provider.offline = true;
    await world.crashAndRestart();
    await world.pass(5 * LEASE_MS);
    expect(world.payment('a').state).toBe('unknown');
    world.provider.offline = false;
    await world.pass(1_000);
    expect(world.provider.isArmed(world.payment('a').id)).toBe(false);
  });

  it('keeps the stop that a till asked for before the crash', async () => {
    const world = await cutOffStart();
    await world.settle(world.requestCancel('a'));
    await world.crashAndRestart();
    await world.pass(1_000);
    expect(world.payment('a')).toMatchObject({ state: 'cancelled', cancelRequest: { by: 'till' } });
  });
});

describe('a terminal that we talk to ourselves is asked by our own name for the payment', () => {
  it('proves what happened although the reply to the start was lost', async () => {
    const world = await cutOffStart();
    const { id } = world.payment('a');
    world.crash();
    world.provider.pay(id);
    await world.crashAndRestart();
    await world.pass(1_000);
    expect(world.payment('a')).toMatchObject({ state: 'approved', providerRef: null });
    expect(world.provider.charges).toHaveLength(1);
  });

  it('stops nothing for a payment that has ended: the terminal may be busy with the next one', async () => {
    const world = new PaymentWorld({ local: true });
    const { id } = await world.startAndRead('a');
    world.provider.offline = true;
    await world.settle(world.requestCancel('a'));
    world.provider.offline = false;
    world.provider.end(id, { kind: 'declined', reason: 'declined-by-issuer', detail: null });
    await world.clock.advance(1_000);
    expect(world.payment('a').state).toBe('declined');
    const before = world.provider.aborts;
    await world.pass(1_000);
    expect(world.provider.aborts).toBe(before);
    expect(world.store.outbox()).toEqual([]);
  });

  it('says nothing was paid, and calls a person, when it named another amount than asked for', async () => {
    const world = new PaymentWorld({ local: true });
    const { id } = await world.startAndRead('a');
    world.provider.end(id, { kind: 'declined', reason: 'amount-refused', detail: 'ZVT-000 another amount' });
    await world.pass(1_000);
    expect(world.payment('a')).toMatchObject({
      state: 'declined',
      reason: 'amount-refused',
      alarm: 'amount-differs',
      approval: null,
    });
    await world.settle(world.desk.handedOver(id, 'not-paid', 'poll'));
    expect(world.desk.needingAttention().map((payment) => payment.id)).toEqual([id]);
    expect(await world.settle(world.desk.settle(id, 'Anja'))).toBe('settled');
    expect(world.payment('a')).toMatchObject({ alarm: null, handOver: { told: 'not-paid', by: 'poll' } });
    expect(world.desk.needingAttention()).toEqual([]);
  });
});

describe('the device’s own words', () => {
  it('reach whoever shows payments, beside the phase, and end with the payment', async () => {
    const world = new PaymentWorld({ local: true });
    const heard: unknown[] = [];
    world.desk.onChange((payment, phase, words) => heard.push([payment.state, phase, words]));
    const { id } = await world.startAndRead('a');
    world.provider.show(id, 'pin', 'GEHEIMZAHL');
    await world.pass(1_000);
    expect(heard.at(-1)).toEqual(['started', 'pin', 'GEHEIMZAHL']);
    expect([world.desk.phaseOf(id), world.desk.wordsOf(id)]).toEqual(['pin', 'GEHEIMZAHL']);
    world.provider.show(id, 'pin', 'NOCH EINMAL');
    await world.pass(1_000);
    expect(heard.at(-1)).toEqual(['started', 'pin', 'NOCH EINMAL']);
    world.provider.pay(id);
    await world.pass(1_000);
    expect(heard.at(-1)).toEqual(['approved', null, null]);
  });
});
