import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ExactJson, type ExactJsonInput, JsonNumber, stringifyExactJson } from './exact-json.ts';
import { DEFAULT_MAX_DEPTH, type JsonFault, parseExactJson } from './parse-exact-json.ts';

/** The exact value as `JSON.parse` would have given it. */
function plain(value: ExactJson): unknown {
  if (value instanceof JsonNumber) return Number(value.source);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}

function exact(text: string, maxDepth?: number): ExactJson {
  const parsed = parseExactJson(text, maxDepth);
  if (!parsed.ok) throw new Error(`${parsed.fault.reason} at ${parsed.fault.offset}`);
  return parsed.value;
}

const webhook =
  '{"event":"startExternalPayment","amount":2.70,"lines":[{"text":"Koffie \\u2013 groot\\n","price":-1e2},[],{},null],"ok":true,"no":false}';

describe('parsing exact JSON', () => {
  test('keeps a number as the text it was written in', () => {
    expect(exact('[2.70,-0,1e400,12345678901234567890,1E-7]')).toEqual(
      ['2.70', '-0', '1e400', '12345678901234567890', '1E-7'].map((source) => new JsonNumber(source)),
    );
  });

  test('agrees with JSON.parse on valid JSON, compact and spread out', () => {
    const deep = { depthSize: 'medium', noUnicodeString: false } as const;
    fc.assert(
      fc.property(fc.json(deep), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
        const spread = JSON.stringify(JSON.parse(text), null, indent);
        expect(plain(exact(spread, 1_000))).toEqual(JSON.parse(spread));
      }),
      { numRuns: 300 },
    );
  });

  test('agrees with JSON.parse on what is no JSON: damaged documents are refused by both', () => {
    const damage = fc.record({
      at: fc.nat({ max: webhook.length - 1 }),
      put: fc.constantFrom('', '"', '\\', ',', ':', '{', '}', '[', ']', '-', '.', 'e', '0', ' ', '\u0000', 'é'),
    });
    fc.assert(
      fc.property(damage, ({ at, put }) => {
        const text = webhook.slice(0, at) + put + webhook.slice(at + 1);
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(parseExactJson(text).ok).toBe(false);
          return;
        }
        const parsed = parseExactJson(text);
        // Stricter on purpose in these two alone.
        if (parsed.ok) expect(plain(parsed.value)).toEqual(expected);
        else expect(['duplicate-key', 'bad-string']).toContain(parsed.fault.reason);
      }),
      { numRuns: 2_000 },
    );
  });

  test('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', size: 'medium' }), (text) => {
        const parsed = parseExactJson(text);
        if (!parsed.ok) expect(parsed.fault.offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1_000 },
    );
  });

  test('refuses a document cut short at every offset', () => {
    expect(parseExactJson(webhook).ok).toBe(true);
    for (let length = 0; length < webhook.length; length += 1) {
      expect(parseExactJson(webhook.slice(0, length)).ok, webhook.slice(0, length)).toBe(false);
    }
  });

  test.each<[string, JsonFault['reason'], number]>([
    ['', 'unexpected-end', 0],
    [' ', 'unexpected-end', 1],
    ['{} x', 'trailing-text', 3],
    ['{}{}', 'trailing-text', 2],
    ['1 2', 'trailing-text', 2],
    ['{"a":1,"b":2,"a":3}', 'duplicate-key', 13],
    ['{"a":1,"\\u0061":2}', 'duplicate-key', 7],
    ['{"__proto__":1,"__proto__":2}', 'duplicate-key', 15],
    ['{"a" 1}', 'unexpected-character', 5],
    ['{a:1}', 'unexpected-character', 1],
    ['{"a":1,}', 'unexpected-character', 7],
    ['[1,]', 'unexpected-character', 3],
    ['[1', 'unexpected-end', 2],
    ['{"a"', 'unexpected-end', 4],
    ['{"a":1,', 'unexpected-end', 7],
    ['"a', 'unexpected-end', 2],
    ['"a\\', 'unexpected-end', 2],
    ['"\\u12"', 'bad-string', 1],
    ['"\\x"', 'bad-string', 1],
    ['"a\nb"', 'bad-string', 2],
    ['"\u0000"', 'bad-string', 1],
    ['"\\ud800"', 'bad-string', 0],
    ['"\\udc00\\ud800"', 'bad-string', 0],
    ['"\ud800"', 'bad-string', 0],
    ['{"\\ud800":1}', 'bad-string', 1],
    ['01', 'bad-number', 1],
    ['-', 'bad-number', 0],
    ['1.', 'bad-number', 0],
    ['1.e5', 'bad-number', 0],
    ['1e', 'bad-number', 0],
    ['1e+', 'bad-number', 0],
    ['1x', 'bad-number', 1],
    ['1.2.3', 'bad-number', 3],
    ['0x10', 'bad-number', 1],
    ['+1', 'unexpected-character', 0],
    ['.5', 'unexpected-character', 0],
    ['NaN', 'unexpected-character', 0],
    ['True', 'unexpected-character', 0],
    ['nul', 'unexpected-character', 0],
    ["'a'", 'unexpected-character', 0],
    ['\ufeff{}', 'unexpected-character', 0],
    ['\u00a01', 'unexpected-character', 0],
    ['/* */1', 'unexpected-character', 0],
  ])('%j is refused: %s at %i', (text, reason, offset) => {
    expect(parseExactJson(text)).toEqual({ ok: false, fault: { reason, offset } });
  });

  test('nesting is allowed down to the limit, and refused beyond it however deep', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseExactJson(nested(DEFAULT_MAX_DEPTH)).ok).toBe(true);
    for (const depth of [DEFAULT_MAX_DEPTH + 1, 1_000_000]) {
      expect(parseExactJson(nested(depth))).toEqual({
        ok: false,
        fault: { reason: 'too-deep', offset: DEFAULT_MAX_DEPTH },
      });
    }
    expect(parseExactJson('{"a":'.repeat(100_000))).toMatchObject({ ok: false, fault: { reason: 'too-deep' } });
    expect(parseExactJson('{"a":[{"b":1}]}', 3).ok).toBe(true);
    expect(parseExactJson('{"a":[{"b":1}]}', 2).ok).toBe(false);
  });

  test('keys that objects are born with are keys like any other', () => {
    const text = '{"__proto__":{"admin":true},"constructor":1,"toString":2,"hasOwnProperty":3}';
    const value = exact(text) as { readonly [key: string]: ExactJson };
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString', 'hasOwnProperty']);
    expect('admin' in value).toBe(false);
    expect('valueOf' in value).toBe(false);
    expect(value.missing).toBeUndefined();
    expect(stringifyExactJson(value)).toBe(text);
  });

  test('whole surrogate pairs and every escape are read', () => {
    expect(exact('"\\ud83d\\ude00😀\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9"')).toBe('😀😀"\\/\b\f\n\r\té');
  });
});

