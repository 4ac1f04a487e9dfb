/**
 * Who gets which webhooks of a till, in MplusKASSA's SOAP API (mplusqapi.wsdl). The API can look, not change. Of the answer
 * only what we read and what is never left out, in the vendor's order.
 */
import { choice, complex, many, maybe, one } from './types.ts';
import { workplaceIdentifier } from './voucher-operations.wire.ts';

const consumerEvent = complex('WebhookConsumerEvent', {
  eventName: one('string'),
  blocking: one('boolean'),
  enabled: one('boolean'),
  polling: maybe('boolean'),
  cancelRequiresAuth: maybe('boolean'),
});

const paymentMethod = complex('PaymentMethod', {
  method: one('string'),
  description: one('string'),
  buttonText: one('string'),
  allowNegativeAmount: one('boolean'),
  active: maybe('boolean'),
  hasExternalPaymentWebhook: maybe('boolean'),
});

const triggerPattern = complex('WebhookConsumerTriggerPattern', {
  codeType: one('string'),
  pattern: one('string'),
  reject: maybe('boolean'),
});

const consumerWorkplace = complex('WebhookConsumerWorkplace', {
  branchNumber: one('int'),
  workplaceNumbers: many('int'),
});

const consumer = complex('WebhookConsumer', {
  webhookConsumerId: one('string'),
  applicationName: one('string'),
  subscriptionId: one('string'),
  endpointUrl: one('string'),
  authenticationType: one(
    choice('WebhookAuthenticationType', [
      'WEBHOOK-AUTHENTICATION-TYPE-TOKEN',
      'WEBHOOK-AUTHENTICATION-TYPE-CLOUD-CREDENTIALS',
    ]),
  ),
  authenticationScope: one('string'),
  webhookConsumerEventList: one(complex('WebhookConsumerEventList', { webhookConsumerEvent: many(consumerEvent) })),
  webhookConsumerTriggerPatternList: one(
    complex('WebhookConsumerTriggerPatternList', { webhookConsumerTriggerPattern: many(triggerPattern) }),
  ),
  webhookConsumerWorkplaceList: one(
    complex('WebhookConsumerWorkplaceList', { webhookConsumerWorkplace: many(consumerWorkplace) }),
  ),
  webhookConsumerPaymentMethodList: one(complex('PaymentMethodList', { paymentMethod: many(paymentMethod) })),
  articleFilter: many('long'),
  syncMarker: maybe('long'),
  enabled: one('boolean'),
  workplaceKey: one(workplaceIdentifier),
});

export const CONSUMER_OPERATIONS = {
  getWebhookConsumers: {
    request: complex('GetWebhookConsumersRequest', {
      syncMarker: maybe('long'),
      workplace: one(workplaceIdentifier),
    }),
    wrapped: true,
    response: complex('GetWebhookConsumersResponse', {
      webhookConsumerList: one(complex('WebhookConsumerList', { webhookConsumer: many(consumer) })),
    }),
  },
} as const;
