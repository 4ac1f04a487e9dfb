import type { Digest, DigestAlgorithm } from '@tillbridge/kernel';
import { fromHex, toBase64, toHex, utf8 } from './encoding.ts';

/** The value of an `authorization` header for HTTP Basic, with UTF-8 credentials. */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${toBase64(utf8(`${user}:${password}`))}`;
}

/** Lower-case hex HMAC over the bytes as they travel. */
export function hmacHex(digest: Digest, algorithm: DigestAlgorithm, key: string, data: Uint8Array): string {
  return toHex(digest.hmac(algorithm, utf8(key), data));
}

/** Whether the hex signature belongs to these bytes. Compares in constant time. */
export function hmacMatches(
  digest: Digest,
  algorithm: DigestAlgorithm,
  key: string,
  data: Uint8Array,
  signatureHex: string,
): boolean {
  const given = fromHex(signatureHex);
  return given !== undefined && digest.equal(given, digest.hmac(algorithm, utf8(key), data));
}
