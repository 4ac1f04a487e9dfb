import { nodeDigest } from '@tillbridge/testkit';
import { expect, test } from 'vitest';
import { basicAuthorization, hmacHex, hmacMatches } from './authentication.ts';
import { utf8 } from './encoding.ts';

const digest = nodeDigest();

test('HTTP Basic, the example of RFC 7617', () => {
  expect(basicAuthorization('Aladdin', 'open sesame')).toBe('Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==');
  expect(basicAuthorization('test', '123£')).toBe('Basic dGVzdDoxMjPCow==');
});

test('HMAC, the second test case of RFC 4231', () => {
  const data = utf8('what do ya want for nothing?');
  const mac = '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843';
  expect(hmacHex(digest, 'sha256', 'Jefe', data)).toBe(mac);
  expect(hmacMatches(digest, 'sha256', 'Jefe', data, mac.toUpperCase())).toBe(true);
});

test('a signature fails on any other byte, key, algorithm or length', () => {
  const data = utf8('{"amount":1470}');
  const mac = hmacHex(digest, 'sha512', 'key', data);
  expect(hmacMatches(digest, 'sha512', 'key', data, mac)).toBe(true);
  expect(hmacMatches(digest, 'sha512', 'key', utf8('{"amount":1471}'), mac)).toBe(false);
  expect(hmacMatches(digest, 'sha512', 'kez', data, mac)).toBe(false);
  expect(hmacMatches(digest, 'sha256', 'key', data, mac)).toBe(false);
  expect(hmacMatches(digest, 'sha512', 'key', data, mac.slice(2))).toBe(false);
  expect(hmacMatches(digest, 'sha512', 'key', data, '')).toBe(false);
  expect(hmacMatches(digest, 'sha512', 'key', data, 'not hex')).toBe(false);
});
