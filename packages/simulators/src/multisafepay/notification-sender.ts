import { createHmac } from 'node:crypto';
import type { Clock } from '@tillbridge/kernel';
import { callOut } from '../shared/call-out.ts';
import { Deliveries } from '../shared/deliveries.ts';
import type { MspFaultBox, NotificationFault } from './faults.ts';
import type { SimOrder, Status } from './sim-order.ts';

export interface NotificationPorts {
  readonly clock: Clock;
  readonly faults: MspFaultBox;
  readonly fallbackUrl: string | undefined;
  readonly retryMs: readonly number[];
  /** The order as JSON text, the body of a notification. */
  text(order: SimOrder): string;
  later(ms: number, work: () => void): void;
  changed(): void;
}

/** A notification and how it went. */
export interface NotificationEntry {
  readonly orderId: string;
  readonly status: Status;
  readonly url: string;
  readonly fault: string | null;
  attempts: number;
  state: 'waiting' | 'taken' | 'refused' | 'lost';
}

interface Delivery {
  readonly entry: NotificationEntry;
  readonly order: SimOrder;
  readonly body: string;
  readonly fault: NotificationFault | undefined;
}

const ANSWER_WITHIN_MS = 10_000;
const STALE_BY_S = 3_600;
/** An answer counts as taken when one of these stands in its first 100 characters. */
const TAKEN = /OK/;
const LOOKED_AT = 100;

/** Sends notifications and repeats them (docs.multisafepay.com, "Webhook"). */
export class NotificationSender {
  readonly entries: NotificationEntry[] = [];
  private readonly ports: NotificationPorts;
  private readonly deliveries: Deliveries<Delivery>;

  constructor(ports: NotificationPorts) {
    this.ports = ports;
    this.deliveries = new Deliveries({ attempt: (delivery) => this.attempt(delivery), later: ports.later });
  }

  /** The order changed: it goes out as it is now, with whatever fault is due. */
  announce(order: SimOrder): void {
    const url = order.notificationUrl ?? this.ports.fallbackUrl;
    if (url === undefined || url === null) return;
    const fault = this.ports.faults.takeForNotification();
    const delivery = this.deliveryOf(order, url, fault);
    if (fault?.do === 'reorder') {
      this.deliveries.holdBack(delivery);
      return;
    }
    if (fault?.do === 'lose') {
      delivery.entry.state = 'lost';
      return;
    }
    if (fault?.do === 'slow') this.ports.later(fault.ms, () => this.deliveries.queue(delivery));
    else this.deliveries.queue(delivery);
    if (fault?.do === 'duplicate') this.deliveries.queue(this.deliveryOf(order, url, fault));
    this.deliveries.release(order.orderId);
  }

  clear(): void {
    this.entries.length = 0;
    this.deliveries.clear();
  }

  private deliveryOf(order: SimOrder, url: string, fault: NotificationFault | undefined): Delivery {
    const entry: NotificationEntry = {
      orderId: order.orderId,
      status: order.status,
      url,
      fault: fault?.do ?? null,
      attempts: 0,
      state: 'waiting',
    };
    this.entries.push(entry);
    return { entry, order, body: this.ports.text(order), fault };
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { entry } = delivery;
    entry.attempts += 1;
    const answer = await this.send(delivery);
    entry.state = answer?.status === 200 && TAKEN.test(answer.text.slice(0, LOOKED_AT)) ? 'taken' : 'refused';
    this.ports.changed();
    const again = this.ports.retryMs[entry.attempts - 1];
    if (entry.state === 'taken' || again === undefined) return;
    entry.state = 'waiting';
    this.ports.later(again, () => this.deliveries.queue(delivery));
  }

  /** Each attempt has its own time and so its own signature. Null for no answer. */
  private send({ entry, order, body, fault }: Delivery): Promise<{ status: number; text: string } | null> {
    const { clock } = this.ports;
    const seconds = Math.floor(clock.now() / 1_000) - (fault?.do === 'stale' ? STALE_BY_S : 0);
    const query = `transactionid=${encodeURIComponent(order.orderId)}${fault?.do === 'no-timestamp' ? '' : `&timestamp=${seconds}`}`;
    const url = `${entry.url}${entry.url.includes('?') ? '&' : '?'}${query}`;
    const key = fault?.do === 'wrong-signature' ? `${order.key.apiKey}?` : order.key.apiKey;
    const mac = createHmac('sha512', key).update(`${seconds}:${body}`).digest('hex');
    const get = order.notificationMethod === 'GET';
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      auth: Buffer.from(`${seconds}:${mac}`, 'utf8').toString('base64'),
    };
    const call = get
      ? ({ method: 'GET', url, headers: {} } as const)
      : ({ method: 'POST', url, headers, body } as const);
    return callOut(call, clock, ANSWER_WITHIN_MS);
  }
}
