import { PaymentWorld } from '@tillbridge/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerForTill, awaitsProof, type Payment } from './payment.ts';
import { ABORT_KIND } from './rules/changes.ts';

const IDS = ['a', 'b', 'c', 'd'] as const;
const SCRIPTS = ['accept', 'refuse-in-use', 'refuse', 'lose-reply', 'lose-request', 'hang'] as const;

type Step =
  | { readonly do: 'start'; readonly id: string; readonly qr: boolean; readonly script: (typeof SCRIPTS)[number] }
  | {
      readonly do: 'pay' | 'decline' | 'cancel' | 'give-up' | 'tell' | 'hint' | 'witness' | 'queued-sent' | 'refused';
      readonly id: string;
    }
  | { readonly do: 'take-offline'; readonly id: string; readonly counts: 'paid' | 'unknown' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'crash' | 'offline' | 'online' | 'too-late' };

const id = fc.constantFrom(...IDS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('start' as const),
      id,
      qr: fc.boolean(),
      script: fc.constantFrom(...SCRIPTS),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'pay' as const,
        'decline' as const,
        'cancel' as const,
        'give-up' as const,
        'tell' as const,
        'hint' as const,
        'witness' as const,
        'queued-sent' as const,
        'refused' as const,
      ),
      id,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('take-offline' as const),
      id,
      counts: fc.constantFrom('paid' as const, 'unknown' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(0, 400, 2_000, 25_000, 90_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('crash' as const, 'offline' as const, 'online' as const, 'too-late' as const),
    }),
  },
);

/** Ids a and b belong to one sale, c and d to another. */
const saleOf = (externalPaymentId: string) => (externalPaymentId < 'c' ? 'sale-1' : 'sale-2');

async function play(world: PaymentWorld, steps: readonly Step[]): Promise<void> {
  for (const next of steps) {
    await perform(world, next);
    check(world);
  }
}

async function perform(world: PaymentWorld, next: Step): Promise<void> {
  const known = 'id' in next ? world.store.byKey(world.subscriptionId, next.id) : undefined;
  switch (next.do) {
    case 'start':
      world.provider.next = next.script;
      await world.settle(world.start(next.id, { session: saleOf(next.id), method: next.qr ? 'K_QR' : 'K_PIN' }));
      world.provider.next = 'accept';
      return;
    case 'pay':
      // A QR can be paid only by somebody who has seen it.
      if (known !== undefined && (known.means === 'card' || known.qr !== null)) world.provider.pay(known.id);
      return;
    case 'take-offline':
      if (known?.means === 'card') world.provider.takeOffline(known.id, next.counts);
      return;
    case 'queued-sent':
    case 'refused':
      if (known !== undefined) world.provider.sendQueued(known.id, next.do === 'refused' ? 'refuses' : 'takes');
      return;
    case 'decline':
      if (known !== undefined)
        world.provider.end(known.id, { kind: 'declined', reason: 'declined-by-issuer', detail: null });
      return;
    case 'cancel':
      await world.settle(world.requestCancel(next.id));
      return;
    case 'give-up':
      await world.settle(world.giveUp(next.id));
      return;
    case 'tell': {
      const answer = known === undefined ? 'pending' : answerForTill(known);
      if (known !== undefined && answer !== 'pending')
        await world.settle(world.desk.handedOver(known.id, answer, 'poll'));
      return;
    }
    case 'hint': {
      const order = known === undefined ? undefined : world.provider.orderOf(known.id);
      if (known !== undefined && order !== undefined) {
        await world.settle(world.desk.hint(known.route, order.providerRef, known.id, world.receipt('exchange')));
      }
      return;
    }
    case 'witness':
      if (known !== undefined) await world.settle(world.desk.witness(known.id, 'declined', 'Anja'));
      return;
    case 'pass':
      await world.pass(next.ms);
      return;
    case 'crash':
      await world.crashAndRestart();
      return;
    case 'offline':
      world.provider.offline = true;
      return;
    case 'online':
      world.provider.offline = false;
      return;
    case 'too-late':
      world.provider.abortsTooLate = true;
      return;
  }
}

