import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonStream, type JsonStreamItem } from './json-stream.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const objects = (items: readonly JsonStreamItem[]) =>
  items.flatMap((item) => (item.kind === 'object' ? [item.value] : []));
const faults = (items: readonly JsonStreamItem[]) =>
  items.flatMap((item) => (item.kind === 'fault' ? [item.fault.reason] : []));

const SAMPLE = [
  { type: 'PONG', status: 'IDLE' },
  { type: 'ERROR', reason: 'a "quoted" {brace}, a \\ and a \n line' },
  { type: 'HISTORY_LIST_RESPONSE', items: [{ reference: 'Ä€𝄞', nested: { deep: [{}, []] } }, { reference: null }] },
  {},
];

describe('JSON objects out of a stream', () => {
  test.each([
    ['newlines', '\n'],
    ['carriage returns and blanks', '\r\n\t '],
    ['nothing', ''],
  ])('separated by %s, split at every byte', (_, separator) => {
    const bytes = bytesOf(SAMPLE.map((value) => JSON.stringify(value) + separator).join(''));
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const stream = new JsonStream();
      const items = [...stream.push(bytes.subarray(0, cut)), ...stream.push(bytes.subarray(cut))];
      expect(items.map((item) => (item.kind === 'object' ? item.value : item.fault))).toEqual(SAMPLE);
    }
  });

  test('printed over several lines', () => {
    const text = SAMPLE.map((value) => JSON.stringify(value, null, 2)).join('\n');
    expect(objects(new JsonStream().push(bytesOf(text)))).toEqual(SAMPLE);
  });

  test.each([
    ['garbage before', '%%% PAY.POS\u0000', ['garbage']],
    ['half an object, its string open, and a newline', '{"type":"PO\n', ['broken-off']],
    ['half an object that ends after a key', '{"type"\n', ['broken-off']],
    ['a value that is no JSON', '{"type":PONG}\n', ['not-json']],
    ['a closing brace too many', '}\n', ['garbage']],
    ['several kinds of noise at once', '}{{{ "a" [1,2] %\n', ['garbage']],
    ['nested too deep', `${'{"a":'.repeat(100)}\n`, ['too-deep']],
  ])('%s is one fault, and the next object is read', (_, noise, reasons) => {
    const items = new JsonStream().push(bytesOf(`${noise}{"type":"PONG"}\n`));
    expect(faults(items)).toEqual(reasons);
    expect(objects(items)).toEqual([{ type: 'PONG' }]);
  });

  test('half an object that ends after a colon costs one object, not the stream', () => {
    const stream = new JsonStream();
    const items = [1, 2, 3].flatMap((n) => stream.push(bytesOf(`${n === 1 ? '{"type":\n' : ''}{"n":${n}}\n`)));
    expect(objects(items)).toEqual([{ n: 2 }, { n: 3 }]);
    expect(faults(items)).toEqual(['broken-off']);
  });

  test('bytes that are no UTF-8 are a fault with the place of the object', () => {
    const bytes = Uint8Array.from([...bytesOf('\n{"a":"'), 0xc3, 0x28, ...bytesOf('"}{"type":"PONG"}')]);
    const items = new JsonStream().push(bytes);
    expect(items[0]).toEqual({ kind: 'fault', fault: { reason: 'not-utf8', offset: 1 } });
    expect(objects(items)).toEqual([{ type: 'PONG' }]);
  });

  test('an object beyond the limit is given up, and what follows is read', () => {
    const stream = new JsonStream({ maxBytes: 100 });
    const items = [
      ...stream.push(bytesOf(`{"a":"${'x'.repeat(60)}`)),
      ...stream.push(bytesOf(`${'x'.repeat(60)}"}\n{"b":1}`)),
    ];
    expect(faults(items)).toEqual(['too-long']);
    expect(objects(items)).toEqual([{ b: 1 }]);
  });

  test('an object as long as the limit is read', () => {
    const text = `{"a":"${'x'.repeat(92)}"}`;
    expect(objects(new JsonStream({ maxBytes: text.length }).push(bytesOf(text)))).toHaveLength(1);
  });

  test('a megabyte in pieces of one byte, and a megabyte of open braces: time grows with the bytes', () => {
    const long = bytesOf(`{"a":"${'x'.repeat(1_000_000)}"}`);
    const stream = new JsonStream();
    let found = 0;
    for (let at = 0; at < long.length; at += 1) found += objects(stream.push(long.subarray(at, at + 1))).length;
    expect(found).toBe(1);
    expect(faults(new JsonStream().push(bytesOf('{'.repeat(1_000_000))))).toEqual(['broken-off']);
  });

  test('any values, cut anywhere, come out as they went in', () => {
    const value = fc.dictionary(fc.string(), fc.jsonValue());
    const cuts = fc.array(fc.nat(), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), fc.constantFrom('\n', '', ' '), cuts, (values, gap, places) => {
        const bytes = bytesOf(values.map((one) => JSON.stringify(one) + gap).join(''));
        const at = [0, ...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
        const stream = new JsonStream({ maxDepth: 1_000 });
        const items = at.slice(1).flatMap((end, i) => stream.push(bytes.subarray(at[i], end)));
        expect(items.map((item) => (item.kind === 'object' ? item.text : item.fault))).toEqual(
          values.map((one) => JSON.stringify(one)),
        );
      }),
    );
  });

  test('any bytes: never a throw, and the same however they are cut', () => {
    const noise = fc.array(
      fc.oneof(
        fc.uint8Array({ maxLength: 20 }),
        fc.constantFrom('{', '}', '"', '\\', '\n', ':', ',', '[', '{"a":1}').map(bytesOf),
      ),
    );
    fc.assert(
      fc.property(noise, (pieces) => {
        const stream = new JsonStream({ maxBytes: 64 });
        const whole = new JsonStream({ maxBytes: 64 });
        const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]));
        expect(pieces.flatMap((piece) => stream.push(piece))).toEqual(whole.push(bytes));
      }),
    );
  });
});