describe('a number', () => {
  test('is a safe whole number or undefined', () => {
    const read = (source: string) => new JsonNumber(source).toSafeInteger();
    expect(['0', '-0', '42', '-7', '9007199254740991'].map(read)).toEqual([0, 0, 42, -7, 9_007_199_254_740_991]);
    expect(['1.0', '1e3', '9007199254740992', '99999999999999999'].map(read)).toEqual(Array(4).fill(undefined));
    expect(Object.is(read('-0'), 0)).toBe(true);
  });

  test('is never written by JSON.stringify, which would lose it', () => {
    expect(() => JSON.stringify({ amount: new JsonNumber('2.70') })).toThrow(TypeError);
  });
});

describe('writing exact JSON', () => {
  test('is what JSON.stringify writes, with the numbers as they are held', () => {
    const value = { b: new JsonNumber('2.70'), a: [null, true, 'é"\n'], gone: undefined, o: {} };
    expect(stringifyExactJson(value)).toBe('{"b":2.70,"a":[null,true,"é\\"\\n"],"o":{}}');
    expect(() => stringifyExactJson(new JsonNumber('1,"admin":true'))).toThrow(TypeError);
    expect(() => stringifyExactJson(new JsonNumber('NaN'))).toThrow(TypeError);
  });

  test('what was read is written as it stood', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const compact = JSON.stringify(JSON.parse(text));
        expect(stringifyExactJson(exact(compact, 1_000) as ExactJsonInput)).toBe(compact);
      }),
    );
  });
});
