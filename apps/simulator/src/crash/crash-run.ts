import { setTimeout as sleep } from 'node:timers/promises';
import type { TillOutcome } from '@tillbridge/simulators/till';
import { DEMO_PERSON, DEMO_PIN } from '../rig/fixed-shop.ts';
import type { TillPaymentRun } from '../rig/rig-till.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import { NeverHappened, until } from '../rig/until.ts';
import { compare, type Verdict, type Witnessed } from './compare.ts';
import type { Means, PlannedPayment } from './plan.ts';
import { type Taker, takersOf } from './takers.ts';

/** No payment of a crash run takes longer. */
const END_WITHIN_MS = 30_000;

interface Played {
  readonly plan: PlannedPayment;
  readonly externalPaymentId: string;
  readonly told: TillOutcome | null;
  readonly byPerson: boolean;
  readonly forgotten: boolean;
  /** Orders of this payment's amount that arrived at its taker. */
  readonly orders: number;
}

export interface CrashReport {
  readonly verdict: Verdict;
  readonly kills: number;
  readonly slowestRestartMs: number;
}

/** Plays payments one after another with the power going at planned moments, and compares the three sides at the end. */
export class CrashRun {
  readonly #shop: ShopRig;
  readonly #takers: Readonly<Record<Means, Taker>>;
  readonly #progress: (done: number, kills: number) => void;
  #kills = 0;
  #slowestRestartMs = 0;

  constructor(shop: ShopRig, progress: (done: number, kills: number) => void) {
    this.#shop = shop;
    this.#takers = takersOf(shop);
    this.#progress = progress;
  }

  async play(plans: readonly PlannedPayment[]): Promise<CrashReport> {
    const played: Played[] = [];
    for (const plan of plans) {
      played.push(await this.#payment(plan));
      this.#progress(played.length, this.#kills);
    }
    return {
      verdict: compare(await this.#witnesses(played)),
      kills: this.#kills,
      slowestRestartMs: this.#slowestRestartMs,
    };
  }

  async #payment(plan: PlannedPayment): Promise<Played> {
    const { cut, amountCents } = plan;
    const taker = this.#takers[plan.means];
    const { till } = taker;
    await taker.setGuest(plan.guest);
    if (cut.kind === 'point') {
      await this.#shop.agent.stop();
      await this.#restart({ TILLBRIDGE_CRASH_AT: cut.point });
    }
    const payment = await till.sell(taker.method, amountCents);
    const gone = new AbortController();
    const guest = plan.means === 'qr' ? this.#guestWithPhone(plan, gone.signal) : Promise.resolve();
    await this.#cutPower(plan, payment);
    const { told, byPerson } = await this.#end(payment, plan, taker);
    gone.abort();
    await guest;
    const forgotten = await taker.forgot(amountCents);
    if (told?.kind === 'confirmed') await till.till.completeSession();
    // Whoever waited too long goes on with the next guest.
    if (told === null) await till.till.cancel();
    const orders = await taker.orders(amountCents);
    return { plan, externalPaymentId: payment.externalPaymentId, told, byPerson, forgotten, orders };
  }

  /** A guest can pay a QR only after it was shown; what was ordered and never shown stays unpaid. */
  async #guestWithPhone({ guest, amountCents }: PlannedPayment, gone: AbortSignal): Promise<void> {
    const qr = await until(
      'a QR is shown',
      () => gone.aborted || (this.#shop.till.till.state.payment?.qr ?? undefined),
      {
        withinMs: END_WITHIN_MS,
      },
    );
    if (qr === true) return;
    await sleep(guest.afterMs);
    const order = (await this.#shop.orders()).find((each) => each.amountCents === amountCents);
    if (order === undefined) throw new Error(`the QR ${qr} names no order`);
    // Whoever comes too late finds the page closed.
    await this.#shop.pay.page(order.id, guest.outcome === 'approve' ? 'pay' : guest.outcome).catch(() => {});
  }

  async #cutPower({ cut }: PlannedPayment, payment: TillPaymentRun): Promise<void> {
    switch (cut.kind) {
      case 'none':
        return;
      case 'at':
        await sleep(cut.ms);
        await this.#killAndRestart();
        if (cut.again === null) return;
        await sleep(cut.again);
        await this.#killAndRestart();
        return;
      case 'point': {
        // A payment that isn't approved never comes to the last of the points: then nobody cuts the power.
        const survived = await Promise.race([
          payment.outcome.then(() => true),
          this.#shop.agent.ended().then(() => false),
        ]);
        if (survived) await this.#shop.agent.stop();
        else this.#kills += 1;
        await this.#restart();
        return;
      }
      default:
        return cut satisfies never;
    }
  }

  async #killAndRestart(): Promise<void> {
    await this.#shop.agent.kill9();
    this.#kills += 1;
    await this.#restart();
  }

