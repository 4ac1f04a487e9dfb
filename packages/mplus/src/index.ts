export { MPLUS_ERRORS, NOTICE_ERRORS } from './errors.ts';
export { ACTED_EVENTS, eventNameOf, SILENT_EVENTS } from './event-names.ts';
export type { WebhookHeaders } from './gate.ts';
export {
  DEFAULT_WEBHOOK_SETTINGS,
  type DiscountRemoval,
  type KnownTill,
  type NoPayment,
  type Notices,
  type QrReply,
  type Sentences,
  type SessionEvent,
  type SessionFeed,
  type SessionNews,
  type Subscription,
  type TillWords,
  type VoucherEventPorts,
  type WebhookLimits,
  type WebhookNotice,
  type WebhookPorts,
  type WebhookSettings,
} from './ports.ts';
export type { WebhookReply, WireErrorCode } from './reply.ts';
export { decodeSecret, isSignedBy, SIGNATURE_HEADER, SUBSCRIPTION_HEADER, signBody } from './signature.ts';
export { createVoucherService, type VoucherService, type VoucherServicePorts } from './soap/voucher-service.ts';
export { createWebhookHandler, type WebhookHandler, type WebhookRequest } from './webhook-handler.ts';
