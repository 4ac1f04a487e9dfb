import type { Clock } from '@tillbridge/kernel';
import type { InferredSwitches } from './options.ts';
import type { OrderBook } from './order-book.ts';
import { fieldProblem, PROBLEMS, type Problem } from './problems.ts';
import type { SimOrder, SimRefund, StatusCode } from './sim-order.ts';
import { sum, transactionView } from './transaction-view.ts';

export interface BooksPorts {
  readonly book: OrderBook;
  readonly clock: Clock;
  readonly serviceId: string;
  readonly refundAfterMs: number;
  switches(): InferredSwitches;
  announce(order: SimOrder, action: string): void;
  later(ms: number, work: () => void): void;
  changed(): void;
}

/** At most one refund in this while for each transaction (developer.pay.nl, "Error codes"). */
const BETWEEN_REFUNDS_MS = 6_000;

/** The management side of Pay.: transactions as the books have them, and money that goes back. */
export class Books {
  private readonly ports: BooksPorts;
  private readonly calls = new Map<string, number>();

  constructor(ports: BooksPorts) {
    this.ports = ports;
  }

  /** A refund was asked for, whatever becomes of it. */
  noteRefundCall(name: string): void {
    const order = this.ports.book.find(name);
    if (order !== undefined) this.calls.set(order.id, (this.calls.get(order.id) ?? 0) + 1);
  }

  refundCallsOf(name: string): number {
    return this.calls.get(this.ports.book.find(name)?.id ?? '') ?? 0;
  }

  /** `amountCents` null: all that is left, as Pay. takes a missing amount. */
  giveBack(order: SimOrder, amountCents: number | null, description: string): SimRefund | Problem {
    const { book, clock } = this.ports;
    if (order.status === -71) return PROBLEMS.chargedBack;
    if (order.status !== 100) return PROBLEMS.notPaid;
    const before = book.refundsOf(order);
    const last = before.at(-1);
    if (last !== undefined && clock.now() - last.at < BETWEEN_REFUNDS_MS) return PROBLEMS.tooFast;
    const left = order.amountCents - sum(before);
    const amount = amountCents ?? left;
    if (amount < 1 || amount > left) return fieldProblem('amount.value', 'PAY-2803', 'This amount is not valid.');
    const refund = book.giveBack(order, amount, description);
    this.ports.announce(order, 'refund:add');
    this.ports.later(this.ports.refundAfterMs, () => {
      if (refund.state === 'PENDING') this.settle(refund, 'SUCCESS', 'refund:send');
    });
    this.ports.changed();
    return refund;
  }

  /** The bank sends the money back to the shop. False when there is no such refund. */
  failRefund(refundId: string): boolean {
    const refund = this.ports.book.refunds.find(({ id }) => id === refundId);
    if (refund !== undefined) this.settle(refund, 'CANCELLED', 'refund:storno');
    return refund !== undefined;
  }

  refund(refundId: string): SimRefund | undefined {
    return this.ports.book.refunds.find(({ id }) => id === refundId);
  }

  /** The transaction with what the books know by now. */
  view(order: SimOrder, status?: StatusCode) {
    const { booksListRefunds, booksDelayMs } = this.ports.switches();
    const seenUntil = this.ports.clock.now() - booksDelayMs;
    const refunds = this.ports.book.refundsOf(order).filter((refund) => refund.at <= seenUntil);
    return transactionView(order, { refunds, listRefunds: booksListRefunds, serviceId: this.ports.serviceId }, status);
  }

  clear(): void {
    this.calls.clear();
  }

  private settle(refund: SimRefund, state: SimRefund['state'], action: string): void {
    refund.state = state;
    this.ports.announce(refund.order, action);
    this.ports.changed();
  }
}
