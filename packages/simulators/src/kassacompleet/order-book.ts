import { randomInt, randomUUID } from 'node:crypto';
import type { Clock } from '@tillbridge/kernel';
import type {
  KcCharge,
  KcOrderStatus,
  KcTransactionStatus,
  OrderRequest,
  SimOrder,
  SimTransaction,
} from './sim-order.ts';

/** All orders and all money that moved, in memory. Tells listeners after each change of an order. */
export class OrderBook {
  readonly charges: KcCharge[] = [];
  private readonly byId = new Map<string, SimOrder>();
  private readonly listeners = new Set<(order: SimOrder) => void>();
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(request: OrderRequest, refundOf: string | null = null): SimOrder {
    const now = this.clock.now();
    const order: SimOrder = {
      ...request,
      id: randomUUID(),
      createdAt: now,
      expiresAt: now + request.lifeMs,
      refundOf,
      status: 'new',
      earlier: 'new',
      modifiedAt: now,
      completedAt: null,
      transactions: [],
      refunds: [],
      refundedCents: 0,
      pageViews: 0,
    };
    this.byId.set(order.id, order);
    return order;
  }

  addTransaction(order: SimOrder, method: string, parts: Partial<SimTransaction> = {}): SimTransaction {
    const now = this.clock.now();
    const transaction: SimTransaction = {
      id: randomUUID(),
      method,
      issuerId: null,
      reference: method === 'bank-transfer' ? sixteenDigits() : null,
      direction: 'credit',
      period: order.period,
      createdAt: now,
      amountCents: order.amountCents,
      status: 'new',
      reason: null,
      modifiedAt: now,
      completedAt: null,
      events: [{ id: randomUUID(), event: 'new', at: now }],
      ...parts,
    };
    order.transactions.push(transaction);
    return transaction;
  }

  /** By id or reference; of several with one reference the newest, and never a refund. */
  find(name: string): SimOrder | undefined {
    return this.byId.get(name) ?? this.all().findLast((order) => order.reference === name && order.refundOf === null);
  }

  byTransaction(id: string): SimOrder | undefined {
    return this.all().find((order) => order.transactions.some((one) => one.id === id));
  }

  all(): readonly SimOrder[] {
    return [...this.byId.values()];
  }

  step(order: SimOrder, transaction: SimTransaction, status: KcTransactionStatus, reason: string | null = null): void {
    const now = this.clock.now();
    transaction.status = status;
    transaction.reason = reason;
    transaction.modifiedAt = now;
    transaction.completedAt = status === 'completed' ? now : transaction.completedAt;
    transaction.events.push({ id: randomUUID(), event: status, at: now });
    order.modifiedAt = now;
  }

  /** Moves an order on. Taking money is written into the ledger here and nowhere else. */
  move(order: SimOrder, status: KcOrderStatus): void {
    if (order.status === status) return;
    order.earlier = order.status;
    order.status = status;
    order.modifiedAt = this.clock.now();
    if (status === 'completed') {
      order.completedAt = order.modifiedAt;
      const paid = order.transactions.filter((one) => one.status === 'completed');
      this.charges.push({
        orderId: order.id,
        reference: order.reference,
        direction: order.refundOf === null ? 'pay' : 'refund',
        amountCents: paid.reduce((sum, one) => sum + one.amountCents, 0),
        method: paid.at(-1)?.method ?? 'ideal',
        refundOf: order.refundOf,
        at: order.modifiedAt,
      });
    }
    this.changed(order);
  }

  /** Something that isn't a status changed, a page view for example. */
  changed(order: SimOrder): void {
    for (const listener of this.listeners) listener(order);
  }

  onChange(listener: (order: SimOrder) => void): void {
    this.listeners.add(listener);
  }

  clear(): void {
    this.byId.clear();
    this.charges.length = 0;
  }
}

function sixteenDigits(): string {
  return Array.from({ length: 4 }, () => String(randomInt(10_000)).padStart(4, '0')).join('');
}
