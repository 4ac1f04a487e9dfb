import type { Clock } from '@tillbridge/kernel';
import { callOut } from '../shared/call-out.ts';
import { Deliveries } from '../shared/deliveries.ts';
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

/** Sends signed status calls (developer.pay.nl, "Exchange", "Signing" and "Retry schemes") and repeats them. */
export class ExchangeSender {
  readonly entries: ExchangeEntry[] = [];
  private readonly ports: ExchangePorts;
  private readonly deliveries: Deliveries<Delivery>;

  constructor(ports: ExchangePorts) {
    this.ports = ports;
    this.deliveries = new Deliveries({ attempt: (delivery) => this.attempt(delivery), later: ports.later });
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
      this.deliveries.holdBack(delivery);
      return;
    }
    if (fault?.do === 'lose') {
      delivery.entry.state = 'lost';
      return;
    }
    if (fault?.do === 'slow') {
      this.ports.later(fault.ms, () => this.deliveries.queue(delivery));
    } else {
      this.deliveries.queue(delivery);
    }
    if (fault?.do === 'duplicate') this.deliveries.queue(this.deliveryOf(order, order.status, url, fault));
    if (fault?.do === 'stale-negative') this.deliveries.queue(this.deliveryOf(order, -90, url, fault));
    this.deliveries.release(order.id);
  }

  /** Something about an order that isn't its status: a refund, a chargeback. */
  announceAction(order: SimOrder, action: string): void {
    const url = order.exchangeUrl ?? this.ports.fallbackUrl;
    if (url !== undefined) this.deliveries.queue(this.deliveryOf(order, order.status, url, undefined, action));
  }

  clear(): void {
    this.entries.length = 0;
    this.deliveries.clear();
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

  private async attempt(delivery: Delivery): Promise<void> {
    const { entry } = delivery;
    entry.attempts += 1;
    const answer = await callOut(delivery.message, this.ports.clock, ANSWER_WITHIN_MS);
    entry.state = answer !== null && meansTaken(answer.text, delivery.style) ? 'taken' : 'refused';
    this.ports.changed();
    const again = this.ports.retryMs[entry.attempts - 1];
    if (entry.state === 'taken' || again === undefined) return;
    entry.state = 'waiting';
    this.ports.later(again, () => this.deliveries.queue(delivery));
  }
}
