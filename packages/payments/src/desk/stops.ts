import { type InboxReceipt, TOO_LATE, within } from '@tillbridge/kernel';
import type { PaymentKey } from '../desk.ts';
import {
  answerForTill,
  type CancelledBy,
  isOpen,
  isOverAccount,
  isTakenOffline,
  type Payment,
  type PaymentId,
} from '../payment.ts';
import { canStillBeStopped } from '../rules/addressing.ts';
import { driverOf } from './drivers.ts';
import type { Enquiries } from './enquiries.ts';
import type { Starts } from './starts.ts';
import type { DeskTools } from './tools.ts';
import { handleOf } from './watch.ts';

/** Stops: asked for by till, cashier or sale, sent to the driver from the outbox, and never proof of an end (P5). */
export class Stops {
  private readonly tools: DeskTools;
  private readonly starts: Starts;
  private readonly enquiries: Enquiries;

  constructor(tools: DeskTools, starts: Starts, enquiries: Enquiries) {
    this.tools = tools;
    this.starts = starts;
    this.enquiries = enquiries;
  }

  async requestCancel(key: PaymentKey, receipt: InboxReceipt, budgetMs: number): Promise<Payment | undefined> {
    const payment = await this.cancel(key, 'till', receipt);
    if (payment === undefined || !isOpen(payment)) return payment;
    return (await this.untilAnswerable(payment.id, budgetMs)) ?? this.tools.store.byId(payment.id);
  }

  giveUp(key: PaymentKey, receipt: InboxReceipt): Promise<Payment | undefined> {
    return this.cancel(key, 'till-gave-up', receipt);
  }

  async leaveSale(subscriptionId: string, sessionId: string, receipt: InboxReceipt): Promise<void> {
    await this.tools.writer.change(receipt, (transaction) =>
      transaction
        .openOfSession(subscriptionId, sessionId)
        .map((payment) => ({ payment, event: { type: 'cancel-requested', by: 'sale-left' } as const })),
    );
  }

  async stop(id: PaymentId): Promise<'requested' | 'not-found' | 'not-now'> {
    const payment = this.tools.store.byId(id);
    if (payment === undefined) return 'not-found';
    if (!isOpen(payment) || isTakenOffline(payment) || isOverAccount(payment)) return 'not-now';
    await this.tools.writer.record(id, { type: 'cancel-requested', by: 'cashier' });
    return 'requested';
  }

  async deliverAbort(id: PaymentId, signal: AbortSignal): Promise<{ kind: 'done' } | { kind: 'again'; why: string }> {
    const { store, policy } = this.tools;
    await this.starts.answered(id);
    const payment = store.byId(id);
    const driver = payment === undefined ? undefined : driverOf(payment, this.tools);
    if (payment === undefined || driver === undefined || !canStillBeStopped(payment, driver)) return { kind: 'done' };
    const answer = await driver.abort(handleOf(payment), { signal, timeoutMs: policy.enquiryTimeoutMs });
    if (answer.kind === 'unreachable') return { kind: 'again', why: answer.detail };
    this.enquiries.askSoon(payment);
    return { kind: 'done' };
  }

  private async cancel(key: PaymentKey, by: CancelledBy, receipt: InboxReceipt): Promise<Payment | undefined> {
    const [payment] = await this.tools.writer.change(receipt, (transaction) => {
      const found = transaction.byKey(key.subscriptionId, key.externalPaymentId);
      return found === undefined ? [] : [{ payment: found, event: { type: 'cancel-requested', by } as const }];
    });
    return payment;
  }

  /** The payment as soon as the till can be told something final; undefined when the budget ran out first. */
  private async untilAnswerable(id: PaymentId, budgetMs: number): Promise<Payment | undefined> {
    const { store, writer, clock } = this.tools;
    let off = () => {};
    const answerable = new Promise<Payment>((resolve) => {
      off = writer.onChange((payment) => {
        if (payment.id === id && answerForTill(payment) !== 'pending') resolve(payment);
      });
      const now = store.byId(id);
      if (now !== undefined && answerForTill(now) !== 'pending') resolve(now);
    });
    try {
      const answered = await within(clock, budgetMs, answerable);
      return answered === TOO_LATE ? undefined : answered;
    } finally {
      off();
    }
  }
}
