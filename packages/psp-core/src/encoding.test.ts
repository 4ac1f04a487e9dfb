import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64, fromHex, textOfUtf8, toBase64, toHex, utf8 } from './encoding.ts';

const bytes = fc.uint8Array({ maxLength: 300 });

test('hex and base64 are what Node writes, and come back', () => {
  fc.assert(
    fc.property(bytes, (data) => {
      expect(toHex(data)).toBe(Buffer.from(data).toString('hex'));
      expect(toBase64(data)).toBe(Buffer.from(data).toString('base64'));
      expect(fromHex(toHex(data).toUpperCase())).toEqual(data);
      expect(fromBase64(toBase64(data))).toEqual(data);
    }),
  );
});

test('text comes back through UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(textOfUtf8(utf8(text))).toBe(text);
    }),
  );
});

describe('what is no such text is undefined', () => {
  test.each(['a', 'zz', '0x', ' 00'])('hex %j', (text) => expect(fromHex(text)).toBeUndefined());
  test.each(['a', '====', 'a-_b', 'é', 'ab=c'])('base64 %j', (text) => expect(fromBase64(text)).toBeUndefined());
  test('bytes that are not UTF-8', () => expect(textOfUtf8(Uint8Array.of(0xc3, 0x28))).toBeUndefined());
});

test('base64 may be broken over lines', () => {
  expect(fromBase64('aGVs\r\n bG8=')).toEqual(utf8('hello'));
});
