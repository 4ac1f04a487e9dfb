export * from './desk.ts';
export { DEFAULT_POLICY, type PaymentPolicy } from './intent.ts';
export * from './payment.ts';
export { createPaymentDesk, type PaymentDeskPorts } from './payment-desk.ts';
export * from './ports.ts';
export { isRefunding, type RefundingAccount } from './provider-refunds.ts';
export { ABORT_KIND } from './state-machine.ts';
export * from './terminal-service.ts';
export { isBeingRefunded, leftToRefund, type WayBack, wayBackOf } from './way-back.ts';
