import { PaymentWorld } from '@tillbridge/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerForTill, isOpen } from './payment.ts';

const IDS = ['a', 'b', 'c', 'd'] as const;
const SCRIPTS = ['accept', 'refuse-in-use', 'refuse', 'lose-reply', 'lose-request', 'hang'] as const;

type Step =
  | { readonly do: 'start'; readonly id: string; readonly qr: boolean; readonly script: (typeof SCRIPTS)[number] }
  | { readonly do: 'pay' | 'decline' | 'cancel' | 'give-up' | 'tell' | 'hint' | 'witness'; readonly id: string }
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
      ),
      id,
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
    if (answerForTill(payment) === 'paid' || payment.handOver?.told === 'paid') {
      expect(charged.length, 'P1: paid only what was charged').toBe(1);
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
  const armed = [...world.provider.orders.values()].filter(
    ({ order, outcome }) => outcome === undefined && world.clock.now() <= order.expiresAt,
  );
  for (const { order } of armed) {
    const payment = world.store.byId(order.reference);
    expect(payment && world.clock.now() <= payment.leaseUntil, 'P6: armed within the lease').toBe(true);
  }
}

it('P1 to P6 hold through any order of starts, payments, cancels, faults and crashes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), fc.integer(), async (steps, seed) => {
      const world = new PaymentWorld({ seed });
      await play(world, steps);
      // At last the provider answers and names every order it has: then every order's end is known.
      world.provider.offline = false;
      await world.crashAndRestart();
      await world.pass(130_000);
      for (const payment of world.store.all()) await perform(world, { do: 'hint', id: payment.externalPaymentId });
      await world.pass(130_000);
      check(world);
      for (const payment of world.store.all()) {
        const order = world.provider.orderOf(payment.id);
        if (order === undefined) continue;
        expect(isOpen(payment), `resolved: ${payment.state}`).toBe(false);
        expect(payment.state === 'approved').toBe(world.provider.charges.some((one) => one.reference === payment.id));
      }
    }),
    { numRuns: 300, interruptAfterTimeLimit: 30_000 },
  );
}, 60_000);
