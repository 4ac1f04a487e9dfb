import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf, hexOf } from '../test/vectors.ts';
import { encodeApdu, parseApdu } from './apdu.ts';
import { ApduReader } from './apdu-reader.ts';

const apdus = fc.record({
  control: fc.nat({ max: 0xffff }),
  data: fc.uint8Array({ maxLength: 600 }),
  form: fc.constantFrom('short', 'extended'),
});

describe('APDUs', () => {
  test('take the short length up to 254 bytes, the extended one beyond or when asked', () => {
    const header = (size: number, form?: 'short' | 'extended') =>
      hexOf(encodeApdu(0x06d1, new Uint8Array(size), form).subarray(0, form === 'extended' || size > 254 ? 5 : 3));
    expect([header(0), header(254), header(255), header(1, 'extended'), header(0xffff)]).toEqual([
      '06d100',
      '06d1fe',
      '06d1ffff00',
      '06d1ff0100',
      '06d1ffffff',
    ]);
    expect(() => encodeApdu(0x06d1, new Uint8Array(0x10000))).toThrow('ZVT-123');
  });

  test('parse to what they were made of', () => {
    fc.assert(
      fc.property(apdus, ({ control, data, form }) => {
        const parsed = parseApdu(encodeApdu(control, data, form));
        expect(parsed.control).toBe(control);
        expect(hexOf(parsed.data)).toBe(hexOf(data));
        expect(parsed.lengthForm).toBe(data.length > 254 ? 'extended' : form);
      }),
    );
  });

  test.each(['', '80', '8000', '06d1ff01', '06d10241', '06d1ff0200aa'])('%s is refused as too short', (hex) => {
    expect(() => parseApdu(bytesOf(hex))).toThrow('ZVT-101');
  });

  test('bytes behind an APDU are refused', () => {
    expect(() => parseApdu(bytesOf('80000000'))).toThrow(
      'ZVT-102 A terminal message is longer than its length says (offset 3)',
    );
  });
});

describe('a stream', () => {
  test('gives the same APDUs, whatever the pieces', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.array(apdus, { maxLength: 6 }), pieces, fc.nat({ max: 5 }), (drafts, sizes, cutOff) => {
        const whole = drafts.map(({ control, data, form }) => hexOf(encodeApdu(control, data, form)));
        const bytes = bytesOf(whole.join(''));
        const stream = bytes.subarray(0, Math.max(0, bytes.length - cutOff));
        const reader = new ApduReader();
        const got: string[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          got.push(...reader.push(stream.slice(at, at + size)).map(hexOf));
          at += size;
        }
        expect(got).toEqual(whole.slice(0, got.length));
        expect(got.join('').length / 2 + reader.pending).toBe(stream.length);
        if (cutOff === 0) expect([got.length, reader.pending]).toEqual([whole.length, 0]);
      }),
    );
  });

  test('an APDU in one piece is not copied, and one in two pieces is a copy of its own', () => {
    const reader = new ApduReader();
    const chunk = bytesOf('800000060f00');
    const [first, second] = reader.push(chunk);
    expect([first?.buffer === chunk.buffer, second?.buffer === chunk.buffer]).toEqual([true, true]);
    const half = bytesOf('06d1024041').subarray(0, 4);
    expect(reader.push(half)).toEqual([]);
    const [joined] = reader.push(bytesOf('41'));
    half.fill(0);
    expect(hexOf(joined ?? bytesOf(''))).toBe('06d1024041');
  });

  test('empty pieces change nothing, and after a reset it begins anew', () => {
    const reader = new ApduReader();
    expect(reader.push(bytesOf('06d10540'))).toEqual([]);
    expect(reader.push(bytesOf(''))).toEqual([]);
    expect(reader.pending).toBe(4);
    reader.reset();
    expect(reader.pending).toBe(0);
    expect(reader.push(bytesOf('800000')).map(hexOf)).toEqual(['800000']);
  });

  test('a megabyte byte by byte takes time in proportion', () => {
    const reader = new ApduReader();
    const apdu = encodeApdu(0x06d3, new Uint8Array(0xffff));
    let got = 0;
    for (let round = 0; round < 16; round += 1) {
      for (let at = 0; at < apdu.length; at += 1) got += reader.push(apdu.subarray(at, at + 1)).length;
    }
    expect(got).toBe(16);
  });
});
