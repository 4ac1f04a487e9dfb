import type { Digest } from '@tillbridge/kernel';

/** What a token is for. Part of the signature, so that one kind can never pass for another. */
export type TokenPurpose = 'cookie' | 'launch';

/** Makes and reads texts that only the holder of the key can make. They are readable by everybody. */
export interface TokenSigner {
  sign(purpose: TokenPurpose, fields: readonly string[]): string;
  /** The fields, or undefined for anything that wasn't signed with this key for this purpose. */
  read(purpose: TokenPurpose, token: string): readonly string[] | undefined;
}

const ACCESS_KEY_BYTES = 32;

/** HMAC-SHA256 over purpose and fields. A field holds letters, digits, `-` and `_`. */
export function tokenSigner(key: Uint8Array, digest: Digest): TokenSigner {
  if (key.byteLength !== ACCESS_KEY_BYTES) throw new RangeError(`the access key must have ${ACCESS_KEY_BYTES} bytes`);
  const mac = (purpose: TokenPurpose, payload: string) =>
    digest.hmac('sha256', key, Buffer.from(`tillbridge ${purpose} ${payload}`, 'utf8'));
  return {
    sign(purpose, fields) {
      const payload = fields.join('.');
      return `${payload}.${Buffer.from(mac(purpose, payload)).toString('base64url')}`;
    },
    read(purpose, token) {
      const cut = token.lastIndexOf('.');
      if (cut < 0) return undefined;
      const payload = token.slice(0, cut);
      const given = token.slice(cut + 1);
      const wanted = Buffer.from(mac(purpose, payload));
      // Compared as text: a base64 decoder would let several spellings of one signature pass.
      const equal = digest.equal(Buffer.from(given, 'utf8'), Buffer.from(wanted.toString('base64url'), 'utf8'));
      return equal ? payload.split('.') : undefined;
    },
  };
}
