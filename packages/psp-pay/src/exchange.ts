import type { Digest, DigestAlgorithm, ErrorEntry } from '@tillbridge/kernel';
import { hmacHex, hmacMatches, textOfUtf8 } from '@tillbridge/psp-core';
import { PAY_ERRORS } from './errors.ts';
import { readJsonExchange, readLegacyFields, referenceInPath } from './exchange-formats.ts';
import type {
  PayExchange,
  PayExchangeKeys,
  PayExchangeReplyFormat,
  PayExchangeRequest,
  ReadExchange,
} from './exchange-hint.ts';
import { fieldsOf, readForm } from './form.ts';

export interface PayExchangeRules {
  /**
   * `look-up`: an unsigned call is read too, as a hint that `provePayExchange` has to prove. Default `refuse`. A wrong
   * signature is refused either way.
   */
  readonly unsigned?: 'refuse' | 'look-up';
}

const ALGORITHMS: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['sha256', 'sha256'],
  ['sha512', 'sha512'],
]);

/**
 * Verifies a status call over its raw bytes, then reads it. The headers are `signature-method: HMAC`,
 * `signature-keyid`, `signature-algorithm` (sha256 when absent) and `signature` in hex (Pay.'s `request-signing`
 * library and developer.pay.nl, "Signing"). There is no timestamp: a replay is harmless because it is only a hint.
 *
 * What stands in the address of a POST is for logs and never read. A GET has nothing else, and no signature covers it.
 */
export function readPayExchange(
  request: PayExchangeRequest,
  keys: PayExchangeKeys,
  digest: Digest,
  rules: PayExchangeRules = {},
): PayExchange {
  const answer = replyFormatOf(request);
  const rejected = (entry: ErrorEntry, detail: string): PayExchange => ({ kind: 'rejected', entry, detail, answer });
  const signed = signatureOf(request, keys, digest);
  if (signed.kind === 'bad') return rejected(signed.entry, signed.detail);
  if (signed.kind === 'none' && rules.unsigned !== 'look-up') {
    return rejected(PAY_ERRORS.exchangeUnsigned, 'no signature');
  }
  const read = readRequest(request);
  switch (read.kind) {
    case 'unreadable':
      return rejected(PAY_ERRORS.exchangeUnreadable, read.why);
    case 'ignored':
      return { ...read, answer };
    case 'hint': {
      const signedBy = signed.kind === 'good' ? signed.keyId : null;
      // Our own address names the payment where a format has no field for it; then nobody else started it either.
      const reference = read.reference ?? referenceInPath(request.path);
      const device = reference === null ? read.device : null;
      return { ...read, reference, device, signedBy, answer: signedBy === null ? answer : signedAnswer(answer, read) };
    }
  }
}

/** The older JSON formats are described with `verification`, the signed one by what Pay.'s own SDK answers. */
function signedAnswer(answer: PayExchangeReplyFormat, read: { readonly format: string }): PayExchangeReplyFormat {
  return answer === 'text' ? 'text' : read.format === 'order' ? 'json' : 'verification';
}

/** How a call wants to be answered: by the kind of its body. */
function replyFormatOf(request: PayExchangeRequest): PayExchangeReplyFormat {
  if (request.method.toUpperCase() !== 'POST' || !isJson(request)) return 'text';
  return request.headers.signature === undefined ? 'verification' : 'json';
}

function isJson({ headers, body }: PayExchangeRequest): boolean {
  const type = headerOf(headers, 'content-type')?.toLowerCase();
  if (type?.includes('json')) return true;
  if (type?.includes('form')) return false;
  const first = body.find((byte) => byte > 0x20);
  return first === BRACE || first === BRACKET;
}

const BRACE = 0x7b;
const BRACKET = 0x5b;

function readRequest(request: PayExchangeRequest): ReadExchange {
  if (request.method.toUpperCase() === 'GET') return legacyOf(fieldsOf(request.query ?? []));
  const text = textOfUtf8(request.body);
  if (text === undefined || text.trim() === '') return { kind: 'unreadable', why: 'no text' };
  return isJson(request) ? readJsonExchange(text) : legacyOf(readForm(text));
}

function legacyOf(fields: ReadonlyMap<string, string> | undefined): ReadExchange {
  if (fields === undefined) return { kind: 'unreadable', why: 'neither JSON nor a form' };
  return readLegacyFields(Object.fromEntries(fields));
}

type Signature =
  | { readonly kind: 'none' }
  | { readonly kind: 'good'; readonly keyId: string }
  | { readonly kind: 'bad'; readonly entry: ErrorEntry; readonly detail: string };

function signatureOf(request: PayExchangeRequest, keys: PayExchangeKeys, digest: Digest): Signature {
  const header = (name: string) => headerOf(request.headers, name);
  const bad = (entry: ErrorEntry, detail: string): Signature => ({ kind: 'bad', entry, detail });
  const signature = header('signature');
  const keyId = header('signature-keyid');
  // What a signature could cover is the body, and a GET has none.
  if ((signature === undefined && keyId === undefined) || request.method.toUpperCase() !== 'POST') {
    return { kind: 'none' };
  }
  if (signature === undefined || keyId === undefined) return bad(PAY_ERRORS.exchangeUnsigned, 'half a signature');
  const algorithm = ALGORITHMS.get((header('signature-algorithm') ?? 'sha256').toLowerCase());
  if ((header('signature-method') ?? 'HMAC').toUpperCase() !== 'HMAC' || algorithm === undefined) {
    return bad(PAY_ERRORS.exchangeUnsigned, 'signed in a way we do not know');
  }
  const key = keys.get(keyId);
  if (key === undefined || key === '') return bad(PAY_ERRORS.exchangeUnknownKey, 'the key id is not configured');
  return hmacMatches(digest, algorithm, key, request.body, signature)
    ? { kind: 'good', keyId }
    : bad(PAY_ERRORS.exchangeWrongSignature, `key ${keyId}`);
}

function headerOf(headers: PayExchangeRequest['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
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

/**
 * What Pay. wants to hear. `taken` true stops its repeats, also for what we ignore; false asks for the call again.
 * Pay. waits 5 seconds, so answer once the hint is stored and before the order is asked for. The HTTP status is
 * always 200: the body decides (developer.pay.nl, "Exchange calls").
 */
export function payExchangeReply(
  taken: boolean,
  message: string,
  format: PayExchangeReplyFormat = 'json',
): { readonly status: 200; readonly contentType: string; readonly body: string } {
  switch (format) {
    case 'text':
      return { status: 200, contentType: 'text/plain; charset=utf-8', body: `${taken ? 'TRUE' : 'FALSE'}|${message}` };
    case 'verification':
      return jsonReply({ result: taken, verification: message });
    case 'json':
      return jsonReply({ result: taken, description: message });
  }
}

function jsonReply(body: object) {
  return { status: 200, contentType: 'application/json', body: JSON.stringify(body) } as const;
}
