import { type ExactJsonObject, parseExactJson } from '@tillbridge/kernel';
import type { Subscription, WebhookLimits, WebhookPorts } from './ports.ts';
import { type ErrorAnswer, errorAnswer } from './reply.ts';
import { isSignedBy, SIGNATURE_HEADER, SUBSCRIPTION_HEADER } from './signature.ts';
import { isObject } from './wire-schema.ts';

export type WebhookHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** A message whose sender is proven and whose body is a JSON object. */
export interface Admitted {
  readonly subscription: Subscription;
  readonly text: string;
  readonly body: ExactJsonObject;
}

export type Admission =
  | ({ readonly ok: true } & Admitted)
  /** `subscription` is known as soon as the header names one: the refusal is signed then. */
  | { readonly ok: false; readonly subscription: Subscription | null; readonly refusal: ErrorAnswer };

type GatePorts = Pick<WebhookPorts, 'digest' | 'subscriptions' | 'notices'>;

/**
 * The checks before a message is looked at, in this order: subscription, signature, content type, JSON. The signature
 * is made over the raw bytes and compared in constant time before anything is parsed.
 */
export function admit(ports: GatePorts, limits: WebhookLimits, headers: WebhookHeaders, body: Uint8Array): Admission {
  const sender = findSubscription(ports, headers);
  if (!sender.ok) return sender;
  const { subscription } = sender;
  const refuse = (refusal: ErrorAnswer): Admission => ({ ok: false, subscription, refusal });

  if (body.byteLength > limits.maxBodyBytes) return refuse(tooLongAnswer(limits));
  const signature = header(headers, SIGNATURE_HEADER);
  if (signature === undefined) return refuse(errorAnswer('NO_SIGNATURE', 'the header X-Mplus-Signature is missing'));
  if (!isSignedBy(ports.digest, subscription.key, body, signature)) {
    ports.notices.raise('wrong-signature', subscription.id);
    return refuse(errorAnswer('INVALID_SIGNATURE', 'the signature does not fit the body and the secret'));
  }
  const contentType = header(headers, 'content-type');
  if (contentType === undefined) return refuse(errorAnswer('NO_CONTENT_TYPE', 'the header Content-Type is missing'));
  if (!isJsonInUtf8(contentType)) {
    return refuse(errorAnswer('INVALID_CONTENT_TYPE', 'the content type must be application/json in UTF-8'));
  }
  const text = textOf(body);
  if (text === undefined) return refuse(errorAnswer('INVALID_JSON', 'the body is not UTF-8'));
  const parsed = parseExactJson(text, limits.maxDepth);
  if (!parsed.ok) {
    const { reason, offset } = parsed.fault;
    return refuse(errorAnswer('INVALID_JSON', `${reason.replaceAll('-', ' ')} at character ${offset}`));
  }
  if (!isObject(parsed.value)) return refuse(errorAnswer('INVALID_DATA', 'the body must be an object'));
  return { ok: true, subscription, text, body: parsed.value as ExactJsonObject };
}

export type FoundSubscription =
  | { readonly ok: true; readonly subscription: Subscription }
  | { readonly ok: false; readonly subscription: null; readonly refusal: ErrorAnswer };

export function findSubscription(ports: Omit<GatePorts, 'digest'>, headers: WebhookHeaders): FoundSubscription {
  const id = header(headers, SUBSCRIPTION_HEADER);
  if (id === undefined) {
    const refusal = errorAnswer('NO_SUBSCRIPTION_ID', 'the header X-Mplus-Subscription-Id is missing');
    return { ok: false, subscription: null, refusal };
  }
  const subscription = ports.subscriptions.find(id);
  if (subscription !== undefined) return { ok: true, subscription };
  ports.notices.raise('unknown-subscription', presentable(id));
  const refusal = errorAnswer('INVALID_SUBSCRIPTION_ID', 'no subscription of this name is set up here');
  return { ok: false, subscription: null, refusal };
}

export function tooLongAnswer(limits: WebhookLimits): ErrorAnswer {
  return errorAnswer('INVALID_DATA', `the body is longer than ${limits.maxBodyBytes} bytes`);
}

/** Anybody can write this header, so only what looks like an id reaches a window. */
function presentable(id: string): string | null {
  return /^[\w .:@-]{1,64}$/.test(id) ? id : null;
}

/** A header by its lower-case name; blank counts as missing. */
function header(headers: WebhookHeaders, name: string): string | undefined {
  let value = headers[name];
  if (value === undefined) {
    const spelled = Object.keys(headers).find((key) => key.toLowerCase() === name);
    value = spelled === undefined ? undefined : headers[spelled];
  }
  const text = (Array.isArray(value) ? value.join(', ') : value)?.trim();
  return text === '' ? undefined : text;
}

const CONTENT_TYPE = /^application\/json *(?:; *charset *= *"?([\w-]+)"? *)?;?$/i;

function isJsonInUtf8(contentType: string): boolean {
  // What nearly every till sends.
  if (contentType === 'application/json') return true;
  const match = CONTENT_TYPE.exec(contentType);
  return match !== null && (match[1] === undefined || /^utf-?8$/i.test(match[1]));
}

const strictUtf8 = { fatal: true };

function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', strictUtf8).decode(body);
  } catch {
    return undefined;
  }
}
