/**
 * A ticket shop as venues have one: guests buy tickets with something to eat in them, upsells and season passes; the shop
 * injects a voucher for each, asks again until it is acknowledged, gives new codes for lost tickets and withdraws what was
 * refunded. It believes only what it was answered.
 */
import type { Clock, Random } from '@tillbridge/kernel';
import { newUuid, nodeRandom } from '../shared/node-ports.ts';
import { systemClock } from '../shared/system-clock.ts';
import { type ListedTicketShopFault, TicketShopFaultBox } from './faults.ts';
import { RestCalls } from './rest-calls.ts';
import { SoapCalls } from './soap-calls.ts';
import { TICKET_KINDS, type Ticket } from './tickets.ts';
import type { VenueAnswer } from './venue-answer.ts';

/** `soap`: by MplusKASSA's voucher operations. */
export type Language = 'rest' | 'soap';

export interface TicketShopOptions {
  /** The agent's: `http://127.0.0.1:8620`. */
  readonly agentUrl: string;
  /** The shop's name in the venue's settings, which SOAP wants. */
  readonly id?: string;
  /** The shop's API key. */
  readonly key: string;
  /** How its codes begin. */
  readonly prefix?: string;
  /** Between two tries, in milliseconds. */
  readonly retryMs?: number;
  /** Tries of one request before the shop leaves it to its people. */
  readonly tries?: number;
  readonly clock?: Clock;
  readonly random?: Random;
}

export interface SaleOptions {
  /** The day the tickets are for; null: today. */
  readonly visit?: string | null;
  readonly by?: Language;
}

/** Money that guests paid the shop, or got back. */
export interface TicketCharge {
  readonly orderReference: string;
  readonly code: string;
  readonly direction: 'pay' | 'refund';
  readonly amountCents: number;
}

export interface TicketShopState {
  /** Rises with every change. */
  readonly revision: number;
  /** The newest first. */
  readonly tickets: readonly Ticket[];
  readonly faults: readonly ListedTicketShopFault[];
}

const USUAL = { id: 'ticketshop', prefix: 'TCK', retryMs: 500, tries: 20 } as const;
const ORDER_DIGITS = 8;
const CODE_DIGITS = 12;

export class TicketShop {
  readonly faults: TicketShopFaultBox;
  private readonly options: Required<TicketShopOptions>;
  private readonly rest: RestCalls;
  private readonly soap: SoapCalls;
  private readonly sold = new Map<string, Ticket>();
  private readonly moved: TicketCharge[] = [];
  private readonly listeners = new Set<() => void>();
  private revision = 0;

  constructor(options: TicketShopOptions) {
    this.options = { ...USUAL, clock: systemClock(), random: nodeRandom, ...options };
    const { agentUrl, id } = this.options;
    this.rest = new RestCalls(agentUrl);
    this.soap = new SoapCalls(agentUrl, id);
    this.faults = new TicketShopFaultBox({ changed: () => this.changed() });
  }

  /** The newest first. */
  get tickets(): readonly Ticket[] {
    return [...this.sold.values()].reverse();
  }

  state(): TicketShopState {
    return { revision: this.revision, tickets: this.tickets, faults: this.faults.list() };
  }

