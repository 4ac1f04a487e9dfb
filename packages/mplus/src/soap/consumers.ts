/** Whether a till's webhook subscription is set up as payments and vouchers need it. Pure. */
import type { ErrorEntry } from '@tillbridge/kernel';
import type { ApiResponse } from './client.ts';
import { CONSUMER_ERRORS } from './client-errors.ts';

export type WebhookConsumer = ApiResponse<'getWebhookConsumers'>['webhookConsumerList']['webhookConsumer'][number];

/** What a till of ours needs. */
export interface ConsumerNeeds {
  readonly subscriptionId: string;
  /** It takes payments through us. */
  readonly payments: boolean;
  /** Payment methods that the settings name. */
  readonly methods: readonly string[];
  /** Codes that were injected, as samples. */
  readonly codes: readonly string[];
  /** Whether an address leads to this agent. */
  isOurs(endpoint: string): boolean;
}

export interface ConsumerFinding {
  /** What it is, who acts and how. */
  readonly error: ErrorEntry;
  /** The event, the payment method or the address; null when it is the subscription itself. */
  readonly about: string | null;
}

interface EventNeed {
  readonly name: string;
  readonly blocking: boolean;
  readonly polling: boolean;
}

const heard = (name: string): EventNeed => ({ name, blocking: false, polling: false });
const waitedFor = (name: string): EventNeed => ({ name, blocking: true, polling: false });

/** docs/webhooks.md; PAY., "MplusKASSA" integration page, for the payment events. */
const SALE_EVENTS: readonly EventNeed[] = [
  waitedFor('startSession'),
  waitedFor('startPayment'),
  waitedFor('cancelPayment'),
  waitedFor('completeSession'),
];
const PAYMENT_EVENTS: readonly EventNeed[] = [
  waitedFor('startExternalPayment'),
  { name: 'pollExternalPayment', blocking: true, polling: true },
  waitedFor('requestCancelExternalPayment'),
  heard('cancelExternalPayment'),
];
const VOUCHER_EVENTS: readonly EventNeed[] = [
  waitedFor('scanCode'),
  waitedFor('addSessionLine'),
  waitedFor('updateSessionLine'),
  waitedFor('removeSessionLine'),
  heard('pauseSession'),
  waitedFor('resumeSession'),
  heard('mergeSession'),
  heard('cancelSession'),
  heard('creditSession'),
];

/** Everything that is wrong with the subscription of one till, the gravest first; empty when it is as it must be. */
export function checkConsumers(
  consumers: readonly WebhookConsumer[],
  needs: ConsumerNeeds,
): readonly ConsumerFinding[] {
  const named = consumers.filter(({ subscriptionId }) => subscriptionId === needs.subscriptionId);
  if (named.length === 0) return [{ error: CONSUMER_ERRORS.subscriptionMissing, about: needs.subscriptionId }];
  // Of several under one id the one that works counts.
  const own = named.find((one) => one.enabled && needs.isOurs(one.endpointUrl)) ?? named.find((one) => one.enabled);
  if (own === undefined) return [{ error: CONSUMER_ERRORS.subscriptionOff, about: needs.subscriptionId }];
  return [
    ...(needs.isOurs(own.endpointUrl)
      ? []
      : [{ error: CONSUMER_ERRORS.otherEndpoint, about: withoutQuery(own.endpointUrl) }]),
    ...eventFindings(own, needs),
    ...methodFindings(own, needs),
    ...(keepsBack(own, needs.codes) ? [{ error: CONSUMER_ERRORS.codesKeptBack, about: 'scanCode' }] : []),
  ];
}

function eventFindings(consumer: WebhookConsumer, { payments }: ConsumerNeeds): readonly ConsumerFinding[] {
  const wanted = [...SALE_EVENTS, ...(payments ? PAYMENT_EVENTS : []), ...VOUCHER_EVENTS];
  const set = new Map(consumer.webhookConsumerEventList.webhookConsumerEvent.map((event) => [event.eventName, event]));
  return wanted.flatMap(({ name, blocking, polling }): readonly ConsumerFinding[] => {
    const event = set.get(name);
    if (event?.enabled !== true) return [{ error: CONSUMER_ERRORS.eventMissing, about: name }];
    const polled = event.polling === true;
    return [
      ...(blocking && !event.blocking ? [{ error: CONSUMER_ERRORS.eventNotBlocking, about: name }] : []),
      ...(polling && !polled ? [{ error: CONSUMER_ERRORS.pollNotPolled, about: name }] : []),
      ...(name === 'startExternalPayment' && polled ? [{ error: CONSUMER_ERRORS.startPolled, about: name }] : []),
    ];
  });
}

function methodFindings(consumer: WebhookConsumer, { payments, methods }: ConsumerNeeds): readonly ConsumerFinding[] {
  const ticked = new Set(consumer.webhookConsumerPaymentMethodList.paymentMethod.map(({ method }) => method));
  if (payments && ticked.size === 0) return [{ error: CONSUMER_ERRORS.methodNotTicked, about: null }];
  return methods
    .filter((method) => !ticked.has(method))
    .map((method) => ({ error: CONSUMER_ERRORS.methodNotTicked, about: method }));
}

/** Patterns are read as regular expressions, which is inferred; one that is none says nothing. No patterns: all codes pass. */
function keepsBack(consumer: WebhookConsumer, codes: readonly string[]): boolean {
  const patterns = consumer.webhookConsumerTriggerPatternList.webhookConsumerTriggerPattern.map((one) => ({
    rejects: one.reject === true,
    expression: expressionOf(one.pattern),
  }));
  if (patterns.some(({ expression }) => expression === null)) return false;
  const matches = (code: string, rejects: boolean) =>
    patterns.some((one) => one.rejects === rejects && one.expression?.test(code) === true);
  const onlySome = patterns.some(({ rejects }) => !rejects);
  return codes.some((code) => matches(code, true) || (onlySome && !matches(code, false)));
}

function expressionOf(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern, 'u');
  } catch {
    return null;
  }
}

/** Some put keys there. */
function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '');
}
