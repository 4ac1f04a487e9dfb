/**
 * Notifications: MultiSafepay tells that an order changed (docs.multisafepay.com, "Webhook"; MultiSafepay's PHP SDK,
 * `Notification`). Signed or not, a notification is never proof of anything: the order is asked for.
 */
import type { Digest, EpochMs, ErrorEntry } from '@tillbridge/kernel';
import { describeIssues, fromBase64, hmacHex, hmacMatches, textOfUtf8, toBase64, utf8 } from '@tillbridge/psp-core';
import { z } from 'zod';
import { MSP_ERRORS } from './errors.ts';
import { exactText, readExact } from './exact.ts';

/** A notification as it came in. */
export interface MspNotificationRequest {
  readonly method: string;
  /** Decoded: `transactionid` (the order id) and `timestamp` (Unix seconds). */
  readonly query: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came, before anything touched them. */
  readonly body: Uint8Array;
}

/** Our name of an account → its API key. An order is signed with the key it was made with. */
export type MspNotificationKeys = ReadonlyMap<string, string>;

export type MspNotification =
  /** Something happened to this order; `account` whose key signed it, null for the unsigned GET form. */
  | { readonly kind: 'hint'; readonly orderId: string; readonly account: string | null }
  /** Not from MultiSafepay, or not provably. */
  | { readonly kind: 'rejected'; readonly entry: ErrorEntry; readonly detail: string }
  /** Nothing to do, and nothing wrong. */
  | { readonly kind: 'ignored'; readonly why: string };

export interface MspNotificationRules {
  readonly nowMs: EpochMs;
  /** How old a signed time may be, in milliseconds; 0 takes any age. Default ten minutes, as MultiSafepay's own helper. */
  readonly maxAgeMs?: number;
}

const MAX_AGE_MS = 600_000;
const ORDER_ID = /^[A-Za-z0-9_/.-]{1,50}$/;
/** Base64 of `<Unix seconds>:<128 hex digits>`. */
const AUTH = /^(\d{1,12}):([0-9a-f]{128})$/i;

const bodySchema = z.object({ order_id: exactText });

/**
 * Verifies a notification over its raw bytes, then reads which order it is about. A GET has no body and no signature and
 * is taken as a hint all the same, because asking for the order is all that follows.
 */
export function readMspNotification(
  request: MspNotificationRequest,
  keys: MspNotificationKeys,
  digest: Digest,
  { nowMs, maxAgeMs = MAX_AGE_MS }: MspNotificationRules,
): MspNotification {
  const timestamp = one(request.query.timestamp);
  if (timestamp === undefined) return { kind: 'ignored', why: 'no timestamp: not a change of status' };
  const method = request.method.toUpperCase();
  if (method === 'GET') {
    const orderId = one(request.query.transactionid) ?? '';
    return ORDER_ID.test(orderId)
      ? { kind: 'hint', orderId, account: null }
      : rejected(MSP_ERRORS.notificationUnreadable, 'transactionid is no order id');
  }
  if (method !== 'POST') return { kind: 'ignored', why: 'neither POST nor GET' };
  const auth = readAuth(one(request.headers.auth));
  if (auth === undefined) return rejected(MSP_ERRORS.notificationUnsigned, 'no Auth header in the known form');
  const signed = signedBytes(auth.timestamp, request.body);
  let account: string | undefined;
  // Every key is tried, so that the time it takes says nothing about which one fits.
  for (const [name, key] of keys) {
    if (key !== '' && hmacMatches(digest, 'sha512', key, signed, auth.signature)) account = name;
  }
  if (account === undefined) return rejected(MSP_ERRORS.notificationWrongSignature, 'no key of the settings fits');
  const ageMs = nowMs - Number(auth.timestamp) * 1_000;
  if (maxAgeMs > 0 && ageMs > maxAgeMs) {
    return rejected(MSP_ERRORS.notificationStale, `signed ${Math.round(ageMs / 1_000)} s ago`);
  }
  return readBody(request.body, account);
}

function readBody(body: Uint8Array, account: string): MspNotification {
  const json = readExact(body);
  if (json === undefined) return rejected(MSP_ERRORS.notificationUnreadable, 'not JSON');
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success) return rejected(MSP_ERRORS.notificationUnreadable, describeIssues(parsed.error.issues));
  const orderId = parsed.data.order_id;
  return ORDER_ID.test(orderId)
    ? { kind: 'hint', orderId, account }
    : rejected(MSP_ERRORS.notificationUnreadable, 'order_id is no order id');
}

function readAuth(header: string | undefined): { readonly timestamp: string; readonly signature: string } | undefined {
  const bytes = header === undefined ? undefined : fromBase64(header);
  const [, timestamp, signature] = AUTH.exec((bytes && textOfUtf8(bytes)) ?? '') ?? [];
  return timestamp === undefined || signature === undefined ? undefined : { timestamp, signature };
}

/** `<timestamp>:` and the body as it travels. */
function signedBytes(timestamp: string, body: Uint8Array): Uint8Array {
  const head = utf8(`${timestamp}:`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

/** The `Auth` header of a notification: the counterpart of `readMspNotification`, for simulators and tests. */
export function signMspNotification(body: Uint8Array, apiKey: string, unixSeconds: number, digest: Digest): string {
  const timestamp = String(unixSeconds);
  return toBase64(utf8(`${timestamp}:${hmacHex(digest, 'sha512', apiKey, signedBytes(timestamp, body))}`));
}

/**
 * What MultiSafepay wants to hear. `taken` true stops its repeats, also for what we ignore or reject for good; false asks
 * for the notification again in 15 minutes, three times at most.
 */
export function mspNotificationReply(taken: boolean): {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
} {
  const contentType = 'text/plain; charset=utf-8';
  return taken ? { status: 200, contentType, body: 'OK' } : { status: 503, contentType, body: 'later' };
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function rejected(entry: ErrorEntry, detail: string): MspNotification {
  return { kind: 'rejected', entry, detail };
}
