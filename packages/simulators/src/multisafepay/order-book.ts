import { randomBytes } from 'node:crypto';
import type { Clock } from '@tillbridge/kernel';
import type { MspKey } from './options.ts';
import {
  isFinal,
  type MspCharge,
  type OrderRequest,
  refundedCents,
  type SimOrder,
  type SimRefund,
  type Status,
} from './sim-order.ts';

/** 17 digits, beyond 2^53, as real ones are. */
const FIRST_TRANSACTION = 17_472_052_901_237_000n;

/** All orders and all money that moved, in memory. Tells listeners after each change of an order. */
export class OrderBook {
  readonly charges: MspCharge[] = [];
  private readonly list: SimOrder[] = [];
  private readonly listeners = new Set<(order: SimOrder, statusChanged: boolean) => void>();
  private readonly clock: Clock;
  private sequence = 0n;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(request: OrderRequest, key: MspKey): SimOrder {
    const now = this.clock.now();
    const order: SimOrder = {
      ...request,
      key,
      sessionId: randomBytes(24).toString('base64url').replace(/[_-]/g, 'x').padEnd(32, 'x'),
      createdAt: now,
      attempts: [],
      refunds: [],
      status: 'initialized',
      before: 'initialized',
      reason: null,
      reasonCode: null,
      modifiedAt: now,
      completedAt: null,
      pageViews: 0,
    };
    this.list.push(order);
    this.tell(order, true);
    return order;
  }

  /** By order id, session or transaction id; of several with one id the newest. */
  find(name: string): SimOrder | undefined {
    return this.list.findLast(
      (order) =>
        order.orderId === name ||
        order.sessionId === name ||
        order.attempts.some((attempt) => attempt.transactionId === name),
    );
  }

  all(): readonly SimOrder[] {
    return this.list;
  }

  open(): readonly SimOrder[] {
    return this.list.filter((order) => !isFinal(order));
  }

  /** A card or a bank comes in: a transaction of its own, so that its id differs from that of the one before. */
  attempt(order: SimOrder, type: string): void {
    this.sequence += 1n;
    order.attempts.push({ transactionId: String(FIRST_TRANSACTION + this.sequence), type, status: 'initialized' });
    this.move(order, 'initialized');
    this.tell(order, false);
  }

  /** Moves an order on. Taking money is written into the ledger here and nowhere else. */
  move(order: SimOrder, status: Status, reason: readonly [code: string, words: string] | null = null): void {
    if (order.status === status) return;
    order.before = order.status;
    order.status = status;
    order.modifiedAt = this.clock.now();
    if (reason !== null) [order.reasonCode, order.reason] = reason;
    const attempt = order.attempts.at(-1);
    if (attempt !== undefined && attempt.status === 'initialized' && status !== 'initialized') attempt.status = status;
    if (status === 'completed' || (status === 'reserved' && order.direction === 'refund')) this.charge(order);
    this.tell(order, true);
  }

  /** Gives money back for a paid order. */
  refund(order: SimOrder, refund: Omit<SimRefund, 'transactionId' | 'createdAt' | 'modifiedAt' | 'status'>): SimRefund {
    this.sequence += 1n;
    const now = this.clock.now();
    const made: SimRefund = {
      ...refund,
      transactionId: String(FIRST_TRANSACTION + this.sequence),
      createdAt: now,
      modifiedAt: now,
      status: 'reserved',
    };
    order.refunds.push(made);
    this.charges.push({
      orderId: order.orderId,
      transactionId: made.transactionId,
      direction: 'refund',
      amountCents: made.amountCents,
      terminalId: null,
      refundOf: order.orderId,
      at: now,
    });
    this.tell(order, false);
    return made;
  }

  /** A refund that was reserved is paid out, or turns out not to be possible. */
  settleRefund(order: SimOrder, refund: SimRefund, status: 'completed' | 'declined' | 'void'): boolean {
    if (refund.status !== 'reserved') return false;
    refund.status = status;
    refund.modifiedAt = this.clock.now();
    if (status === 'completed') {
      this.move(order, refundedCents(order) >= order.amountCents ? 'refunded' : 'partial_refunded');
    } else {
      const at = this.charges.findIndex((charge) => charge.transactionId === refund.transactionId);
      if (at >= 0) this.charges.splice(at, 1);
    }
    this.tell(order, false);
    return true;
  }

  /** Something that isn't a status changed, a page view for example. */
  tell(order: SimOrder, statusChanged: boolean): void {
    for (const listener of this.listeners) listener(order, statusChanged);
  }

  onChange(listener: (order: SimOrder, statusChanged: boolean) => void): void {
    this.listeners.add(listener);
  }

  clear(): void {
    this.list.length = 0;
    this.charges.length = 0;
  }

  private charge(order: SimOrder): void {
    order.completedAt = order.modifiedAt;
    if (order.reasonCode === null || order.reasonCode !== '1000')
      [order.reasonCode, order.reason] = ['1000', 'Approved'];
    this.charges.push({
      orderId: order.orderId,
      transactionId: order.attempts.at(-1)?.transactionId ?? order.sessionId,
      direction: order.direction,
      amountCents: order.amountCents,
      terminalId: order.terminalId,
      refundOf: null,
      at: order.modifiedAt,
    });
  }
}
