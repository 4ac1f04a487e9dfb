import { type Digest, TillbridgeError } from '@tillbridge/kernel';
import { MPLUS_ERRORS } from './errors.ts';

export const SIGNATURE_HEADER = 'x-mplus-signature';
export const SUBSCRIPTION_HEADER = 'x-mplus-subscription-id';

const LEAST_KEY_BYTES = 16;
/** Whole groups of four, padded: what the till's back office shows. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const utf8 = new TextEncoder();

/**
 * The key behind a secret as the till's back office shows it: Base64. Blanks around it are ignored. Throws MPLUS-101
 * when it is no Base64 or shorter than 16 bytes; the text itself is never used as the key. The error doesn't carry it.
 */
export function decodeSecret(secret: string): Uint8Array {
  const text = secret.trim();
  if (!BASE64.test(text)) throw new TillbridgeError(MPLUS_ERRORS.secretUnusable, { detail: 'it is not Base64' });
  const key = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  if (key.length < LEAST_KEY_BYTES) {
    throw new TillbridgeError(MPLUS_ERRORS.secretUnusable, {
      detail: `it holds ${key.length} bytes, fewer than ${LEAST_KEY_BYTES}`,
    });
  }
  return key;
}

/**
 * `X-Mplus-Signature`: Base64 of the HMAC-SHA256 over the raw body, keyed with the decoded secret, in both directions
 * (MplusKASSA developer site, "Technical details", and the vector of a live receiver).
 */
export function signBody(digest: Digest, key: Uint8Array, body: Uint8Array): string {
  return btoa(String.fromCharCode(...digest.hmac('sha256', key, body)));
}

/** Compares in constant time. */
export function isSignedBy(digest: Digest, key: Uint8Array, body: Uint8Array, signature: string): boolean {
  return digest.equal(utf8.encode(signBody(digest, key, body)), utf8.encode(signature.trim()));
}
