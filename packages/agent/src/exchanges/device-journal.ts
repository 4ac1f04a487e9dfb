import type { Clock, InboxReceipt } from '@tillbridge/kernel';
import type { PaymentStore } from '@tillbridge/payments';
import type { DevicePayment } from '@tillbridge/psp-pay';

/** The fact that a payment was started on a device, and how it stood when its provider told. */
const DEVICE_PAYMENT_FACT = 'device.payment';

/** Writes a payment that nobody's till started into the journal, once for each receipt. Nobody's sale waits for it. */
export function deviceJournal(
  store: PaymentStore,
  clock: Clock,
): (account: string, payment: DevicePayment, receipt: InboxReceipt) => Promise<void> {
  return (account, payment, receipt) =>
    store.commit((transaction) => {
      if (!transaction.accept(receipt)) return;
      transaction.appendFact({
        kind: DEVICE_PAYMENT_FACT,
        subject: payment.orderId,
        at: clock.now(),
        body: {
          account,
          terminal: payment.terminalCode,
          direction: payment.direction,
          amountCents: payment.amountCents,
          madeAt: payment.at,
          state: payment.state,
          status: payment.status,
        },
      });
    });
}
