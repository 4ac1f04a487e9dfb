import { cents } from '@tillbridge/kernel';
import { PaymentWorld } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { answerForTill, type Outcome, type PaymentId } from './payment.ts';
import type { Standing } from './ports.ts';

const TEN_MINUTES_MS = 10 * 60_000;

async function takenOffline(counts: 'paid' | 'unknown') {
  const world = new PaymentWorld({ local: true });
  const { id } = await world.startAndRead('a', { session: 's' });
  world.provider.takeOffline(id, counts);
  await world.pass(1_000);
  return { world, id };
}

const listed = (world: PaymentWorld) => world.desk.needingAttention().map((payment) => payment.id);
const facts = (world: PaymentWorld, id: PaymentId) =>
  world.store
    .facts()
    .filter(({ subject }) => subject === id)
    .map(({ kind }) => kind);

describe('taken offline, and the shop’s policy waits for the scheme', () => {
  it('is unknown, and no till hears "paid" (P1)', async () => {
    const { world, id } = await takenOffline('unknown');
    expect(world.payment('a')).toMatchObject({ state: 'unknown', reason: 'queued' });
    expect(answerForTill(world.payment('a'))).toBe('pending');
    expect(listed(world)).toEqual([id]);
  });

  it('blocks a second tender of the sale (P4) and leaves the terminal free for other sales', async () => {
    const { world } = await takenOffline('unknown');
    expect(await world.startAndRead('b', { session: 's' })).toMatchObject({ reason: 'second-tender' });
    expect(await world.startAndRead('c', { session: 'other' })).toMatchObject({ state: 'started' });
  });

  it('is asked about until the terminal has sent it', async () => {
    const { world, id } = await takenOffline('unknown');
    await world.pass(120_000);
    expect(world.payment('a')).toMatchObject({ state: 'unknown', reason: 'queued' });
    world.provider.sendQueued(id, 'takes');
    await world.pass(61_000);
    expect(world.payment('a')).toMatchObject({ state: 'approved', approval: { settlement: 'final' }, alarm: null });
  });

  it('ends as declined when the scheme refuses it, with nothing paid', async () => {
    const { world, id } = await takenOffline('unknown');
    world.provider.sendQueued(id, 'refuses');
    await world.pass(61_000);
    expect(world.payment('a')).toMatchObject({ state: 'declined', alarm: null });
    expect(world.provider.charges).toEqual([]);
  });

  it('stops nothing on the terminal, neither by lease nor by a till or a cashier', async () => {
    const { world, id } = await takenOffline('unknown');
    await world.startAndRead('b', { session: 'other' });
    expect(await world.settle(world.desk.stop(id))).toBe('not-now');
    const answer = await world.settle(world.requestCancel('a'));
    expect(answer && answerForTill(answer)).toBe('pending');
    await world.pass(50_000);
    expect(world.provider.aborts).toBe(0);
    expect(world.provider.isArmed(world.payment('b').id)).toBe(true);
  });

  it('is what the state says when an interrupted start turns out to be taken offline', async () => {
    const world = new PaymentWorld({ local: true });
    world.provider.next = 'hang';
    void world.start('a');
    await world.pass(100);
    world.provider.takeOffline(world.payment('a').id, 'unknown');
    await world.crashAndRestart();
    await world.pass(1_000);
    expect(world.payment('a')).toMatchObject({ state: 'unknown', reason: 'queued' });
  });
});