  async #restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#shop.agent.start(env);
    this.#slowestRestartMs = Math.max(this.#slowestRestartMs, this.#shop.agent.readyMs ?? 0);
  }

  /** Waits for the end at the till; where no machine can tell, a person looks at the terminal's paper. */
  async #end(
    payment: TillPaymentRun,
    { amountCents }: PlannedPayment,
    taker: Taker,
  ): Promise<{ told: TillOutcome | null; byPerson: boolean }> {
    const soon = await within(payment.outcome, taker.personAfterMs);
    if (soon !== null) return { told: soon, byPerson: false };
    const { id } = await this.#shop.story(payment.externalPaymentId);
    const says = await taker.paper(amountCents, id);
    const byPerson = says !== null && (await this.#witness(id, says, taker.workplace));
    // What a person saw as paid proves nothing to the till.
    const told = says === 'approved' ? null : await within(payment.outcome, END_WITHIN_MS);
    return { told, byPerson };
  }

  async #witness(paymentId: string, says: 'approved' | 'declined', workplace: number): Promise<boolean> {
    const window = await this.#shop.window(workplace);
    try {
      return await until(
        'the witness is recorded',
        async () => {
          const result = await window.command({ type: 'witness', paymentId, says, person: DEMO_PERSON, pin: DEMO_PIN });
          return result.ok;
        },
        { withinMs: END_WITHIN_MS, everyMs: 200 },
      );
    } catch (error) {
      if (error instanceof NeverHappened) return false;
      throw error;
    }
  }

  async #witnesses(played: readonly Played[]): Promise<readonly Witnessed[]> {
    const stories = await this.#shop.stories();
    const { card, zvt } = this.#takers;
    // Card and QR share the payment cloud's books.
    const ordered = (...means: Means[]) =>
      played.reduce((sum, { plan, orders }) => sum + (means.includes(plan.means) ? orders : 0), 0);
    await expectOrders('the payment cloud', card, ordered('card', 'qr'));
    await expectOrders('the ZVT terminal', zvt, ordered('zvt'));
    const books = [...(await card.charges()), ...(await zvt.charges())];
    return played.map(({ plan, externalPaymentId, ...seen }) => {
      const story = stories.find(({ facts }) => facts[0]?.body.externalPaymentId === externalPaymentId);
      const { amountCents, number, means } = plan;
      // Its money may be in any of the books, were it taken by somebody who was not asked.
      const taken = books.filter(
        (charge) => charge.amountCents === amountCents || (story !== undefined && charge.reference === story.id),
      );
      return {
        number,
        means,
        amountCents,
        told: seen.told,
        charges: taken.map((charge) => charge.amountCents),
        creates: seen.orders,
        steps: story?.steps ?? [],
        byPerson: seen.byPerson,
        forgotten: seen.forgotten,
      };
    });
  }
}

/** Nothing was ordered that belongs to no payment. */
async function expectOrders(where: string, taker: Taker, wanted: number): Promise<void> {
  const arrived = await taker.allOrders();
  if (arrived !== wanted) throw new Error(`${arrived} orders arrived at ${where} for ${wanted} that payments know of`);
}

/** What a promise resolves with, or null when it takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  const over = new AbortController();
  try {
    return await Promise.race([promise, sleep(ms, null, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
