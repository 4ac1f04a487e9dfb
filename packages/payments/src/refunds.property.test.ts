import { PaymentWorld } from '@tillbridge/testkit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { answerForTill, awaitsProof, isOverAccount, isProvenUnpaid, type Payment } from './payment.ts';

/** Two paid payments of one sale: EUR 14.70 by card, as much by QR. */
const ORIGINALS = ['card', 'qr'] as const;
const TAKEN = 1470;
const SCRIPTS = ['done', 'pending', 'refuse', 'lose-reply', 'lose-request', 'late', 'hang'] as const;

type Step =
  /** As many refunds asked for at once, by people and by the till. */
  | {
      readonly do: 'refund';
      readonly asks: readonly {
        readonly of: (typeof ORIGINALS)[number];
        readonly cents: number;
        readonly till: boolean;
        /** The same wish of a person arrives twice. */
        readonly again: boolean;
      }[];
      readonly script: (typeof SCRIPTS)[number];
    }
  | { readonly do: 'bank'; readonly says: 'done' | 'failed' }
  | { readonly do: 'present-card' | 'cancel' | 'witness' | 'hint' | 'crash' | 'offline' | 'online' }
  | { readonly do: 'pass'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      asks: fc.array(
        fc.record({
          of: fc.constantFrom(...ORIGINALS),
          cents: fc.constantFrom(1, 470, 735, 1000, TAKEN, TAKEN + 1),
          till: fc.boolean(),
          again: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      script: fc.constantFrom(...SCRIPTS),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('bank' as const), says: fc.constantFrom('done', 'failed') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('present-card', 'cancel', 'witness', 'hint', 'crash', 'offline', 'online'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(0, 400, 3_000, 25_000, 90_000) }),
  },
);

function refundsIn(world: PaymentWorld): readonly Payment[] {
  return world.store.all().filter((payment) => payment.direction === 'refund');
}

async function perform(world: PaymentWorld, next: Step, count: number): Promise<void> {
  const refunds = refundsIn(world);
  switch (next.do) {
    case 'refund': {
      world.account.next = next.script;
      const asked = next.asks.map(({ of, cents, till, again }, index): Promise<unknown> => {
        if (!till) {
          const wish = world.requestId();
          const ask = () => world.refund(world.payment(of).id, cents, '3-12', wish);
          return Promise.all(again ? [ask(), ask()] : [ask()]);
        }
        const method = of === 'qr' ? 'K_QR' : 'K_PIN';
        return world.start(`back-${count}-${index}`, { amountCents: -cents, method, session: 'sale' });
      });
      await world.settle(Promise.all(asked));
      return;
    }
    case 'bank':
      for (const { id } of refunds) world.account.decide(id, next.says);
      return;
    case 'present-card':
      for (const { id } of refunds) world.provider.pay(id);
      return;
    case 'cancel':
      for (const refund of refunds)
        if (refund.askedBy === null) await world.settle(world.requestCancel(refund.externalPaymentId));
      return;
    case 'witness':
      for (const { id } of refunds) await world.settle(world.desk.witness(id, 'declined', 'Anja'));
      return;
    case 'hint':
      for (const name of ORIGINALS) {
        const { route, providerRef } = world.payment(name);
        if (providerRef !== null)
          await world.settle(world.desk.hint(route, providerRef, null, world.receipt('webhook')));
      }
      return;
    case 'crash':
      await world.crashAndRestart();
      return;
    case 'offline':
    case 'online':
      world.account.offline = next.do === 'offline';
      return;
    case 'pass':
      await world.pass(next.ms);
      return;
  }
}

/** Cents given back of a payment, over the account or at the terminal, or on their way. */
function givenBack(world: PaymentWorld, original: Payment): number {
  const atTerminal = world.store
    .refundsOf(original.id)
    .flatMap((refund) => world.provider.charges.filter((charge) => charge.reference === refund.id))
    .reduce((sum, { amountCents }) => sum + amountCents, 0);
  return atTerminal + world.account.givenBack(original.providerRef ?? '');
}

function check(world: PaymentWorld): void {
  for (const name of ORIGINALS) {
    const original = world.payment(name);
    expect(givenBack(world, original), 'never more than it took').toBeLessThanOrEqual(TAKEN);
  }
  for (const refund of refundsIn(world)) {
    if (!isOverAccount(refund)) continue;
    const at = world.account.of(refund.id);
    expect(at.length, 'P3: once').toBeLessThanOrEqual(1);
    const done = at.some(({ state }) => state === 'done');
    if (answerForTill(refund) === 'paid') expect(done, 'P1: only what the provider confirmed').toBe(true);
    if (isProvenUnpaid(refund)) expect(done, 'P5: a proven end gave nothing back').toBe(false);
    expect(refund.witness, 'P4: no paper to witness').toBeNull();
    if (refund.state === 'approved' && refund.handOver?.told !== 'paid') {
      const listed = world.desk.needingAttention().some((one) => one.id === refund.id);
      expect(listed, 'P2: on the list').toBe(true);
    }
    if (refund.askedBy !== null && !awaitsProof(refund)) expect(refund.handOver?.by).toBe('person');
  }
}

it.each([{ cardAccount: false }, { cardAccount: true }])(
  'P1 to P5 hold for refunds, and no payment gives back more than it took (card refunds over an account: $cardAccount)',
  async ({ cardAccount }) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), fc.integer(), async (steps, seed) => {
        const world = new PaymentWorld({ seed, cardAccount });
        for (const name of ORIGINALS) {
          const { id } = await world.startAndRead(name, { method: name === 'qr' ? 'K_QR' : 'K_PIN', session: 'sale' });
          world.provider.pay(id);
          await world.pass(1_000);
        }
        for (const [count, next] of steps.entries()) {
          await perform(world, next, count);
          check(world);
        }
        // At last the provider answers and the banks have spoken: then every refund's end is known.
        world.account.offline = false;
        await world.pass(20_000);
        for (const { id } of refundsIn(world)) world.account.decide(id, 'done');
        await world.crashAndRestart();
        await world.pass(130_000);
        check(world);
        for (const refund of refundsIn(world).filter(isOverAccount)) {
          expect(awaitsProof(refund), `resolved: ${refund.state}`).toBe(false);
          expect(refund.state === 'approved').toBe(world.account.of(refund.id).some(({ state }) => state === 'done'));
        }
      }),
      { numRuns: 120, interruptAfterTimeLimit: 25_000 },
    );
  },
  60_000,
);