describe('taken offline, and the shop’s policy counts it as paid', () => {
  it('is paid for the till and stays on the list until the scheme has confirmed it', async () => {
    const { world, id } = await takenOffline('paid');
    expect(world.payment('a')).toMatchObject({ state: 'approved', approval: { settlement: 'queued' } });
    expect(answerForTill(world.payment('a'))).toBe('paid');
    await world.settle(world.desk.handedOver(id, 'paid', 'poll'));
    expect(listed(world)).toEqual([id]);
    expect(await world.settle(world.desk.settle(id, 'Anja'))).toBe('not-now');
    world.provider.sendQueued(id, 'takes');
    await world.pass(TEN_MINUTES_MS);
    expect(world.payment('a')).toMatchObject({ state: 'approved', approval: { settlement: 'final' }, alarm: null });
    expect(listed(world)).toEqual([]);
    expect(facts(world, id).at(-1)).toBe('payment.settled-by-scheme');
  });

  it('is asked about every ten minutes, and at once after a restart', async () => {
    const { world, id } = await takenOffline('paid');
    world.provider.sendQueued(id, 'takes');
    await world.pass(TEN_MINUTES_MS - 5_000);
    expect(world.payment('a').approval?.settlement).toBe('queued');
    await world.crashAndRestart();
    await world.pass(100);
    expect(world.payment('a').approval?.settlement).toBe('final');
  });

  it('is asked about when a person wants to know', async () => {
    const { world, id } = await takenOffline('paid');
    world.provider.sendQueued(id, 'takes');
    expect(await world.settle(world.desk.enquire(id))).toBe('asked');
    await world.pass(100);
    expect(world.payment('a').approval?.settlement).toBe('final');
    expect(await world.settle(world.desk.enquire(id))).toBe('not-now');
  });

  it('alarms when the scheme refuses it: the till was told paid, a manager has to look', async () => {
    const { world, id } = await takenOffline('paid');
    await world.settle(world.desk.handedOver(id, 'paid', 'poll'));
    world.provider.sendQueued(id, 'refuses');
    await world.pass(TEN_MINUTES_MS);
    expect(world.payment('a')).toMatchObject({
      state: 'approved',
      alarm: 'queued-declined',
      approval: { settlement: 'refused' },
      handOver: { told: 'paid' },
    });
    expect(facts(world, id)).toContain('payment.contradicted');
    expect(listed(world)).toEqual([id]);
    expect(await world.settle(world.desk.settle(id, 'Anja'))).toBe('settled');
    expect(listed(world)).toEqual([]);
    expect(world.payment('a').approval?.settlement).toBe('refused');
  });

  it('takes the alarm back when the scheme takes it after all', async () => {
    const { world, id } = await takenOffline('paid');
    world.provider.sendQueued(id, 'refuses');
    await world.pass(TEN_MINUTES_MS);
    const order = world.provider.orderOf(id);
    if (order !== undefined) order.queued = 'unknown';
    world.provider.sendQueued(id, 'takes');
    const { route } = world.payment('a');
    await world.settle(world.desk.hint(route, order?.providerRef ?? '', id, world.receipt('x')));
    await world.pass(100);
    expect(world.payment('a')).toMatchObject({ alarm: null, approval: { settlement: 'final' } });
  });

  it('alarms when the scheme took another amount', async () => {
    const { world, id } = await takenOffline('paid');
    world.provider.sendQueued(id, 'takes', 1500);
    await world.pass(TEN_MINUTES_MS);
    expect(world.payment('a')).toMatchObject({ alarm: 'amount-differs', approval: { finalCents: 1500 } });
  });

  it('is looked after also when the news came after the payment had ended', async () => {
    const world = new PaymentWorld({ local: true });
    const { id, route } = await world.startAndRead('a');
    world.provider.end(id, { kind: 'cancelled', reason: 'cancelled-by-customer', detail: null });
    await world.pass(1_000);
    const order = world.provider.orderOf(id);
    if (order === undefined) throw new Error('no order');
    order.outcome = undefined;
    world.provider.takeOffline(id, 'paid');
    await world.settle(world.desk.hint(route, order.providerRef, id, world.receipt('x')));
    await world.pass(100);
    expect(world.payment('a')).toMatchObject({ state: 'approved', approval: { settlement: 'queued' } });
    world.provider.sendQueued(id, 'takes');
    await world.pass(TEN_MINUTES_MS);
    expect(world.payment('a').approval?.settlement).toBe('final');
  });

  describe.each([
    ['waits', 'unknown'],
    ['says paid', 'paid'],
  ] as const)('and its provider answers for it while the policy %s', (_policy, counts) => {
    const PAID = {
      kind: 'final',
      outcome: {
        kind: 'approved',
        approval: {
          finalCents: cents(1470),
          transactionReference: '44117537094X1167',
          cardType: null,
          terminalLabel: 'TH-1234-5678',
          providerMethod: '1927',
          receipts: [],
          settlement: 'final',
        },
      },
    } as const;
    const DECLINED = {
      kind: 'final',
      outcome: { kind: 'declined', reason: 'declined-by-issuer', detail: '-63 DENIED' },
    } as const;
    const prove = async (world: PaymentWorld, id: PaymentId, proof: Standing) =>
      world.settle(world.desk.hint(world.payment('a').route, 'cloud-order', id, world.receipt('x'), proof));

    it('it is settled, though the terminal never tells', async () => {
      const { world, id } = await takenOffline(counts);
      expect(await prove(world, id, PAID)).toBe('noted');
      expect(world.payment('a')).toMatchObject({
        state: 'approved',
        alarm: null,
        approval: { settlement: 'final', transactionReference: '44117537094X1167' },
      });
      await world.pass(TEN_MINUTES_MS);
      expect(world.payment('a')).toMatchObject({ state: 'approved', approval: { settlement: 'final' } });
    });

    it('nothing was paid when the scheme refused it; who told the till "paid" hears an alarm', async () => {
      const { world, id } = await takenOffline(counts);
      await prove(world, id, DECLINED);
      expect(world.payment('a')).toMatchObject(
        counts === 'paid'
          ? { state: 'approved', alarm: 'queued-declined', approval: { settlement: 'refused' } }
          : { state: 'declined', alarm: null, approval: null },
      );
      expect(world.provider.aborts).toBe(0);
    });

    it('an answer that proves nothing changes nothing', async () => {
      const { world, id } = await takenOffline(counts);
      const before = world.payment('a').version;
      await prove(world, id, { kind: 'pending', phase: 'processing' });
      await prove(world, id, { kind: 'unreachable', detail: 'no answer' });
      expect(world.payment('a').version).toBe(before);
    });
  });

  it('P1: while the device has a payment, its provider’s "no" counts for nothing, and its "yes" for paid', async () => {
    const world = new PaymentWorld({ local: true });
    const { id, route } = await world.startAndRead('a');
    const cancelled = { kind: 'cancelled', reason: 'cancelled-by-customer', detail: null } as const;
    const hear = (outcome: Outcome) =>
      world.settle(world.desk.hint(route, 'cloud-order', id, world.receipt('x'), { kind: 'final', outcome }));
    await hear(cancelled);
    expect(world.payment('a')).toMatchObject({ state: 'started', providerRef: 'order-1' });
    world.provider.pay(id);
    await world.pass(1_000);
    await hear(cancelled);
    expect(world.payment('a')).toMatchObject({ state: 'approved', alarm: null });
  });

  it('closes without leaving anything running', async () => {
    const { world } = await takenOffline('paid');
    await world.settle(world.desk.close());
    expect(world.clock.sleeping).toBe(0);
  });
});
