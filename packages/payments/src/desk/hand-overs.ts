import type { Cents, InboxReceipt } from '@tillbridge/kernel';
import type { PaymentKey } from '../desk.ts';
import type { HandOver, Payment, PaymentId } from '../payment.ts';
import type { DeskTools } from './tools.ts';

/** How a sale's end names one of its payments. A refund is negative. */
interface PaidWith {
  readonly method: string;
  readonly amountCents: Cents;
}

/** Who has heard of an outcome: the till by our reply or by its own sale, or a person who settles it (P2). */
export class HandOvers {
  private readonly tools: DeskTools;

  constructor(tools: DeskTools) {
    this.tools = tools;
  }

  async handedOver(id: PaymentId, told: HandOver['told'], by: HandOver['by']): Promise<void> {
    await this.tools.writer.record(id, { type: 'handed-over', told, by });
  }

  async completeSale(
    subscriptionId: string,
    sessionId: string,
    paid: readonly PaidWith[],
    receipt: InboxReceipt,
  ): Promise<void> {
    await this.tools.writer.change(receipt, (transaction) =>
      transaction
        .ofSession(subscriptionId, sessionId)
        .filter((payment) => payment.state === 'approved' && paid.some((entry) => isPaymentOf(entry, payment)))
        .map((payment) => ({ payment, event: { type: 'handed-over', told: 'paid', by: 'sale-completed' } as const })),
    );
  }

  async tillComplained(key: PaymentKey, receipt: InboxReceipt): Promise<void> {
    await this.tools.writer.change(receipt, (transaction) => {
      const payment = transaction.byKey(key.subscriptionId, key.externalPaymentId);
      return payment === undefined ? [] : [{ payment, event: { type: 'till-complained' } }];
    });
  }

  async settle(id: PaymentId, person: string): Promise<'settled' | 'not-found' | 'not-now'> {
    const { store, writer } = this.tools;
    const before = store.byId(id);
    if (before === undefined) return 'not-found';
    const after = await writer.record(id, { type: 'settled', person });
    return after !== undefined && after.version > before.version ? 'settled' : 'not-now';
  }
}

function isPaymentOf(entry: PaidWith, payment: Payment): boolean {
  const signed = payment.direction === 'refund' ? -payment.amountCents : payment.amountCents;
  return entry.method === payment.method && entry.amountCents === signed;
}
