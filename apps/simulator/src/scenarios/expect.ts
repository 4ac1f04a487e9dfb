import { deepStrictEqual } from 'node:assert';
import type { Charge } from '@tillbridge/simulators/pay';
import type { TillOutcome } from '@tillbridge/simulators/till';
import type { PaymentStory, ShopRig } from '../rig/shop-rig.ts';

/** Something in a scenario is not as it has to be. */
class Unexpected extends Error {
  constructor(what: string, found: unknown) {
    super(`${what}; found ${typeof found === 'string' ? found : JSON.stringify(found)}`);
    this.name = 'Unexpected';
  }
}

export function expectThat(holds: boolean, what: string, found: unknown): asserts holds {
  if (!holds) throw new Unexpected(what, found);
}

export function expectSame(found: unknown, wanted: unknown, what: string): void {
  try {
    deepStrictEqual(found, wanted);
  } catch {
    throw new Unexpected(`${what} must be ${JSON.stringify(wanted)}`, found);
  }
}

type OutcomeOf<Kind extends TillOutcome['kind']> = Extract<TillOutcome, { readonly kind: Kind }>;

/** Waits for the payment's end at the till, which must be of this kind. */
export async function expectTold<Kind extends TillOutcome['kind']>(
  outcome: Promise<TillOutcome>,
  kind: Kind,
): Promise<OutcomeOf<Kind>> {
  const found = await outcome;
  expectThat(found.kind === kind, `the till must hear "${kind}"`, found);
  return found as OutcomeOf<Kind>;
}

/** The books of the payment cloud: the amounts that moved, in order; what went back to a guest is negative. */
export async function expectCharged(shop: ShopRig, amounts: readonly number[]): Promise<readonly Charge[]> {
  const charges = await shop.charges();
  const moved = charges.map((charge) => (charge.direction === 'refund' ? -charge.amountCents : charge.amountCents));
  expectSame(moved, amounts, 'what was charged');
  return charges;
}

/** How many creates reached the payment cloud, whatever became of their answers. */
export async function expectCreates(shop: ShopRig, wanted: number): Promise<void> {
  const { counts } = await shop.pay.state();
  expectSame(counts.creates, wanted, 'creates at the payment cloud');
}

/** The journal holds these steps in this order, and none of `never`. Steps in between don't matter. */
export function expectSteps(story: PaymentStory, wanted: readonly string[], never: readonly string[] = []): void {
  let at = 0;
  for (const step of story.steps) if (step === wanted[at]) at += 1;
  expectThat(at === wanted.length, `the journal must hold ${wanted.join(' → ')}`, story.steps.join(' → '));
  const wrong = story.steps.find((step) => never.includes(step));
  expectThat(wrong === undefined, `the journal must not hold "${wrong}"`, story.steps.join(' → '));
}

/** The till found nothing wrong with any reply. */
export function expectNoComplaints(shop: ShopRig): void {
  expectSame(shop.till.complaints(), [], 'complaints of the till');
}

/** The `externalPayment` of a reply as it came over the wire. */
export function replyOf(text: string): { started?: boolean; confirmed?: boolean; cancelled?: boolean } {
  const reply = JSON.parse(text) as { externalPayment?: object };
  return reply.externalPayment ?? {};
}

export const ENDS = ['declined', 'cancelled', 'timed-out'] as const;
