import { isOpen, type Payment, type PaymentId } from '@tillbridge/payments';

/**
 * The payments in which money can still move, as the only writer knows them: a handful, looked at many times in each
 * start. Read from the file at first use and again after writes were undone, so it never knows more than the file.
 */
export class OpenPayments {
  private readonly read: () => readonly Payment[];
  private known: { readonly byId: Map<PaymentId, Payment>; readonly byKey: Map<string, Payment> } | undefined;

  constructor(read: () => readonly Payment[]) {
    this.read = read;
  }

  byId(id: PaymentId): Payment | undefined {
    return this.load().byId.get(id);
  }

  byKey(subscriptionId: string, externalPaymentId: string): Payment | undefined {
    return this.load().byKey.get(keyOf(subscriptionId, externalPaymentId));
  }

  /** In the order they came in. */
  all(): readonly Payment[] {
    return [...this.load().byId.values()];
  }

  where(test: (payment: Payment) => boolean): readonly Payment[] {
    const found: Payment[] = [];
    for (const payment of this.load().byId.values()) if (test(payment)) found.push(payment);
    return found;
  }

  /** A payment was written. */
  note(payment: Payment): void {
    if (this.known === undefined) return;
    const { byId, byKey } = this.known;
    const key = keyOf(payment.subscriptionId, payment.externalPaymentId);
    if (isOpen(payment)) {
      byId.set(payment.id, payment);
      byKey.set(key, payment);
    } else {
      byId.delete(payment.id);
      byKey.delete(key);
    }
  }

  /** Writes were undone: the file knows. */
  forget(): void {
    this.known = undefined;
  }

  private load() {
    if (this.known !== undefined) return this.known;
    const payments = this.read();
    this.known = {
      byId: new Map(payments.map((payment) => [payment.id, payment])),
      byKey: new Map(payments.map((payment) => [keyOf(payment.subscriptionId, payment.externalPaymentId), payment])),
    };
    return this.known;
  }
}

function keyOf(subscriptionId: string, externalPaymentId: string): string {
  return `${subscriptionId}\n${externalPaymentId}`;
}
