import type { Clock } from '@tillbridge/kernel';
import { callOut } from '../shared/call-out.ts';
import { Deliveries } from '../shared/deliveries.ts';
import type { KcFaultBox, WebhookFault } from './faults.ts';
import type { KcOrderStatus, SimOrder } from './sim-order.ts';

export interface WebhookPorts {
  readonly clock: Clock;
  readonly faults: KcFaultBox;
  readonly projectId: string;
  readonly fallbackUrl: string | undefined;
  readonly retryMs: number;
  readonly retries: number;
  later(ms: number, work: () => void): void;
  changed(): void;
}

/** A webhook and how it went. `status`: what the order had just become; it doesn't travel. */
export interface WebhookEntry {
  readonly orderId: string;
  readonly status: KcOrderStatus;
  readonly url: string;
  readonly fault: string | null;
  attempts: number;
  state: 'waiting' | 'taken' | 'refused' | 'lost' | 'given-up';
}

interface Delivery {
  readonly entry: WebhookEntry;
  readonly body: string;
}

/** How long the platform waits for an answer, the first time and later. */
const FIRST_TIMEOUT_MS = 4_000;
const LATER_TIMEOUT_MS = 10_000;
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Posts `status_changed`, unsigned, and repeats it until a 2xx answers (NoPayn API reference, "Retry Policy"). */
export class WebhookSender {
  readonly entries: WebhookEntry[] = [];
  /** How many were posted and not answered so far. */
  posting = 0;
  private readonly ports: WebhookPorts;
  private readonly deliveries: Deliveries<Delivery>;

  constructor(ports: WebhookPorts) {
    this.ports = ports;
    this.deliveries = new Deliveries({ attempt: (delivery) => this.attempt(delivery), later: ports.later });
  }

  /** The status of an order changed: that goes out, with whatever fault is due. */
  announce(order: SimOrder): void {
    const url = order.webhookUrl ?? this.ports.fallbackUrl;
    if (url === undefined) return;
    const fault = this.ports.faults.takeForWebhook();
    const delivery = this.deliveryOf(order, url, fault);
    switch (fault?.do) {
      case 'lose':
        delivery.entry.state = 'lost';
        return;
      case 'reorder':
        this.deliveries.holdBack(delivery);
        return;
      case 'slow':
        this.ports.later(fault.ms, () => this.deliveries.queue(delivery));
        break;
      case 'duplicate':
        this.deliveries.queue(delivery);
        this.deliveries.queue(this.deliveryOf(order, url, fault));
        break;
      default:
        this.deliveries.queue(delivery);
    }
    this.deliveries.release(order.id);
  }

  clear(): void {
    this.entries.length = 0;
    this.deliveries.clear();
  }

  private deliveryOf(order: SimOrder, url: string, fault: WebhookFault | undefined): Delivery {
    const entry: WebhookEntry = {
      orderId: order.id,
      status: order.status,
      url,
      fault: fault?.do ?? null,
      attempts: 0,
      state: 'waiting',
    };
    this.entries.push(entry);
    return { entry, body: bodyOf(order, this.ports.projectId, fault) };
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { entry } = delivery;
    const { retries, retryMs } = this.ports;
    entry.attempts += 1;
    this.posting += 1;
    const answer = await this.post(entry, delivery.body);
    this.posting -= 1;
    const taken = answer !== null && answer.status >= 200 && answer.status < 300;
    const again = !taken && entry.attempts <= retries;
    entry.state = taken ? 'taken' : again ? 'waiting' : 'given-up';
    this.ports.changed();
    if (again) this.ports.later(retryMs, () => this.deliveries.queue(delivery));
  }

  private post({ url, attempts }: WebhookEntry, body: string) {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const withinMs = attempts === 1 ? FIRST_TIMEOUT_MS : LATER_TIMEOUT_MS;
    return callOut({ method: 'POST', url, headers, body }, this.ports.clock, withinMs);
  }
}

function bodyOf(order: SimOrder, projectId: string, fault: WebhookFault | undefined): string {
  if (fault?.do === 'garbage') return '{"event":"status_changed","order_id":';
  return JSON.stringify({
    event: fault?.do === 'other-event' ? 'terms_changed' : 'status_changed',
    order_id: fault?.do === 'unknown-order' ? NOBODY : order.id,
    project_id: projectId,
  });
}
