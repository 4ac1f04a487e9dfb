import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, hexOf } from '../test/vectors.ts';
import { charsetOfCode, codeOfCharset, decodeText, encodeText } from './charset.ts';
import type { Charset } from './model.ts';

const CHARSETS: readonly Charset[] = ['cp437', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15', 'utf-8', 'ascii', 'zvt-7bit'];
const PER_BYTE: readonly Charset[] = ['cp437', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15'];

test.each<[Charset, string, string]>([
  ['cp437', '8e999a849481e1', 'ÄÖÜäöüß'],
  ['cp437', '9c9be6fdff', '£¢µ²\u00a0'],
  ['iso-8859-1', 'c4d6dce4f6fcdfa4', 'ÄÖÜäöüß¤'],
  ['iso-8859-15', 'c4a4a6a8b4b8bcbdbe', 'Ä€ŠšŽžŒœŸ'],
  ['iso-8859-2', 'a1a3b3e8f8ad', 'ĄŁłčř\u00ad'],
  ['utf-8', 'c384e282ac', 'Ä€'],
  ['zvt-7bit', '5b5c5d7b7c7d7e41', 'ÄÖÜäöüßA'],
  ['ascii', '41427e', 'AB~'],
])('%s: %s is %j, both ways', (charset, hex, text) => {
  const bytes = bytesOf(hex);
  expect(decodeText(bytes, charset)).toBe(text);
  expect(hexOf(encodeText(text, charset))).toBe(hexOf(bytes));
});

test('code page 437 when no set is named', () => {
  expect(decodeText(bytesOf('84'))).toBe('ä');
  expect(hexOf(encodeText('ä'))).toBe('84');
});

test('what a set has no letter for becomes a question mark, also beyond the first plane', () => {
  expect(CHARSETS.map((charset) => decodeText(encodeText('€₂😀A', charset), charset))).toEqual([
    '???A',
    '???A',
    '???A',
    '€??A',
    '€₂😀A',
    '???A',
    '???A',
  ]);
  expect(hexOf(encodeText('[]{}~', 'zvt-7bit'))).toBe('3f3f3f3f3f');
});

test('what is no letter becomes U+FFFD', () => {
  expect(decodeText(bytesOf('41ff'), 'ascii')).toBe('A\ufffd');
  expect(decodeText(bytesOf('41ff'), 'utf-8')).toBe('A\ufffd');
  expect(decodeText(bytesOf('efbbbf41'), 'utf-8')).toBe('\ufeffA');
});

test.each(PER_BYTE)('%s has 256 different letters, so that any bytes survive', (charset) => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(hexOf(encodeText(decodeText(bytes, charset), charset))).toBe(hexOf(bytes));
    }),
  );
  const all = decodeText(
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
    charset,
  );
  expect(new Set(all).size).toBe(256);
  expect(all).not.toContain('\ufffd');
});

test('the numbers of the sets on the wire', () => {
  expect(CHARSETS.map(codeOfCharset)).toEqual([0xff, 0x01, 0x02, 0x0f, 0xfe, 0x00, null]);
  for (const charset of CHARSETS) {
    const code = codeOfCharset(charset);
    if (code !== null) expect(charsetOfCode(code)).toBe(charset);
  }
  expect([charsetOfCode(0x07), charsetOfCode(undefined)]).toEqual([null, null]);
});
