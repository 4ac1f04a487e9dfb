import { describe, expect, test } from 'vitest';
import { describeIssues, oneLine, readJson, retryAfterMs } from './answers.ts';
import { utf8 } from './encoding.ts';

test('JSON is read, anything else is not', () => {
  expect(readJson(utf8('{"a":1}'))).toEqual({ ok: true, value: { a: 1 } });
  for (const text of ['', '<html>', '{"a":']) expect(readJson(utf8(text))).toEqual({ ok: false });
  expect(readJson(Uint8Array.of(0x22, 0xff, 0x22))).toEqual({ ok: false });
});

test('issues name their field', () => {
  expect(
    describeIssues([
      { path: ['payments', 0, 'status'], message: 'expected object' },
      { path: [], message: 'expected object' },
    ]),
  ).toBe('payments.0.status: expected object; body: expected object');
});

describe('retry-after', () => {
  const now = Date.parse('2026-03-01T09:00:00Z');
  test.each<[string | undefined, number | undefined]>([
    ['120', 120_000],
    ['0', 0],
    ['Sun, 01 Mar 2026 09:01:00 GMT', 60_000],
    ['Sun, 01 Mar 2026 08:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j ms', (header, ms) => {
    expect(retryAfterMs(header === undefined ? {} : { 'retry-after': header }, now)).toBe(ms);
  });
});

test('one line, no longer than asked, cut between characters', () => {
  expect(oneLine(' a\r\n\tb\u0000c ', 10)).toBe('a b c');
  expect(oneLine('😀😀😀😀', 3)).toBe('😀😀…');
});
