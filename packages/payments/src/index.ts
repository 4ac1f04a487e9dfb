export { createPaymentDesk, type PaymentDeskPorts } from './desk/payment-desk.ts';
export * from './desk.ts';
export * from './payment.ts';
export { DEFAULT_POLICY, type PaymentPolicy } from './policy.ts';
export * from './ports.ts';
export { ABORT_KIND } from './rules/changes.ts';
export { isBeingRefunded, leftToRefund, type WayBack } from './rules/way-back.ts';
export * from './terminal-service.ts';
