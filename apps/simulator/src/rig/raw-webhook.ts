import { createHmac } from 'node:crypto';
import { DEMO_BRANCH, DEMO_SUBSCRIPTION, DEMO_TILL_SECRET, DEMO_WORKPLACE } from './fixed-shop.ts';

/** A webhook written by hand: anything may be wrong with it. */
export interface RawWebhook {
  readonly event: string;
  readonly body: string | Uint8Array;
  /** Default: the demo's. Null: no such header. */
  readonly subscription?: string | null;
  /** Default: the right one for this body. Null: no such header. */
  readonly signature?: string | null;
  /** Default `application/json`. Null: no such header. */
  readonly contentType?: string | null;
}

export interface RawReply {
  readonly status: number;
  readonly text: string;
  /** The vendor's error code, when the reply has one. */
  readonly errorCode: string | null;
  /** The reply carries the signature that the demo's secret gives. */
  readonly signed: boolean;
}

function demoSignature(body: string | Uint8Array): string {
  return createHmac('sha256', Buffer.from(DEMO_TILL_SECRET, 'base64')).update(body).digest('base64');
}

/** A correct body for an event, as text, for a payment of the demo's first till. `amount` goes in as it is written. */
export function webhookBody(options: {
  readonly externalPaymentId: string;
  readonly amount: string;
  readonly sessionId?: string;
  readonly method?: string;
}): string {
  const session = options.sessionId === undefined ? '' : `"session":{"sessionId":"${options.sessionId}"},`;
  return `{"event":{"eventBlocking":true,"eventCounter":1,"eventTimestamp":"2026-03-14T15:09:26.535+01:00"},"sender":{"branchNumber":${DEMO_BRANCH},"workplaceNumber":${DEMO_WORKPLACE},"instanceId":"0f5b6c1e-3f7a-4d0e-9d54-6a1f2b7c8d90"},${session}"externalPayment":{"externalPaymentId":"${options.externalPaymentId}","amount":${options.amount},"method":"${options.method ?? 'K_PAY_PIN'}"}}`;
}

export async function sendRaw(agentUrl: string, webhook: RawWebhook): Promise<RawReply> {
  const { subscription = DEMO_SUBSCRIPTION, contentType = 'application/json' } = webhook;
  const signature = webhook.signature === undefined ? demoSignature(webhook.body) : webhook.signature;
  const bytes = Buffer.from(webhook.body as Uint8Array);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (subscription !== null) headers['x-mplus-subscription-id'] = subscription;
  if (signature !== null) headers['x-mplus-signature'] = signature;
  // `fetch` adds no content type of its own to bytes.
  if (contentType !== null) headers['content-type'] = contentType;
  const response = await fetch(`${agentUrl}/${webhook.event}`, { method: 'POST', headers, body: bytes });
  const text = await response.text();
  return {
    status: response.status,
    text,
    errorCode: errorCodeOf(text),
    signed: response.headers.get('x-mplus-signature') === demoSignature(text),
  };
}

function errorCodeOf(text: string): string | null {
  try {
    const reply = JSON.parse(text) as { error?: { code?: unknown } };
    return typeof reply.error?.code === 'string' ? reply.error.code : null;
  } catch {
    return null;
  }
}
