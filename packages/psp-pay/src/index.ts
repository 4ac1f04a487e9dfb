export type { DevicePayment } from './device-payment.ts';
export { PAY_ERRORS } from './errors.ts';
export { type PayExchangeRules, payExchangeReply, readPayExchange, signPayExchange } from './exchange.ts';
export type { DeviceState } from './exchange-actions.ts';
export type {
  PayExchange,
  PayExchangeFormat,
  PayExchangeHint,
  PayExchangeKeys,
  PayExchangeReplyFormat,
  PayExchangeRequest,
} from './exchange-hint.ts';
export { type PayExchangeProof, type PayProofPorts, provePayExchange } from './exchange-proof.ts';
export { PayManagement } from './management-client.ts';
export {
  createPayAccount,
  type KnownOrder,
  type PayAccountPorts,
  type PayListedTerminal,
  type PayProviderAccount,
} from './pay-account.ts';
export { PayClient } from './pay-client.ts';
export {
  createPayQr,
  createPayTerminal,
  type PayDriverPorts,
  type PayQrSettings,
  type PayTerminalSettings,
} from './pay-driver.ts';
export { redactExchange } from './redact-exchange.ts';
export {
  adoptCores,
  type CheckoutMethod,
  type PayServiceConfig,
  PayServiceConfigs,
  type ServiceConfigAnswer,
} from './service-config.ts';
export type { PayAccount } from './settings.ts';
