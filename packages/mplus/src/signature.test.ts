import { TillbridgeError } from '@tillbridge/kernel';
import { nodeDigest } from '@tillbridge/testkit';
import { describe, expect, it } from 'vitest';
import { decodeSecret, isSignedBy, signBody } from './signature.ts';
import exchanges from './test/exchanges.json' with { type: 'json' };
import signatures from './test/signatures.json' with { type: 'json' };
import { TEST_SECRET } from './test/webhook-world.ts';

const digest = nodeDigest();
const utf8 = new TextEncoder();

describe('the signature', () => {
  it.each(signatures.vectors)('of "$body" is the known one', ({ secret, body, signature }) => {
    const key = decodeSecret(secret);
    expect(signBody(digest, key, utf8.encode(body))).toBe(signature);
    expect(isSignedBy(digest, key, utf8.encode(body), ` ${signature} `)).toBe(true);
    expect(isSignedBy(digest, key, utf8.encode(`${body} `), signature)).toBe(false);
  });

  it.each(exchanges.exchanges)('of the golden $event fits its request and its reply', (golden) => {
    const key = decodeSecret(TEST_SECRET);
    expect(signBody(digest, key, utf8.encode(golden.request))).toBe(golden.requestSignature);
    expect(signBody(digest, key, utf8.encode(golden.reply))).toBe(golden.replySignature);
  });

  it.each(['', 'x', 'ä', '='])('never fits "%s"', (signature) => {
    expect(isSignedBy(digest, decodeSecret(TEST_SECRET), utf8.encode('{}'), signature)).toBe(false);
  });
});

describe('a secret', () => {
  it('is Base64 of at least 16 bytes', () => {
    expect(decodeSecret('AAECAwQFBgcICQoLDA0ODw==')).toEqual(Uint8Array.from({ length: 16 }, (_, index) => index));
    expect(decodeSecret(`\n ${TEST_SECRET} `)).toHaveLength(32);
  });

  it.each([
    '',
    'AAECAwQFBgcICQoLDA0O',
    'not base64 at all!',
    'AAECAwQFBgcICQoLDA0ODw',
    'AAECAwQFBgcICQoLDA0OD===',
    'AAEC-wQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  ])('"%s" is a configuration error that does not repeat it', (secret) => {
    const attempt = () => decodeSecret(secret);
    expect(attempt).toThrow(TillbridgeError);
    expect(attempt).toThrow(/^MPLUS-101 /);
    if (secret !== '') expect(attempt).not.toThrow(secret);
  });
});
