import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf } from '../test/vectors.ts';
import file from '../test/zvt-vectors.json' with { type: 'json' };
import { crc16 } from './crc16.ts';
import { encodeSerialFrame, type FrameEvent, LONGEST_APDU, SerialFrameReader } from './serial-frame.ts';

const VECTORS = file.vectors.filter(({ framing }) => framing === 'serial');
const FRAMES = VECTORS.filter(({ valid, hex }) => valid && hex.length > 2).map(({ id, hex, meaning }) => ({
  id,
  frame: bytesOf(hex),
  apdu: bytesOf(String((meaning as Readonly<Record<string, unknown>>).apduHex)),
}));

const apdus = fc.uint8Array({ minLength: 0, maxLength: 60 });
/** Bytes that frames are made of come up often. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom(0x10, 0x02, 0x03, 0x06, 0x15), fc.nat(0xff)), { maxLength: 60 })
  .map((bytes) => Uint8Array.from(bytes));

function read(...chunks: readonly Uint8Array[]): FrameEvent[] {
  const reader = new SerialFrameReader();
  return chunks.flatMap((chunk) => [...reader.push(chunk)]);
}

function apdusOf(events: readonly FrameEvent[]): Uint8Array[] {
  return events.flatMap((event) => (event.kind === 'apdu' ? [event.apdu] : []));
}

test('the checksum is CRC-16/KERMIT: its check value is 2189', () => {
  expect([...new TextEncoder().encode('123456789')].reduce(crc16, 0)).toBe(0x2189);
});

describe('published frames', () => {
  test.each(FRAMES)('$id is read and written', ({ frame, apdu }) => {
    expect(read(frame)).toEqual([{ kind: 'apdu', apdu }]);
    expect(encodeSerialFrame(apdu)).toEqual(frame);
  });

  test.each(FRAMES)('$id is read from two pieces, wherever it is cut, with noise before it', ({ frame, apdu }) => {
    for (let cut = 0; cut <= frame.length; cut += 1) {
      expect(read(frame.subarray(0, cut), frame.subarray(cut))).toEqual([{ kind: 'apdu', apdu }]);
      const noise = Uint8Array.of(0xff, 0x10, 0x03);
      expect(apdusOf(read(noise, frame.subarray(0, cut), frame.subarray(cut)))).toEqual([apdu]);
    }
  });

  test.each(FRAMES)('$id cut short is nothing, and the next frame is read', ({ frame, apdu }) => {
    for (let length = 0; length < frame.length; length += 1) {
      const reader = new SerialFrameReader();
      expect(apdusOf(reader.push(frame.subarray(0, length)))).toEqual([]);
      expect(reader.pending).toBe(length >= 2);
      reader.reset();
      expect(apdusOf(reader.push(frame))).toEqual([apdu]);
    }
  });

  test.each(VECTORS.filter(({ valid }) => !valid))('$id is refused: $note', ({ hex }) => {
    const events = read(bytesOf(hex));
    expect(events).toHaveLength(1);
    expect(['bad-crc', 'framing-error']).toContain(events[0]?.kind);
  });

  test('v166 is a NAK', () => {
    expect(read(bytesOf('15'))).toEqual([{ kind: 'nak' }]);
  });
});

describe('the reader', () => {
  test('finds every APDU again, however the bytes are cut (property)', () => {
    const property = fc.property(
      fc.array(fc.oneof(apdus, hostile), { maxLength: 5 }),
      fc.infiniteStream(fc.nat(20)),
      (sent, cuts) => {
        const stream = Buffer.concat(sent.map((apdu) => encodeSerialFrame(apdu)));
        const chunks: Uint8Array[] = [];
        for (let at = 0; at < stream.length; ) {
          const size = Math.max(1, cuts.next().value ?? 1);
          chunks.push(new Uint8Array(stream.subarray(at, at + size)));
          at += size;
        }
        expect(read(...chunks)).toEqual(sent.map((apdu) => ({ kind: 'apdu', apdu })));
      },
    );
    fc.assert(property);
  });

  test('takes anything without a throw, and reads on once the line was silent (property)', () => {
    const good = Uint8Array.of(0x80, 0x00, 0x00);
    const property = fc.property(fc.oneof(hostile, fc.uint8Array({ maxLength: 300 })), (bytes) => {
      const reader = new SerialFrameReader();
      reader.push(bytes);
      reader.reset();
      expect(reader.push(encodeSerialFrame(good)).at(-1)).toEqual({ kind: 'apdu', apdu: good });
    });
    fc.assert(property, { numRuns: 500 });
  });

  test('no single flipped bit gets through (property)', () => {
    const property = fc.property(fc.uint8Array({ minLength: 3, maxLength: 60 }), fc.nat(), (apdu, flip) => {
      const frame = encodeSerialFrame(apdu);
      const at = flip % (frame.length * 8);
      frame[at >> 3] = (frame[at >> 3] ?? 0) ^ (1 << (at & 7));
      expect(apdusOf(read(frame))).toEqual([]);
    });
    // One in 65536 checksums fits by chance, where a flip makes an end of what is none: these draws stay the same.
    fc.assert(property, { numRuns: 1_000, seed: 1 });
  });

  test('a frame inside another is an error, and is read', () => {
    const whole = encodeSerialFrame(Uint8Array.of(0x80, 0x00, 0x00));
    const events = read(Uint8Array.of(0x10, 0x02, 0x06, 0xd1), whole);
    expect(events.map(({ kind }) => kind)).toEqual(['framing-error', 'apdu']);
  });

  test('a broken frame is read to its end: an ACK inside it is none', () => {
    expect(read(bytesOf('1002060110120606061003abcd')).map(({ kind }) => kind)).toEqual(['framing-error']);
  });

  test('DLE DLE STX between frames begins a frame: the first DLE was noise', () => {
    const frame = encodeSerialFrame(Uint8Array.of(0x80, 0x00, 0x00));
    expect(read(Uint8Array.of(0x10), frame).map(({ kind }) => kind)).toEqual(['noise', 'apdu']);
  });

  test('the longest APDU passes, one byte more does not', () => {
    const longest = new Uint8Array(LONGEST_APDU).fill(0x10);
    expect(apdusOf(read(encodeSerialFrame(longest)))).toHaveLength(1);
    const events = read(encodeSerialFrame(new Uint8Array(LONGEST_APDU + 1)));
    expect(events).toEqual([{ kind: 'framing-error', detail: 'longer than an APDU can be' }]);
  });

  test('an endless frame takes no more memory than the longest one, and time by the byte', () => {
    const reader = new SerialFrameReader();
    reader.push(Uint8Array.of(0x10, 0x02));
    const megabyte = new Uint8Array(1_000_000).fill(0x41);
    for (let count = 0; count < 20; count += 1) expect(reader.push(megabyte)).toEqual([]);
    expect(reader.push(Uint8Array.of(0x10, 0x03, 0, 0)).map(({ kind }) => kind)).toEqual(['framing-error']);
  });
});
