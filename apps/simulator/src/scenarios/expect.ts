import { deepStrictEqual } from 'node:assert';
import type { Charge } from '@tillbridge/simulators/pay';
import type { TillOutcome } from '@tillbridge/simulators/till';
import type { RigTill, TillPaymentRun } from '../rig/rig-till.ts';
import type { PaymentStory, ShopRig } from '../rig/shop-rig.ts';
import { until } from '../rig/until.ts';
import type { WindowsClient, WindowsRecord } from '../rig/windows-client.ts';

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
  expectMoved(charges, amounts);
  return charges;
}

/** The books of whoever takes money: the amounts that moved, in order; what went back to a guest is negative. */
export function expectMoved(
  charges: readonly { readonly direction: 'pay' | 'refund'; readonly amountCents: number }[],
  amounts: readonly number[],
): void {
  const moved = charges.map((charge) => (charge.direction === 'refund' ? -charge.amountCents : charge.amountCents));
  expectSame(moved, amounts, 'what was charged');
}

/** How many creates reached the payment cloud, whatever became of their answers. */
export async function expectCreates(shop: ShopRig, wanted: number): Promise<void> {
  const { counts } = await shop.pay.state();
  expectSame(counts.creates, wanted, 'creates at the payment cloud');
}

/** The journal holds these steps in this order, and none of `never`. Steps in between don't matter. */
export function expectSteps(story: PaymentStory, wanted: readonly string[], never: readonly string[] = []): void {
  expectInOrder('the journal', story.steps, wanted, never);
}

function expectInOrder(
  where: string,
  found: readonly string[],
  wanted: readonly string[],
  never: readonly string[],
): void {
  expectThat(holds(found, wanted), `${where} must hold ${wanted.join(' → ')}`, found.join(' → '));
  const wrong = found.find((each) => never.includes(each));
  expectThat(wrong === undefined, `${where} must not hold "${wrong}"`, found.join(' → '));
}

/** All of `wanted` are in `found`, in this order. */
function holds(found: readonly string[], wanted: readonly string[]): boolean {
  let at = 0;
  for (const each of found) if (each === wanted[at]) at += 1;
  return at === wanted.length;
}

/** A payment's story, once the till's belief in its end stands in it. */
export async function toldStory(shop: ShopRig, externalPaymentId: string): Promise<PaymentStory> {
  const story = await until('the hand-over is in the journal', async () => {
    const found = await shop.story(externalPaymentId);
    return found.steps.includes('handed-over') ? found : undefined;
  });
  const handOvers = story.steps.filter((step) => step === 'handed-over').length;
  expectSame(handOvers, 1, 'hand-overs in the journal');
  return story;
}

/** Both windows showed this, in this order, and none of `never`; what comes last may be on its way yet. */
export async function expectShown(
  record: WindowsRecord,
  wanted: { readonly cashier: readonly string[]; readonly display: readonly string[] },
  never: readonly string[] = [],
): Promise<void> {
  for (const window of ['cashier', 'display'] as const) {
    await until(`the ${window} window shows ${wanted[window].join(' → ')}`, () => {
      if (holds(record[window], wanted[window])) return true;
      throw new Error(`it showed ${record[window].join(' → ')}`);
    });
    expectInOrder(`the ${window} window`, record[window], wanted[window], never);
  }
}

/** The till found nothing wrong with any reply. */
export function expectNoComplaints({ till }: { readonly till: RigTill }): void {
  expectSame(till.complaints(), [], 'complaints of the till');
}

/** Of all replies the till got about this payment, so many said that it was paid. */
export function expectToldPaid(till: RigTill, { externalPaymentId }: TillPaymentRun, times: number): void {
  const paid = till.till.state.transcript.filter(
    ({ request, reply }) => request.includes(externalPaymentId) && tellsPaid(reply),
  );
  expectSame(paid.length, times, 'replies that said "paid"');
}

function tellsPaid(reply: string): boolean {
  try {
    return replyOf(reply).confirmed === true;
  } catch {
    // Not a reply of the agent: the connection ended before one came.
    return false;
  }
}

/** The `externalPayment` of a reply as it came over the wire. */
export function replyOf(text: string): { started?: boolean; confirmed?: boolean; cancelled?: boolean } {
  const reply = JSON.parse(text) as { externalPayment?: object };
  return reply.externalPayment ?? {};
}

/** Waits until both windows ask for the guest's card: whoever holds one there sooner would have had to guess. */
export async function untilCardIsAsked(window: WindowsClient): Promise<void> {
  await window.cashierView('the cashier window says that a card is awaited', (view) => {
    return view.current?.state === 'waiting-for-card';
  });
  await window.displayView('the display asks for the card', (view) => view.screen.kind === 'present-card');
}

export const ENDS = ['declined', 'cancelled', 'timed-out'] as const;
