import { isOpen, isTakenOffline, type Payment } from '../payment.ts';
import type { PaymentDriver } from '../ports.ts';

/** The driver can find the payment: by its order id, or, on a device of ours, by our own name for it. */
export function isAddressable(payment: Payment, driver: PaymentDriver): boolean {
  return driver.addressedBy === 'reference' || payment.providerRef !== null;
}

/** Whether an abort has anything left to do. */
export function canStillBeStopped(payment: Payment, driver: PaymentDriver): boolean {
  if (isTakenOffline(payment)) return false;
  // A device that we talk to ourselves has an amount armed as long as the payment is open, be its start known or not.
  if (driver.addressedBy === 'reference') return isOpen(payment);
  // Without an order id there is nothing to address; the order's own expiry ends it, and a found id asks again. An
  // order may be armed although its payment has ended: it was found afterwards.
  return payment.state !== 'approved' && payment.providerRef !== null;
}
