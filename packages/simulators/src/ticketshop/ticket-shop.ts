/**
 * A ticket shop as venues have one: guests buy tickets with something to eat in them, upsells and season passes; the shop
 * injects a voucher for each, asks again until it is acknowledged, gives new codes for lost tickets and withdraws what was
 * refunded. It believes only what it was answered.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** What it sells. `product` is the venue's word for what a guest gets at the tills; null: a gate ticket alone. */
export interface TicketKind {
  readonly id: string;
  readonly name: string;
  readonly cents: number;
  readonly product: string | null;
}

export const TICKET_KINDS: readonly TicketKind[] = [
  { id: 'day', name: 'Dagticket', cents: 2450, product: null },
  { id: 'family-day', name: 'Familiedag met vier hamburgermenu’s', cents: 11_900, product: 'FAMILY-DAY' },
  { id: 'lunch', name: 'Dagticket met warme lunch', cents: 3_350, product: 'LUNCH' },
  { id: 'ice-cream', name: 'IJsje erbij', cents: 275, product: 'ICE-CREAM' },
  { id: 'birthday', name: 'Verjaardag: € 10 te besteden', cents: 1_000, product: 'BIRTHDAY' },
  { id: 'season-pass', name: 'Abonnement met 10 % op eten en drinken', cents: 8_900, product: 'SEASON-PASS' },
];

/** `sold`: not acknowledged yet. */
export type TicketState = 'sold' | 'injected' | 'refused' | 'refunded';

export interface Ticket {
  readonly orderReference: string;
  readonly kind: TicketKind;
  /** The day it is for, `2026-07-14`; null: the day it is sold. */
  readonly visit: string | null;
  /** What stands in the QR; opens the gate and redeems at the tills. */
  readonly code: string;
  /** Codes it had before, for lost or damaged tickets. */
  readonly earlierCodes: readonly string[];
  readonly state: TicketState;
  /** What the venue said to the last call, when it refused; null: nothing to say. */
  readonly answer: string | null;
}

export interface TicketShopOptions {
  /** The agent's: `http://127.0.0.1:8620`. */
  readonly agentUrl: string;
  /** The shop's API key. */
  readonly key: string;
  /** How its codes begin. */
  readonly prefix?: string;
  /** Between two tries, in milliseconds. */
  readonly retryMs?: number;
  /** Tries of one request before the shop leaves it to its people. */
  readonly tries?: number;
}

interface Answer {
  /** 0: no answer came. */
  readonly status: number;
  readonly text: string;
}

/** Worth another try: nobody answered, or the other side couldn't just now. */
const AGAIN: ReadonlySet<number> = new Set([0, 408, 429, 500, 502, 503, 504]);

export class TicketShop {
  private readonly options: Required<TicketShopOptions>;
  private readonly sold = new Map<string, Ticket>();
  private readonly listeners = new Set<() => void>();
  constructor(options: TicketShopOptions) {
    this.options = { prefix: 'TCK', retryMs: 500, tries: 20, ...options };
  }

  /** The newest first. */
  get tickets(): readonly Ticket[] {
    return [...this.sold.values()].reverse();
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Sells one order, for a day if not for today, and injects it. Resolves once the venue has answered for all of it. */
  async sell(kindIds: readonly string[], visit: string | null = null): Promise<readonly Ticket[]> {
    const orderReference = `${this.options.prefix}-${digits(8)}`;
    const tickets = kindIds.map((id): Ticket => {
      const kind = TICKET_KINDS.find((candidate) => candidate.id === id);
      if (kind === undefined) throw new RangeError(`the shop does not sell "${id}"`);
      return { orderReference, kind, visit, code: this.freshCode(), earlierCodes: [], state: 'sold', answer: null };
    });
    for (const ticket of tickets) this.keep(ticket);
    const vouchers = tickets.flatMap(({ code, kind: { product } }) =>
      product === null ? [] : [{ code, orderReference, product, ...(visit === null ? {} : { validFrom: visit }) }],
    );
    if (vouchers.length === 0) return tickets.map((ticket) => this.settle(ticket, { status: 201, text: '' }));
    // One key for all tries of one order: a repeat stores nothing.
    const answer = await this.ask('/v1/vouchers', { vouchers }, randomUUID());
    return tickets.map((ticket) => this.settle(ticket, answer));
  }

  /** A lost or damaged ticket: the guest gets a new code, and the old one opens nothing any more. */
  async reissue(code: string): Promise<Ticket> {
    const ticket = this.find(code);
    const fresh = this.freshCode();
    const answer = await this.ask(`/v1/vouchers/${encodeURIComponent(code)}/reissue`, { code: fresh });
    if (answer.status !== 200) return this.keep({ ...ticket, answer: lineOf(answer) });
    this.sold.delete(code);
    return this.keep({ ...ticket, code: fresh, earlierCodes: [...ticket.earlierCodes, code], answer: null });
  }

  /** The guest gets the money back; whatever is left of the voucher is withdrawn. */
  async refund(code: string): Promise<Ticket> {
    const ticket = this.find(code);
    const answer = await this.ask(`/v1/vouchers/${encodeURIComponent(code)}/block`, { reason: 'refunded' });
    if (answer.status !== 200) return this.keep({ ...ticket, answer: lineOf(answer) });
    return this.keep({ ...ticket, state: 'refunded', answer: null });
  }

  private find(code: string): Ticket {
    const ticket = this.sold.get(code);
    if (ticket === undefined) throw new RangeError('the shop sold no ticket with this code');
    return ticket;
  }

  private settle(ticket: Ticket, answer: Answer): Ticket {
    const accepted = answer.status === 200 || answer.status === 201;
    return this.keep({ ...ticket, state: accepted ? 'injected' : 'refused', answer: accepted ? null : lineOf(answer) });
  }

  private keep(ticket: Ticket): Ticket {
    this.sold.set(ticket.code, ticket);
    for (const listener of this.listeners) listener();
    return ticket;
  }

  private freshCode(): string {
    return `${this.options.prefix}-${digits(12)}`;
  }

  private async ask(path: string, body: object, idempotencyKey?: string): Promise<Answer> {
    const { agentUrl, key, tries, retryMs } = this.options;
    let answer: Answer = { status: 0, text: '' };
    for (let attempt = 0; attempt < tries; attempt += 1) {
      if (attempt > 0) await sleep(retryMs);
      answer = await post(`${agentUrl}${path}`, body, {
        authorization: `Bearer ${key}`,
        'content-type': 'application/json',
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      });
      if (!AGAIN.has(answer.status)) return answer;
    }
    return answer;
  }
}

function digits(count: number): string {
  const number = BigInt(`0x${randomUUID().replaceAll('-', '')}`) % 10n ** BigInt(count);
  return String(number).padStart(count, '0');
}

async function post(url: string, body: object, headers: Readonly<Record<string, string>>): Promise<Answer> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: '' };
  }
}

function lineOf({ status, text }: Answer): string {
  if (status === 0) return 'no answer';
  try {
    const { error } = JSON.parse(text) as { error?: { code?: string; message?: string } };
    if (error !== undefined) return `${error.code ?? status}: ${error.message ?? ''}`;
  } catch {
    // Not ours: its status says enough.
  }
  return String(status);
}
