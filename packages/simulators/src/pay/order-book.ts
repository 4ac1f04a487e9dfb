import { randomUUID } from 'node:crypto';
import type { Clock } from '@tillbridge/kernel';
import { newOrderIds } from './order-ids.ts';
import { receiptOf } from './receipt-lines.ts';
import {
  type Charge,
  type Incident,
  isFinal,
  type OrderRequest,
  type SimOrder,
  type SimRefund,
  type StatusCode,
} from './sim-order.ts';

export const METHOD_TERMINAL = 1927;
export const METHOD_TERMINAL_REFUND = 2351;
export const METHOD_SOFT_POS = 3069;
export const METHOD_PAYLINK = 961;

/** All orders and all money that moved, in memory. Tells listeners after each change of an order. */
export class OrderBook {
  readonly charges: Charge[] = [];
  readonly refunds: SimRefund[] = [];
  private readonly byAnyId = new Map<string, SimOrder>();
  private readonly list: SimOrder[] = [];
  private readonly listeners = new Set<(order: SimOrder) => void>();
  private readonly clock: Clock;
  private readonly serviceId: string;
  private sequence = 0;

  constructor(clock: Clock, serviceId: string) {
    this.clock = clock;
    this.serviceId = serviceId;
  }

  /** `onDevice`: when it was started there, for a payment that no till asked for. */
  add(request: OrderRequest, onDevice: { readonly at: number } | null = null): SimOrder {
    const now = onDevice?.at ?? this.clock.now();
    this.sequence += 1;
    const order: SimOrder = {
      ...newOrderIds(now, this.serviceId, this.sequence),
      ...request,
      direction: request.methodId === METHOD_TERMINAL_REFUND ? 'refund' : 'pay',
      createdAt: now,
      status: 20,
      attempt: request.methodId === null ? null : { id: randomUUID(), methodId: request.methodId },
      incident: null,
      receipt: null,
      modifiedAt: now,
      completedAt: null,
      onDevice: onDevice !== null,
      pageViews: 0,
    };
    this.list.push(order);
    for (const name of [order.id, order.orderId, order.uuid, order.transactionId]) this.byAnyId.set(name, order);
    return order;
  }

  /** Gives money back; the caller has checked that it may. */
  giveBack(order: SimOrder, amountCents: number, description: string): SimRefund {
    this.sequence += 1;
    const digits = String(this.sequence).padStart(12, '0');
    const id = `RF-${(digits.match(/.{4}/g) ?? []).join('-')}`;
    const refund: SimRefund = { id, order, amountCents, description, at: this.clock.now(), state: 'PENDING' };
    this.refunds.push(refund);
    return refund;
  }

  refundsOf(order: SimOrder): readonly SimRefund[] {
    return this.refunds.filter((refund) => refund.order === order);
  }

  /** By id, order number, `EX-…`, uuid or reference; of several with one reference the newest. */
  find(name: string): SimOrder | undefined {
    return this.byAnyId.get(name) ?? this.list.findLast((order) => order.reference === name);
  }

  all(): readonly SimOrder[] {
    return this.list;
  }

  chooseMethod(order: SimOrder, methodId: number): void {
    order.attempt = { id: randomUUID(), methodId };
    this.move(order, 50);
  }

  /** Moves an order on. Taking money is written into the ledger here and nowhere else. */
  move(order: SimOrder, status: StatusCode, incident: Incident | null = null): void {
    if (order.status === status) return;
    order.status = status;
    order.incident = incident ?? order.incident;
    order.modifiedAt = this.clock.now();
    if (status === 100 && order.completedAt === null) {
      order.completedAt = order.modifiedAt;
      order.receipt = order.terminalCode === null ? null : receiptOf(order);
      this.charges.push({
        id: order.id,
        orderId: order.orderId,
        reference: order.reference,
        direction: order.direction,
        amountCents: order.amountCents,
        methodId: order.attempt?.methodId ?? METHOD_TERMINAL,
        terminalCode: order.terminalCode,
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

  open(): readonly SimOrder[] {
    return this.list.filter((order) => !isFinal(order));
  }

  clear(): void {
    this.list.length = 0;
    this.charges.length = 0;
    this.refunds.length = 0;
    this.byAnyId.clear();
  }
}
