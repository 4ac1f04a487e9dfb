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
export {
  type ArticleNow,
  type ArticlePage,
  articlesAfter,
  type CatalogueRead,
  turnoverGroups,
} from './soap/catalogue.ts';
export {
  type ApiAnswer,
  type ApiOperation,
  type ApiRequest,
  type ApiResponse,
  createMplusApi,
  type MplusApi,
} from './soap/client.ts';
export type { MplusFailure } from './soap/client-answer.ts';
export { CONSUMER_ERRORS, MPLUS_API_ERRORS } from './soap/client-errors.ts';
export { type ConsumerFinding, type ConsumerNeeds, checkConsumers } from './soap/consumers.ts';
export {
  createVoucherService,
  type SoapReply,
  type VoucherService,
  type VoucherServicePorts,
} from './soap/voucher-service.ts';
export { createWebhookHandler, type WebhookHandler, type WebhookRequest } from './webhook-handler.ts';
