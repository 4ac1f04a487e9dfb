import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Clock } from '@tillbridge/kernel';
import { type ExchangeContent, type ExchangeKey, type ExchangeMessage, exchangeMessage } from './exchange-message.ts';
import { type ExchangeStyle, meansTaken } from './exchange-styles.ts';
import type { ExchangeFault, PayFaultBox } from './faults.ts';
import type { SimOrder, StatusCode } from './sim-order.ts';

export interface ExchangePorts {
  readonly clock: Clock;
  readonly faults: PayFaultBox;
  readonly key: ExchangeKey;
  readonly fallbackUrl: string | undefined;
  readonly retryMs: readonly number[];
  /** How the calls of this order look at the moment. */
  style(order: SimOrder): ExchangeStyle;
  /** The order as a status call carries it, possibly with another status than it has, or about something else. */
  content(order: SimOrder, status: StatusCode, action: string | null): ExchangeContent;
  later(ms: number, work: () => void): void;
  changed(): void;
}

/** A status call and how it went. */
export interface ExchangeEntry {
  readonly orderId: string;
  readonly status: StatusCode;
  readonly url: string;
  readonly format: ExchangeStyle['format'];
  /** The action it names, where it isn't the one of its status. */
  readonly action: string | null;
  readonly fault: string | null;
  attempts: number;
  state: 'waiting' | 'taken' | 'refused' | 'lost';
}

interface Delivery {
  readonly entry: ExchangeEntry;
  readonly message: ExchangeMessage;
  readonly style: ExchangeStyle;
}

const ANSWER_WITHIN_MS = 5_000;
const HELD_BACK_AT_MOST_MS = 5_000;

/** Sends signed status calls (developer.pay.nl, "Exchange", "Signing" and "Retry schemes") and repeats them. */
export class ExchangeSender {
  readonly entries: ExchangeEntry[] = [];
  private readonly ports: ExchangePorts;
  private readonly heldBack = new Map<string, Delivery>();
  /** One after the other per order, so that order is lost only where a fault says so. */
  private readonly lines = new Map<string, Promise<void>>();

  constructor(ports: ExchangePorts) {
    this.ports = ports;
  }

  /** The order changed: its status goes out, with whatever fault is due. */
  announce(order: SimOrder): void {
    const url = order.exchangeUrl ?? this.ports.fallbackUrl;
    if (url === undefined || order.status === 20) return;
    // A device tells how a payment on it ended, and no more.
    if (order.onDevice && order.status === 50) return;
    const fault = this.ports.faults.takeForExchange((due) => due.do !== 'stale-negative' || order.status === 100);
    const delivery = this.deliveryOf(order, order.status, url, fault);
    if (fault?.do === 'reorder') {
      this.heldBack.set(order.id, delivery);
      this.ports.later(HELD_BACK_AT_MOST_MS, () => this.release(order.id));
      return;
    }
    if (fault?.do === 'lose') {
      delivery.entry.state = 'lost';
      return;
    }
    if (fault?.do === 'slow') {
      this.ports.later(fault.ms, () => this.queue(delivery));
    } else {
      this.queue(delivery);
    }
    if (fault?.do === 'duplicate') this.queue(this.deliveryOf(order, order.status, url, fault));
    if (fault?.do === 'stale-negative') this.queue(this.deliveryOf(order, -90, url, fault));
    this.release(order.id);
  }

  /** Something about an order that isn't its status: a refund, a chargeback. */
  announceAction(order: SimOrder, action: string): void {
    const url = order.exchangeUrl ?? this.ports.fallbackUrl;
    if (url !== undefined) this.queue(this.deliveryOf(order, order.status, url, undefined, action));
  }

  clear(): void {
    this.entries.length = 0;
    this.heldBack.clear();
  }

  private deliveryOf(
    order: SimOrder,
    status: StatusCode,
    url: string,
    fault: ExchangeFault | undefined,
    action: string | null = null,
  ): Delivery {
    const asked = this.ports.style(order);
    // The Order API's own format has no actions, so these go out as the legacy fields, as Pay. sends them.
    const style = action === null || asked.format === 'legacy' ? asked : { ...asked, format: 'legacy' as const };
    const entry: ExchangeEntry = {
      orderId: order.id,
      status,
      url,
      format: style.format,
      action,
      fault: fault?.do ?? null,
      attempts: 0,
      state: 'waiting',
    };
    this.entries.push(entry);
    const content = this.ports.content(order, status, action);
    const message = exchangeMessage(url, content, style, this.ports.key, fault?.do === 'wrong-signature');
    return { entry, message, style };
  }

  private release(orderId: string): void {
    const held = this.heldBack.get(orderId);
    this.heldBack.delete(orderId);
    if (held !== undefined) this.queue(held);
  }

  private queue(delivery: Delivery): void {
    const { orderId } = delivery.entry;
    const before = this.lines.get(orderId) ?? Promise.resolve();
    this.lines.set(
      orderId,
      before.then(() => this.attempt(delivery)),
    );
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { entry } = delivery;
    entry.attempts += 1;
    const answer = await this.post(delivery.message);
    entry.state = answer !== null && meansTaken(answer, delivery.style) ? 'taken' : 'refused';
    this.ports.changed();
    const again = this.ports.retryMs[entry.attempts - 1];
    if (entry.state === 'taken' || again === undefined) return;
    entry.state = 'waiting';
    this.ports.later(again, () => this.queue(delivery));
  }

  /** The body of the answer, or null for none. */
  private post({ method, url, headers, body }: ExchangeMessage): Promise<string | null> {
    const { clock } = this.ports;
    return new Promise((resolve) => {
      const done = new AbortController();
      const end = (answer: string | null) => {
        done.abort();
        resolve(answer);
      };
      try {
        const send = url.startsWith('https:') ? requestHttps : requestHttp;
        const call = send(url, { method, headers, agent: false }, (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => end(Buffer.concat(parts).toString('utf8')));
          response.on('error', () => end(null));
        });
        call.on('error', () => end(null));
        call.end(body);
        clock.sleep(ANSWER_WITHIN_MS, done.signal).then(
          () => {
            call.destroy();
            end(null);
          },
          () => undefined,
        );
      } catch {
        end(null);
      }
    });
  }
}
