/** What is on its way to a program of the shop because something happened to an order. */
interface Delivery {
  readonly entry: { readonly orderId: string };
}

export interface DeliveriesPorts<One extends Delivery> {
  /** Sends it once. Never rejects. */
  attempt(delivery: One): Promise<void>;
  later(ms: number, work: () => void): void;
}

const HELD_BACK_AT_MOST_MS = 5_000;

/** One after the other per order, so that their order is lost only where a fault says so. */
export class Deliveries<One extends Delivery> {
  private readonly ports: DeliveriesPorts<One>;
  private readonly heldBack = new Map<string, One>();
  private readonly lines = new Map<string, Promise<void>>();

  constructor(ports: DeliveriesPorts<One>) {
    this.ports = ports;
  }

  queue(delivery: One): void {
    const { orderId } = delivery.entry;
    const before = this.lines.get(orderId) ?? Promise.resolve();
    this.lines.set(
      orderId,
      before.then(() => this.ports.attempt(delivery)),
    );
  }

  /** Keeps it until `release`, five seconds at most. */
  holdBack(delivery: One): void {
    const { orderId } = delivery.entry;
    this.heldBack.set(orderId, delivery);
    this.ports.later(HELD_BACK_AT_MOST_MS, () => this.release(orderId));
  }

  /** The next one of the order went out: what was held back for it may go. */
  release(orderId: string): void {
    const held = this.heldBack.get(orderId);
    this.heldBack.delete(orderId);
    if (held !== undefined) this.queue(held);
  }

  clear(): void {
    this.heldBack.clear();
  }
}
