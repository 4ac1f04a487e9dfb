import type { CallContext, ErrorEntry } from '@tillbridge/kernel';
import { describeIssues, failure, readJson } from '@tillbridge/psp-core';
import { KC_ERRORS } from './errors.ts';
import type { KcClient } from './kc-client.ts';
import { kcWebhookEnvelopeSchema, kcWebhookSchema } from './webhook.wire.ts';

/** A webhook call as it came in: a hint and nothing more, because anybody can send one. */
export type KcWebhook =
  | { readonly kind: 'hint'; readonly orderId: string }
  | { readonly kind: 'rejected'; readonly entry: ErrorEntry; readonly detail: string }
  | { readonly kind: 'ignored'; readonly why: string };

const EVENTS: ReadonlySet<string> = new Set(['status_changed', 'transaction_status_changed']);

/** Reads the body of a webhook call, byte for byte as it came. */
export function readKcWebhook(body: Uint8Array): KcWebhook {
  const json = readJson(body);
  if (!json.ok) return rejected('not JSON');
  const envelope = kcWebhookEnvelopeSchema.safeParse(json.value);
  if (!envelope.success) return rejected(describeIssues(envelope.error.issues));
  if (!EVENTS.has(envelope.data.event)) return { kind: 'ignored', why: 'not a change of status' };
  const parsed = kcWebhookSchema.safeParse(json.value);
  if (!parsed.success) return rejected(describeIssues(parsed.error.issues));
  return { kind: 'hint', orderId: parsed.data.order_id };
}

/**
 * The HTTP status the platform wants to hear: any 2xx stops its repeats, of which there are ten, two minutes apart. It
 * waits four seconds the first time, so answer once the hint is stored and before the order is asked for.
 */
export function kcWebhookReply(webhook: KcWebhook): { readonly status: 200 | 400; readonly body: '' } {
  return { status: webhook.kind === 'rejected' ? 400 : 200, body: '' };
}

export type KcHintedOrder =
  /** The order is there under our key. `reference`: ours, as the platform keeps it. */
  | { readonly kind: 'order'; readonly orderId: string; readonly reference: string | null }
  /** No such order under our key: the hint was none. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreachable'; readonly detail: string };

/**
 * Asks, signed in, for the order a hint names. Only what this answers may connect an order with a payment: a reference
 * in the address of a webhook is as unsigned as its body.
 */
export async function lookUpKcHint(client: KcClient, orderId: string, call: CallContext): Promise<KcHintedOrder> {
  const answer = await client.order(orderId, call);
  switch (answer.kind) {
    case 'order':
      return { kind: 'order', orderId: answer.order.id, reference: answer.order.merchant_order_id ?? null };
    case 'absent':
      return { kind: 'absent' };
    case 'failed':
      return { kind: 'unreachable', detail: answer.failure.detail };
  }
}

function rejected(words: string): KcWebhook {
  return {
    kind: 'rejected',
    entry: KC_ERRORS.webhookUnreadable,
    detail: failure(KC_ERRORS.webhookUnreadable, words).detail,
  };
}
