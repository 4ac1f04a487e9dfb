export { KC_ERRORS } from './errors.ts';
export { createKcAccount } from './kc-account.ts';
export { KcClient, type KcLook, type KcProject } from './kc-client.ts';
export { createKcQr, type KcDriverPorts, type KcQrSettings } from './kc-qr.ts';
export type { KcIssuer } from './order.wire.ts';
export {
  KC_BASE_URLS,
  KC_PAYEE,
  type KcAccount,
  type KcErrorEnds,
  type KcMethod,
  type KcPayee,
} from './settings.ts';
export { type KcHintedOrder, type KcWebhook, kcWebhookReply, lookUpKcHint, readKcWebhook } from './webhook.ts';
