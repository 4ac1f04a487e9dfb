export { METHOD_TERMINAL, METHOD_TERMINAL_REFUND } from './create-order.ts';
export { PAY_ERRORS } from './errors.ts';
export {
  type PayExchange,
  type PayExchangeKeys,
  type PayExchangeReplyFormat,
  type PayExchangeRequest,
  payExchangeReply,
  readPayExchange,
  signPayExchange,
} from './exchange.ts';
export { PayClient } from './pay-client.ts';
export {
  createPayQr,
  createPayTerminal,
  type PayDriverPorts,
  type PayQrSettings,
  type PayTerminalSettings,
} from './pay-driver.ts';
export type { PayAccount } from './settings.ts';
