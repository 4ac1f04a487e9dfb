import { setTimeout as sleep } from 'node:timers/promises';
import type { TillOutcome } from '@tillbridge/simulators/till';
import { DEMO_PERSON, DEMO_PIN, PIN_METHOD, QR_METHOD } from '../rig/fixed-shop.ts';
import type { TillPaymentRun } from '../rig/rig-till.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import { NeverHappened, until } from '../rig/until.ts';
import { compare, type Verdict, type Witnessed } from './compare.ts';
import type { PlannedPayment } from './plan.ts';

/** An outcome that isn't there after this long after a restart may need a person. */
const PERSON_AFTER_MS = 1_500;
/** No payment of a crash run takes longer. */
const END_WITHIN_MS = 30_000;

interface Played {
  readonly plan: PlannedPayment;
  readonly externalPaymentId: string;
  readonly told: TillOutcome | null;
  readonly byPerson: boolean;
  /** Orders of this payment's amount at the payment cloud. */
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
  readonly #progress: (done: number, kills: number) => void;
  #kills = 0;
  #slowestRestartMs = 0;

  constructor(shop: ShopRig, progress: (done: number, kills: number) => void) {
    this.#shop = shop;
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
    const { cut } = plan;
    await this.#shop.pay.autopilot({ terminal: plan.guest });
    if (cut.kind === 'point') {
      await this.#shop.agent.stop();
      await this.#restart({ TILLBRIDGE_CRASH_AT: cut.point });
    }
    const payment = await this.#shop.till.sell(plan.means === 'card' ? PIN_METHOD : QR_METHOD, plan.amountCents);
    const gone = new AbortController();
    const guest = plan.means === 'qr' ? this.#guestWithPhone(plan, gone.signal) : Promise.resolve();
    await this.#cutPower(plan, payment);
    const { told, byPerson } = await this.#end(payment);
    gone.abort();
    await guest;
    if (told?.kind === 'confirmed') await this.#shop.till.till.completeSession();
    const orders = (await this.#shop.orders()).filter((order) => order.amountCents === plan.amountCents).length;
    return { plan, externalPaymentId: payment.externalPaymentId, told, byPerson, orders };
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
  async #end(payment: TillPaymentRun): Promise<{ told: TillOutcome | null; byPerson: boolean }> {
    const soon = await within(payment.outcome, PERSON_AFTER_MS);
    if (soon !== null) return { told: soon, byPerson: false };
    const byPerson = await this.#witness(payment);
    return { told: await within(payment.outcome, END_WITHIN_MS), byPerson };
  }

  /** Only when the payment cloud has no order for it: its paper is empty. */
  async #witness(payment: TillPaymentRun): Promise<boolean> {
    const { id } = await this.#shop.story(payment.externalPaymentId);
    if ((await this.#shop.orders()).some((order) => order.reference === id)) return false;
    const window = await this.#shop.window();
    try {
      return await until(
        'the witness is recorded',
        async () => {
          const result = await window.command({
            type: 'witness',
            paymentId: id,
            says: 'declined',
            person: DEMO_PERSON,
            pin: DEMO_PIN,
          });
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
    const [stories, charges, { counts }] = await Promise.all([
      this.#shop.stories(),
      this.#shop.charges(),
      this.#shop.pay.state(),
    ]);
    const ordered = played.reduce((sum, { orders }) => sum + orders, 0);
    if (counts.creates !== ordered) throw new Error(`${counts.creates} creates arrived for ${ordered} orders`);
    return played.map(({ plan, externalPaymentId, told, byPerson, orders }) => {
      const story = stories.find(({ facts }) => facts[0]?.body.externalPaymentId === externalPaymentId);
      return {
        number: plan.number,
        means: plan.means,
        amountCents: plan.amountCents,
        told,
        charges: charges
          .filter((charge) => charge.amountCents === plan.amountCents || charge.reference === story?.id)
          .map((charge) => charge.amountCents),
        creates: orders,
        steps: story?.steps ?? [],
        byPerson,
      };
    });
  }
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
