export type { MspPageSettings } from './create-order.ts';
export { MSP_ERRORS } from './errors.ts';
export { type EventStream, StreamRefused } from './event-stream.ts';
export { createMspAccount, type MspAccountOptions } from './msp-account.ts';
export { MspClient } from './msp-client.ts';
export type { MspDriverPorts } from './msp-driver.ts';
export { createMspQr, type MspQrSettings } from './msp-qr.ts';
export { createMspTerminal, type MspTerminalSettings } from './msp-terminal.ts';
export {
  type MspNotification,
  type MspNotificationKeys,
  type MspNotificationRequest,
  type MspNotificationRules,
  mspNotificationReply,
  readMspNotification,
  signMspNotification,
} from './notification.ts';
export type { TokenWay } from './order-listener.ts';
export { MSP_LIVE_URL, MSP_LOCALES, MSP_TEST_URL, type MspAccount, type MspLocale } from './settings.ts';
