import type { Digest, DigestAlgorithm, ErrorEntry } from '@tillbridge/kernel';
import { describeIssues, hmacHex, hmacMatches, readJson } from '@tillbridge/psp-core';
import { PAY_ERRORS } from './errors.ts';
import { payExchangeEnvelopeSchema, payExchangeSchema } from './exchange.wire.ts';

/** A status call as it came in. */
export interface PayExchangeRequest {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as they came, before anything touched them. */
  readonly body: Uint8Array;
}

/** Key id → secret: `AT-####-####` → API token, `SL-####-####` → secret of the sales location. */
export type PayExchangeKeys = ReadonlyMap<string, string>;

export type PayExchange =
  /** Something happened to this order. Never proof: it may be late, repeated or contradicted; the order is asked for. */
  | { readonly kind: 'hint'; readonly orderId: string; readonly reference: string | null; readonly statusCode: number }
  /** Not from Pay., or not provably. */
  | { readonly kind: 'rejected'; readonly entry: ErrorEntry; readonly detail: string }
  /** From Pay., and about something that is none of our business. */
  | { readonly kind: 'ignored'; readonly why: string };

const ALGORITHMS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['sha256', 'sha256'],
  ['sha512', 'sha512'],
]);

/**
 * Verifies a status call over its raw bytes, then reads it. The headers are `signature-method: HMAC`,
 * `signature-keyid`, `signature-algorithm` (sha256 when absent) and `signature` in hex (Pay.'s `request-signing`
 * library and developer.pay.nl, "Signing"). There is no timestamp: a replay is harmless because it is only a hint.
 */
export function readPayExchange(request: PayExchangeRequest, keys: PayExchangeKeys, digest: Digest): PayExchange {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const signature = header('signature');
  const keyId = header('signature-keyid');
  const algorithm = ALGORITHMS.get((header('signature-algorithm') ?? 'sha256').toLowerCase());
  const method = header('signature-method') ?? 'HMAC';
  if (request.method.toUpperCase() !== 'POST' || signature === undefined || keyId === undefined) {
    return rejected(PAY_ERRORS.exchangeUnsigned, 'no signature');
  }
  if (method.toUpperCase() !== 'HMAC' || algorithm === undefined) {
    return rejected(PAY_ERRORS.exchangeUnsigned, 'signed in a way we do not know');
  }
  const key = keys.get(keyId);
  if (key === undefined || key === '') return rejected(PAY_ERRORS.exchangeUnknownKey, 'the key id is not configured');
  if (!hmacMatches(digest, algorithm, key, request.body, signature)) {
    return rejected(PAY_ERRORS.exchangeWrongSignature, `key ${keyId}`);
  }
  return readBody(request.body);
}

function readBody(body: Uint8Array): PayExchange {
  const json = readJson(body);
  if (!json.ok) return rejected(PAY_ERRORS.exchangeUnreadable, 'not JSON');
  const envelope = payExchangeEnvelopeSchema.safeParse(json.value);
  if (!envelope.success) return rejected(PAY_ERRORS.exchangeUnreadable, describeIssues(envelope.error.issues));
  const { event, type } = envelope.data;
  if (event !== 'status_changed' || type !== 'order')
    return { kind: 'ignored', why: 'not a status change of an order' };
  const parsed = payExchangeSchema.safeParse(json.value);
  if (!parsed.success) return rejected(PAY_ERRORS.exchangeUnreadable, describeIssues(parsed.error.issues));
  const { object } = parsed.data;
  return { kind: 'hint', orderId: object.id, reference: object.reference ?? null, statusCode: object.status.code };
}

function rejected(entry: ErrorEntry, detail: string): PayExchange {
  return { kind: 'rejected', entry, detail };
}

/** The headers Pay. signs a status call with: the counterpart of `readPayExchange`, for simulators and tests. */
export function signPayExchange(
  body: Uint8Array,
  key: { readonly id: string; readonly secret: string; readonly algorithm: DigestAlgorithm },
  digest: Digest,
): Readonly<Record<string, string>> {
  return {
    'signature-method': 'HMAC',
    'signature-keyid': key.id,
    'signature-algorithm': key.algorithm,
    signature: hmacHex(digest, key.algorithm, key.secret, body),
  };
}

/** `json`: what Pay. describes for its JSON formats. `text`: the older one, which also works for signed calls. */
export type PayExchangeReplyFormat = 'json' | 'text';

/**
 * What Pay. wants to hear. `taken` true stops its repeats, also for what we ignore; false asks for the call again.
 * Pay. waits 5 seconds, so answer once the hint is stored and before the order is asked for. The HTTP status is
 * always 200: the body decides.
 */
export function payExchangeReply(
  taken: boolean,
  message: string,
  format: PayExchangeReplyFormat = 'json',
): { readonly status: 200; readonly contentType: string; readonly body: string } {
  if (format === 'text') {
    return { status: 200, contentType: 'text/plain; charset=utf-8', body: `${taken ? 'TRUE' : 'FALSE'}|${message}` };
  }
  return {
    status: 200,
    contentType: 'application/json',
    body: JSON.stringify({ result: taken, description: message }),
  };
}