/** What must hold at every moment. */
function check(world: PaymentWorld): void {
  for (const payment of world.store.all()) {
    const charged = world.provider.charges.filter((charge) => charge.reference === payment.id);
    const orders = [...world.provider.orders.values()].filter(({ order }) => order.reference === payment.id);
    expect(orders.length, 'P3: one order').toBeLessThanOrEqual(1);
    expect(charged.length, 'P3: one charge').toBeLessThanOrEqual(1);
    // What the terminal took offline counts as paid by policy alone, until the scheme has spoken.
    const settled = payment.approval === null || payment.approval.settlement === 'final';
    if (settled && (answerForTill(payment) === 'paid' || payment.handOver?.told === 'paid')) {
      expect(charged.length, 'P1: paid only what was charged').toBe(1);
    }
    if (payment.approval?.settlement === 'queued') {
      expect(
        world.desk.needingAttention().some((one) => one.id === payment.id),
        'on the list',
      ).toBe(true);
    }
    if (payment.approval?.settlement === 'refused') {
      expect([charged.length, payment.alarm], 'refused by the scheme: an alarm').toEqual([0, 'queued-declined']);
    }
    if (payment.state === 'declined' || payment.state === 'cancelled' || payment.state === 'timed-out') {
      expect(charged.length, 'a proven end took no money').toBe(0);
    }
    if (payment.state === 'approved' && payment.handOver?.told !== 'paid') {
      expect(
        world.desk.needingAttention().some((one) => one.id === payment.id),
        'P2: on the list',
      ).toBe(true);
    }
  }
  for (const sale of ['sale-1', 'sale-2']) {
    const open = world.store
      .openOfSession(world.subscriptionId, sale)
      .filter((payment) => payment.witness?.says !== 'declined');
    expect(open.length, 'P4: one open payment a sale').toBeLessThanOrEqual(1);
  }
  for (const { order } of world.provider.orders.values()) {
    if (!world.provider.isArmed(order.reference)) continue;
    const payment = world.store.byId(order.reference);
    expect(payment && mayBeArmed(world, payment), 'P6: armed within the lease').toBe(true);
  }
}

/**
 * Within its lease, or a stop is on its way to a device that can't be reached. A device that says "too late" has gone too
 * far to take a card.
 */
function mayBeArmed(world: PaymentWorld, payment: Payment): boolean {
  if (world.clock.now() <= payment.leaseUntil || world.provider.abortsTooLate) return true;
  return world.store.outbox().some((item) => item.kind === ABORT_KIND && item.key === payment.id);
}

it.each([
  { terminal: 'of a provider', local: false },
  { terminal: 'of our own', local: true },
])(
  'P1 to P6 hold through any order of starts, payments, cancels, faults and crashes, on a terminal $terminal',
  async ({ local }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), fc.integer(), async (steps, seed) => {
        const world = new PaymentWorld({ seed, local });
        await play(world, steps);
        // At last the provider answers and names every order it has, guests finish what went too far to be stopped, and
        // what was taken offline is sent: then every order's end is known.
        world.provider.offline = false;
        await world.crashAndRestart();
        await world.pass(130_000);
        for (const payment of world.store.all()) {
          world.provider.pay(payment.id);
          world.provider.sendQueued(payment.id, 'takes');
          await perform(world, { do: 'hint', id: payment.externalPaymentId });
        }
        await world.pass(130_000);
        check(world);
        for (const payment of world.store.all()) {
          const order = world.provider.orderOf(payment.id);
          if (order === undefined) continue;
          expect(awaitsProof(payment), `resolved: ${payment.state}`).toBe(false);
          const taken = world.provider.charges.some((one) => one.reference === payment.id);
          expect(payment.state === 'approved' && payment.approval?.settlement === 'final').toBe(taken);
        }
      }),
      { numRuns: 200, interruptAfterTimeLimit: 25_000 },
    );
  },
  60_000,
);
