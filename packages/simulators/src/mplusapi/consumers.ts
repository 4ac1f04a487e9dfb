import type { ApiResponse } from '@tillbridge/mplus/soap';
import { z } from 'zod';

/** A webhook subscription as the API shows it. */
export type SimConsumer = ApiResponse<'getWebhookConsumers'>['webhookConsumerList']['webhookConsumer'][number];

const event = z.object({
  name: z.string(),
  blocking: z.boolean().default(true),
  polling: z.boolean().default(false),
  enabled: z.boolean().default(true),
});

/** A subscription as the back office enters it. What is left out is as a till with vouchers and payments needs it. */
export const consumerDraftSchema = z.object({
  subscriptionId: z.string(),
  endpointUrl: z.string(),
  branch: z.int(),
  workplace: z.int(),
  enabled: z.boolean().default(true),
  methods: z.array(z.string()).default([]),
  /** In place of the right ones of the same name; `[]` changes nothing. */
  events: z.array(event).default([]),
  without: z.array(z.string()).default([]),
  patterns: z
    .array(z.object({ codeType: z.string(), pattern: z.string(), reject: z.boolean().optional() }))
    .default([]),
});
export type ConsumerDraft = z.input<typeof consumerDraftSchema>;

const BLOCKING = [
  'startSession',
  'addSessionLine',
  'updateSessionLine',
  'removeSessionLine',
  'pauseSession',
  'resumeSession',
  'startPayment',
  'cancelPayment',
  'mergeSession',
  'cancelSession',
  'completeSession',
  'creditSession',
  'scanCode',
  'startExternalPayment',
  'requestCancelExternalPayment',
];

export function consumerOf(draft: ConsumerDraft): SimConsumer {
  const { subscriptionId, endpointUrl, branch, workplace, enabled, methods, events, without, patterns } =
    consumerDraftSchema.parse(draft);
  const right = [
    ...BLOCKING.map((name) => ({ name, blocking: true, polling: false, enabled: true })),
    { name: 'pollExternalPayment', blocking: true, polling: true, enabled: true },
    { name: 'cancelExternalPayment', blocking: false, polling: false, enabled: true },
  ];
  const changed = new Map([...right, ...events].map((one) => [one.name, one]));
  return {
    webhookConsumerId: `consumer-${subscriptionId}-${branch}-${workplace}`,
    applicationName: 'Tillbridge',
    subscriptionId,
    endpointUrl,
    authenticationType: 'WEBHOOK-AUTHENTICATION-TYPE-TOKEN',
    authenticationScope: '',
    webhookConsumerEventList: {
      webhookConsumerEvent: [...changed.values()]
        .filter(({ name }) => !without.includes(name))
        .map(({ name, ...rest }) => ({ eventName: name, ...rest })),
    },
    webhookConsumerTriggerPatternList: { webhookConsumerTriggerPattern: patterns },
    webhookConsumerWorkplaceList: { webhookConsumerWorkplace: [] },
    webhookConsumerPaymentMethodList: {
      paymentMethod: methods.map((method) => ({
        method,
        description: method,
        buttonText: method,
        allowNegativeAmount: true,
        hasExternalPaymentWebhook: true,
      })),
    },
    articleFilter: [],
    enabled,
    workplaceKey: { branchNumber: branch, workplaceNumber: workplace },
  };
}
