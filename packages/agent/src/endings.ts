import { isOpen, type Payment, type PaymentId, type PaymentListener } from '@tillbridge/payments';

/** Calls `ended` once for each payment that comes to its end while we look, refused starts included. */
export function watchEndings(ended: (payment: Payment) => void): PaymentListener {
  const open = new Set<PaymentId>();
  return (payment) => {
    if (isOpen(payment)) open.add(payment.id);
    else if (open.delete(payment.id) || payment.version === 1) ended(payment);
  };
}
