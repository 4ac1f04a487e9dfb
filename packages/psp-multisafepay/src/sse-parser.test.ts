import { utf8 } from '@tillbridge/psp-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ServerSentEvent, SseParser } from './sse-parser.ts';

/** Two events as the vendor's page prints them: no blank line in between. */
const SAMPLE = [
  'event: session.order',
  'data: {"order_id":"A","status":"initialized"}',
  'event: session.order',
  'data: {"order_id":"A","status":"completed"}',
  '',
  '',
].join('\n');

const NOISE = `: welcome\r\nretry: 3000\r\n\r\nid: 7\r\ndata: ping\r\n\r\n:\r\ndata: {"a":\r\ndata: 1}\r\nid\r\nunknown: x\r\n\r\n`;

function parse(pieces: readonly Uint8Array[]): readonly ServerSentEvent[] {
  const parser = new SseParser();
  return [...pieces.flatMap((piece) => parser.push(piece)), ...parser.end()];
}

const SAMPLES: readonly (readonly [string, string, readonly (readonly [string, string])[]])[] = [
  [
    'the published sample',
    SAMPLE,
    [
      ['session.order', '{"order_id":"A","status":"initialized"}'],
      ['session.order', '{"order_id":"A","status":"completed"}'],
    ],
  ],
  [
    'comments, ping, CRLF, several lines of data',
    NOISE,
    [
      ['message', 'ping'],
      ['message', '{"a":\n1}'],
    ],
  ],
  ['a byte order mark, a lone CR, euro signs', '\ufeffdata: 1 €\rdata:2\r\r', [['message', '1 €\n2']]],
  ['nothing but a name', 'event: x\n\n\n', []],
];

describe.each(SAMPLES)('%s', (_name, text, expected) => {
  const bytes = utf8(text);

  test('split at every byte', () => {
    for (let at = 0; at <= bytes.length; at += 1) {
      const events = parse([bytes.subarray(0, at), bytes.subarray(at)]);
      expect(events.map(({ event, data }) => [event, data])).toEqual(expected);
    }
  });

  test('one byte at a time', () => {
    const events = parse([...bytes].map((byte) => Uint8Array.of(byte)));
    expect(events.map(({ event, data }) => [event, data])).toEqual(expected);
  });

  test('cut short anywhere: whole events first, never half a line', () => {
    for (let at = 0; at < bytes.length; at += 1) {
      const events = parse([bytes.subarray(0, at)]);
      const allowed = new Set(expected.flatMap(([, data]) => [data, ...data.split('\n')]));
      for (const { data } of events) expect(allowed).toContain(data);
    }
  });
});

test('the last id and the wait for a new connection are kept, across events', () => {
  const parser = new SseParser();
  expect(parser.lastId).toBeNull();
  const events = parser.push(utf8('id: 12\ndata: a\n\ndata: b\n\nretry: x\nretry: 2500\nid: a\u0000b\n'));
  expect(events.map(({ id }) => id)).toEqual(['12', '12']);
  expect([parser.lastId, parser.retryMs]).toEqual(['12', 2500]);
});

test('a line that never ends is dropped, and what follows is read', () => {
  const parser = new SseParser();
  for (let i = 0; i < 20; i += 1) expect(parser.push(utf8('x'.repeat(10_000)))).toEqual([]);
  expect(parser.push(utf8('\ndata: here\n\n'))).toMatchObject([{ data: 'here' }]);
});

test('an event of too many lines is dropped, and what follows is read', () => {
  const parser = new SseParser();
  const events = parser.push(utf8(`${`data: ${'y'.repeat(1_000)}\n`.repeat(100)}\ndata: here\n\n`));
  expect(events.map(({ data }) => data)).toEqual(['here']);
});

test('a line that is no UTF-8 is dropped', () => {
  const parser = new SseParser();
  expect(parser.push(Uint8Array.of(0x64, 0xff, 0x0a))).toEqual([]);
  expect(parser.push(utf8('data: here\n\n'))).toMatchObject([{ data: 'here' }]);
});

test('whatever comes, in whatever pieces, gives the same events', () => {
  const texts = fc.array(fc.constantFrom('event: a', 'data: b', 'data', ': c', 'id: d', '', 'retry: 5', 'x'), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      texts,
      fc.constantFrom('\n', '\r', '\r\n'),
      fc.array(fc.nat(60), { maxLength: 5 }),
      (lines, end, cuts) => {
        const bytes = utf8(lines.map((line) => line + end).join(''));
        const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        const pieces = edges.slice(1).map((edge, at) => bytes.subarray(edges[at], edge));
        expect(parse(pieces)).toEqual(parse([bytes]));
      },
    ),
  );
});
