import { type Exchange, SimulatedTill, type TillKnobs, type TillOutcome } from '@tillbridge/simulators/till';
import { article, TILL_ARTICLES } from './articles.ts';
import { DEMO_BRANCH, DEMO_SUBSCRIPTION, DEMO_TILL_SECRET, type DemoMethod } from './fixed-shop.ts';
import { until } from './until.ts';

/** How often a till of the demo asks, so that scenarios are short. */
const POLL_EVERY_MS = 60;
/** Longer than any scenario. */
const PATIENCE_MS = 120_000;

/** A payment at the till of a scenario: what was asked, and the end as the till believes it. */
export interface TillPaymentRun {
  readonly externalPaymentId: string;
  /** Resolves with what the till believes in the end. */
  readonly outcome: Promise<TillOutcome>;
}

/** The simulated till with the words that scenarios use. */
export class RigTill {
  readonly till: SimulatedTill;

  constructor(agentUrl: string, workplace: number, knobs: Partial<TillKnobs> = {}) {
    this.till = new SimulatedTill({
      endpoint: agentUrl,
      subscriptionId: DEMO_SUBSCRIPTION,
      secret: DEMO_TILL_SECRET,
      branch: DEMO_BRANCH,
      workplace,
      articles: TILL_ARTICLES,
      pollEveryMs: POLL_EVERY_MS,
      patienceMs: PATIENCE_MS,
      ...knobs,
    });
  }

  /** Rings up one article of this price and opens the payment screen. */
  async openSale(cents: number): Promise<void> {
    await this.till.ring([{ articleNumber: 4101, text: 'Pannenkoek', quantity: 1, unitCents: cents }]);
    await this.till.startPayment();
  }

  /** A new sale with so many of each article of the demo shop. */
  async ringUp(...articles: readonly (readonly [number: number, quantity: number])[]): Promise<void> {
    await this.till.ring(
      articles.map(([number, quantity]) => {
        const { text, priceCents } = article(number);
        return { articleNumber: number, text, quantity, unitCents: priceCents };
      }),
    );
  }

  /** Asks for money; negative amounts go back to the guest. The sale must be open. */
  pay(method: DemoMethod, amountCents: number): TillPaymentRun {
    const externalPaymentId = crypto.randomUUID();
    return { externalPaymentId, outcome: this.till.pay(method, amountCents, externalPaymentId) };
  }

  /** A whole sale of one article, up to and including the start of its payment. */
  async sell(method: DemoMethod, cents: number): Promise<TillPaymentRun> {
    await this.openSale(cents);
    return this.pay(method, cents);
  }

  /** Waits until the till was told that the payment is under way. */
  async untilStarted(): Promise<void> {
    await until('the till hears "started"', () => {
      const { payment } = this.till.state;
      if (payment?.state === 'started') return true;
      throw new Error(`the till's payment is ${payment?.state ?? 'none'}: ${payment?.message ?? ''}`);
    });
  }

  /** The QR the till was given. */
  async untilQr(): Promise<string> {
    return await until('the till is given a QR', () => this.till.state.payment?.qr ?? undefined);
  }

  /** What went over the wire for an event, oldest first. */
  sent(event: string): readonly Exchange[] {
    return this.till.state.transcript.filter((exchange) => exchange.event === event);
  }

  /** Replies of the agent that the till found fault with. */
  complaints(): readonly string[] {
    return this.till.state.transcript.flatMap(({ event, status, complaint }) =>
      complaint === null || status === 0 ? [] : [`${event}: ${complaint}`],
    );
  }
}