  charges(): readonly TicketCharge[] {
    return [...this.moved];
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Sells one order and injects it. Resolves once the venue has answered for all of it. */
  async sell(kindIds: readonly string[], { visit = null, by = 'rest' }: SaleOptions = {}): Promise<readonly Ticket[]> {
    const orderReference = `${this.options.prefix}-${this.digits(ORDER_DIGITS)}`;
    const kinds = kindIds.map((id) => {
      const kind = TICKET_KINDS.find((candidate) => candidate.id === id);
      if (kind === undefined) throw new RangeError(`the shop does not sell "${id}"`);
      return kind;
    });
    const tickets = kinds.map((kind): Ticket => {
      const ticket = { orderReference, kind, visit, code: this.freshCode(), earlierCodes: [] } as const;
      return this.keep({ ...ticket, state: 'sold', answer: null });
    });
    for (const { code, kind } of tickets) {
      this.moved.push({ orderReference, code, direction: 'pay', amountCents: kind.cents });
    }
    const redeemable = tickets.filter(({ kind }) => kind.product !== null);
    if (redeemable.length === 0) return tickets.map((ticket) => this.keep({ ...ticket, state: 'injected' }));
    // Of SOAP, the key is the order's reference at the venue.
    const idempotencyKey = by === 'soap' ? orderReference : newUuid(this.options.random);
    const inject = (apiKey: string, again: string) =>
      by === 'soap' ? this.soap.inject(apiKey, redeemable, again) : this.rest.inject(apiKey, redeemable, again);
    let answer = await this.ask((apiKey) => inject(apiKey, idempotencyKey));
    if (this.faults.take('forget-key')) {
      answer = await this.ask((apiKey) => inject(apiKey, newUuid(this.options.random)));
    }
    return tickets.map((ticket) => this.settle(ticket, answer));
  }

  /** A lost or damaged ticket: the guest gets a new code, and the old one opens nothing any more. */
  async reissue(code: string): Promise<Ticket> {
    const ticket = this.find(code);
    const fresh = this.freshCode();
    const answer = await this.ask((apiKey) => this.rest.reissue(apiKey, code, fresh));
    if (answer.kind !== 'done') return this.keep({ ...ticket, answer: answer.why });
    this.sold.delete(code);
    return this.keep({ ...ticket, code: fresh, earlierCodes: [...ticket.earlierCodes, code], answer: null });
  }

  /** The guest gets the money back; whatever is left of the voucher is withdrawn. */
  async refund(code: string): Promise<Ticket> {
    const ticket = this.find(code);
    const { orderReference, kind } = ticket;
    const answer = await this.ask((apiKey) => this.rest.block(apiKey, code, 'refunded'));
    if (answer.kind !== 'done') return this.keep({ ...ticket, answer: answer.why });
    this.moved.push({ orderReference, code, direction: 'refund', amountCents: kind.cents });
    return this.keep({ ...ticket, state: 'refunded', answer: null });
  }

  private settle(ticket: Ticket, answer: VenueAnswer): Ticket {
    if (answer.kind === 'done') return this.keep({ ...ticket, state: 'injected' });
    // Without an answer it may be there or not: nobody knows.
    const state = answer.kind === 'refused' ? 'refused' : 'sold';
    return this.keep({ ...ticket, state, answer: answer.why });
  }

  private find(code: string): Ticket {
    const ticket = this.sold.get(code);
    if (ticket === undefined) throw new RangeError('the shop sold no ticket with this code');
    return ticket;
  }

  private keep(ticket: Ticket): Ticket {
    this.sold.set(ticket.code, ticket);
    this.changed();
    return ticket;
  }

  private changed(): void {
    this.revision += 1;
    for (const listener of this.listeners) listener();
  }

  private freshCode(): string {
    return `${this.options.prefix}-${this.digits(CODE_DIGITS)}`;
  }

  private digits(count: number): string {
    const number = this.options.random.bytes(8).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    return String(number % 10n ** BigInt(count)).padStart(count, '0');
  }

  /** The same call until somebody has answered it for good. */
  private async ask(call: (apiKey: string) => Promise<VenueAnswer>): Promise<VenueAnswer> {
    const { key, tries, retryMs, clock } = this.options;
    let answer: VenueAnswer = { kind: 'again', why: 'never asked' };
    for (let attempt = 0; attempt < tries; attempt += 1) {
      if (attempt > 0) await clock.sleep(retryMs);
      const apiKey = this.faults.take('wrong-key') ? `not-${key}` : key;
      const calls = this.faults.take('twice') ? [call(apiKey), call(apiKey)] : [call(apiKey)];
      const answers = await Promise.all(calls);
      answer = answers.find(({ kind }) => kind === 'refused') ?? answers[0] ?? answer;
      if (this.faults.take('miss-answer')) answer = { kind: 'again', why: 'the answer was not heard' };
      if (answer.kind !== 'again') return answer;
    }
    return answer;
  }
}
