import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange, SimulatedTill, TillDialog, TillLine } from '@tillbridge/simulators/till';
import { article } from '../../rig/articles.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { PowerCuts } from './power-cuts.ts';
import type { TicketGuests } from './ticket-guests.ts';

/** A sale that the till completed, with what had come off its lines. */
export interface CompletedSale {
  readonly session: string;
  readonly discountCents: number;
  /** It was taken back whole. */
  readonly credited: boolean;
}

const MENU = [4201, 4202, 4101, 4104, 4105, 4801] as const;
const MOST_LINES = 3;
const MOST_PIECES = 3;
/** Whoever gets no answer asks again after this. */
const AGAIN_MS = 10;

/** Guests at one till, as long as the power goes: they show tickets, change their minds, pay, leave, and come back. */
export class TillGuests {
  readonly #till: SimulatedTill;
  readonly #tickets: TicketGuests;
  readonly #cuts: PowerCuts;
  readonly #random: SeededRandom;
  readonly #completed: CompletedSale[] = [];
  readonly #complaints: string[] = [];

  constructor(till: SimulatedTill, tickets: TicketGuests, cuts: PowerCuts, random: SeededRandom) {
    this.#till = till;
    this.#tickets = tickets;
    this.#cuts = cuts;
    this.#random = random;
  }

  get completed(): readonly CompletedSale[] {
    return this.#completed;
  }

  /** Answers that the till could not use. */
  get complaints(): readonly string[] {
    return this.#complaints;
  }

  async run(): Promise<void> {
    while (!this.#cuts.over) await this.#sale();
  }

  async #sale(): Promise<void> {
    const till = this.#till;
    await till.startSession();
    for (let line = this.#random.whole(MOST_LINES); line >= 0; line -= 1) await this.#ring();
    for (let shown = this.#random.whole(2); shown >= 0; shown -= 1) await this.#show();
    if (this.#random.chance(0.3)) await this.#changeMind();
    if (this.#random.chance(0.1)) await this.#queue();
    const end = this.#random.pick([
      ['pay', 8],
      ['cancel', 1],
      ['walk away', 1],
    ]);
    if (end === 'walk away') return;
    if (end === 'cancel') {
      await this.#until(() => till.cancelSession(), 'cancelSession');
      return;
    }
    await this.#pay();
  }

  async #ring(): Promise<void> {
    const { number, text, priceCents } = article(MENU[this.#random.whole(MENU.length)] ?? MENU[0]);
    const quantity = 1 + this.#random.whole(MOST_PIECES);
    await this.#till.addLine({ articleNumber: number, text, quantity, unitCents: priceCents });
  }

  async #show(): Promise<void> {
    const ticket = this.#tickets.oneInHand(this.#random);
    if (ticket === undefined) return;
    const choose = ({ options }: TillDialog): number | null =>
      options[this.#random.whole(options.length + 1)]?.id ?? null;
    this.#cuts.begins('scan');
    await this.#until(async () => {
      await this.#till.scan(ticket.code, choose);
      return this.#till.state.transcript.findLast(({ event }) => event === 'scanCode');
    });
  }

  /** Changes a line; the till goes on whether it hears an answer or not. */
  async #changeMind(): Promise<void> {
    const { lines } = this.#till.state;
    const line = lines[this.#random.whole(lines.length)];
    if (line !== undefined) this.#look(await this.#till.setQuantity(line.lineId, this.#random.whole(MOST_PIECES)));
  }

  async #queue(): Promise<void> {
    const { sessionId } = this.#till.state;
    await this.#until(() => this.#till.pauseSession());
    await this.#until(() => this.#till.resumeSession(sessionId));
  }

  async #pay(): Promise<void> {
    const till = this.#till;
    // Before anybody pays, the till and the agent agree on what comes off.
    await this.#until(() => till.startPayment());
    const { sessionId, lines } = till.state;
    const session = sessionId ?? '';
    this.#cuts.begins('complete');
    await this.#until(() => till.completeSession(), 'completeSession');
    const credited = this.#random.chance(0.15);
    this.#completed.push({ session, discountCents: discountOf(lines), credited });
    if (!credited) return;
    this.#cuts.begins('credit');
    await this.#until(() => till.creditSession(session), 'creditSession');
  }

  /** Does it until somebody has answered; what ended the sale at the till is only sent again, byte for byte. */
  async #until(first: () => Promise<Exchange | undefined>, again: string | null = null): Promise<void> {
    let exchange = await first();
    while (exchange?.status === 0) {
      await sleep(AGAIN_MS);
      exchange = await (again === null ? first() : this.#till.resend(again));
    }
    this.#look(exchange);
  }

  #look(exchange: Exchange | undefined): void {
    if (exchange === undefined || exchange.status === 0) return;
    if (exchange.complaint !== null) this.#complaints.push(`${exchange.event}: ${exchange.complaint}`);
    else if (exchange.status !== 200) this.#complaints.push(`${exchange.event}: ${exchange.status} ${exchange.reply}`);
  }
}

function discountOf(lines: readonly TillLine[]): number {
  return lines.reduce((sum, { discount }) => sum + (discount?.cents ?? 0), 0);
}
