import { describe, expect, test } from 'vitest';
import { bytesOf, hexOf } from '../test/vectors.ts';
import { encodeApdu } from './apdu.ts';
import { CONTROL, nameOf } from './control.ts';
import { decodeMessage } from './decode-message.ts';
import { encodeMessage } from './encode-message.ts';
import type { DecodeContext, Message } from './model.ts';
import { readStatusInformation } from './read-status-information.ts';
import { readAbort, readCompletion, readIntermediateStatus, readResponse } from './read-terminal.ts';
import { readRegistration, readService } from './read-till.ts';

function decode(hex: string, context?: DecodeContext): Message {
  const message = decodeMessage(bytesOf(hex), context);
  expect(hexOf(encodeMessage(message))).toBe(hex);
  return message;
}

const headOf = (message: Message) => message.head.map((part) => `${part.name} ${hexOf(part.raw)}`);
const fieldsOf = (message: Message) => message.fields.map((field) => field.bmp.toString(16));

function buildContainer(tags: readonly number[]): Uint8Array {
  const data = [0x06, 0x82, tags.length >> 8, tags.length & 0xff, ...tags];
  return encodeApdu(CONTROL.statusInformation, Uint8Array.from(data));
}

describe('faults', () => {
  test.each<[string, string, number, string]>([
    ['', 'ZVT-101', 0, ''],
    ['04', 'ZVT-101', 0, '04'],
    ['040f', 'ZVT-101', 0, '040f'],
    ['040fff10', 'ZVT-101', 0, '040fff10'],
    ['040f082700040000', 'ZVT-101', 8, '040000'],
    ['040f0227009999', 'ZVT-102', 5, '9999'],
    ['040f042700ee01', 'ZVT-103', 5, 'ee01'],
    ['040f05270022f0e0', 'ZVT-104', 7, '22f0e0'],
    ['040f05270022f1fa', 'ZVT-104', 7, '22f1fa'],
    ['040f04270022f1', 'ZVT-105', 7, '22f1'],
    ['040f052700040012', 'ZVT-105', 5, '040012'],
    ['040f0427000605', 'ZVT-105', 5, '0605'],
    ['040f03270006', 'ZVT-105', 6, '06'],
    ['040f0427000680', 'ZVT-107', 6, '0680'],
    ['040f04270006ff', 'ZVT-107', 6, '06ff'],
    ['069302aabb', 'ZVT-106', 3, 'aabb'],
    ['069300', 'ZVT-106', 3, ''],
    ['061204000000ff', 'ZVT-106', 6, 'ff'],
    ['060f06f0f0f3626c61', 'ZVT-106', 9, ''],
  ])('%s: %s at %i', (hex, code, offset, rest) => {
    const message = decode(hex);
    expect(message.fault).toMatchObject({ offset, entry: { code } });
    expect(hexOf(message.rest)).toBe(rest);
  });

  test.each<[string, string, number]>([
    ['040f09040000000012a02700', 'ZVT-109', 9],
    ['040f09040000000012f02700', 'ZVT-109', 9],
    ['040f09040100000000002700', 'ZVT-110', 4],
    ['040f060b0b00002700', 'ZVT-109', 4],
    ['040f080604250207052700', 'ZVT-107', 8],
    ['040f0506011f2700', 'ZVT-108', 5],
    ['040f07060324852a2700', 'ZVT-107', 6],
  ])('%s: %s at %i, inside a field: what stands behind is still read', (hex, code, offset) => {
    const message = decode(hex);
    expect(message.fault).toMatchObject({ offset, entry: { code } });
    expect(message.rest.length).toBe(0);
    expect(readStatusInformation(message)).toMatchObject({ resultCode: 0, amountCents: null });
  });

  test('the result code stands whatever follows it', () => {
    expect(readStatusInformation(decode('040f042700ee01')).resultCode).toBe(0);
    expect(readAbort(decode('061e0a6c060323850000aabb')).resultCode).toBe(0x6c);
    expect(readCompletion(decode('060f0427e0dd00')).resultCode).toBe(0xe0);
  });

  test('what stops the reading is told before what is wrong in a number', () => {
    expect(decode('040f09040000000012a0ee01').fault).toMatchObject({ offset: 10, entry: { code: 'ZVT-103' } });
  });

  test('a vendor may put anything into a tag of its own that looks constructed', () => {
    const message = decode('040f0627000602b501');
    expect(message.fault?.entry.code).toBe('ZVT-107');
    const own = decode('040f0727000603f001ff');
    expect([own.fault, own.fields[1]?.tlv?.[0]?.children]).toEqual([null, null]);
  });

  test('tags can be nested as deep as the bytes allow without exhausting anything', () => {
    // From the inside out: 24 len { 24 len { … } }, until a container is full.
    let inside: number[] = [];
    while (inside.length < 20_000) {
      const { length } = inside;
      const ber = length > 0xff ? [0x82, length >> 8, length & 0xff] : length > 0x7f ? [0x81, length] : [length];
      inside = [0x24, ...ber, ...inside];
    }
    const apdu = buildContainer(inside);
    const message = decodeMessage(apdu);
    expect(message.fields.length).toBe(1);
    expect(encodeMessage(message)).toEqual(apdu);
  });
});

describe('parts without a bitmap', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['060006000000be0978', ['password 000000', 'config-byte be', 'currency 0978'], []],
    ['060008000000be09780600', ['password 000000', 'config-byte be', 'currency 0978'], ['6']],
    ['060007000000be490978', ['password 000000', 'config-byte be'], ['49']],
    ['06120712345600120034', ['password 123456', 'receipt-from 0012', 'receipt-to 0034'], []],
    ['0612051234560012', ['password 123456', 'receipt-from 0012'], []],
    ['069506123456654321', ['password 123456', 'new-password 654321'], []],
    ['06c00105', ['timeout 05'], []],
    ['050100', [], []],
    ['0501020304', [], ['3']],
    ['061e016c', ['result-code 6c'], []],
    ['061e00', [], []],
    ['061e036f0978', ['result-code 6f', 'currency 0978'], []],
    ['061e036f0600', ['result-code 6f'], ['6']],
    ['841e036f0978', ['result-code 6f', 'currency 0978'], []],
    ['06d100', [], []],
    ['06d10140', ['attribute 40'], []],
    ['06d108404106041f070102', ['attribute 40', 'text 41'], ['6']],
    ['08400107', ['data 07'], []],
    ['0f1003aabbcc', ['data aabbcc'], []],
  ])('%s', (hex, head, fields) => {
    const message = decode(hex);
    expect(headOf(message)).toEqual(head);
    expect(fieldsOf(message)).toEqual(fields);
    expect(message.fault).toBeNull();
  });

  test('the byte behind an intermediate status: a time if the rest can be read then, else a container', () => {
    const timeouts = ['04ff020a05', '04ff020a06', '04ff0417060600', '04ff0a1706061f7303000008'].map(
      (hex) => readIntermediateStatus(decodeMessage(bytesOf(hex))).timeoutMinutes,
    );
    expect(timeouts).toEqual([5, 6, 6, null]);
    expect(readIntermediateStatus(decode('04ff010a'))).toEqual({ status: 0x0a, timeoutMinutes: null, texts: [] });
  });

  test('a completion after a status enquiry: status and version; after anything else: bitmaps', () => {
    const asked = { running: CONTROL.statusEnquiry };
    expect(readCompletion(decode('060f0127', asked)).terminalStatus).toBe(0x27);
    expect(readCompletion(decode('060f03060600', asked)).terminalStatus).toBe(0x06);
    expect(readCompletion(decode('060f03060600', { running: CONTROL.authorisation })).terminalStatus).toBe(null);
    // A refusal is of the other form.
    expect(readCompletion(decode('060f02276c', asked))).toMatchObject({ resultCode: 0x6c, terminalStatus: null });
    expect(readCompletion(decode('060f09f0f0f3626c61060600'))).toMatchObject({ software: 'bla', terminalStatus: 6 });
    // A status that begins with F is not a length.
    expect(readCompletion(decode('060f03f00600', asked)).terminalStatus).toBe(0xf0);
    expect(readCompletion(decode('060f00', asked))).toMatchObject({ terminalStatus: null, resultCode: null });
  });

  test('answers: only 80 00 and 84 00 are positive, and 84 1E tells its reason in the data', () => {
    const answers = ['800000', '840000', '846600', '841e016f', '841e00', '800100', '060100'].map((hex) =>
      readResponse(decode(hex)),
    );
    expect(answers).toEqual([
      { positive: true, code: null },
      { positive: true, code: null },
      { positive: false, code: 0x66 },
      { positive: false, code: 0x6f },
      { positive: false, code: 0x1e },
      { positive: false, code: 0x01 },
      { positive: false, code: null },
    ]);
  });

  test('a till that leaves the password out of a status enquiry is understood', () => {
    expect(readService(decode('0501020304'))).toEqual({ password: null, serviceByte: 4 });
    expect(readRegistration(decode('060000'))).toMatchObject({ password: '', configByte: 0, tlv: false });
  });
});

test('every code has a name, and only codes of the catalogue do', () => {
  for (const control of Object.values(CONTROL)) expect(nameOf(control)).not.toMatch(/^Unknown/);
  expect(new Set(Object.values(CONTROL)).size).toBe(Object.keys(CONTROL).length);
  expect([nameOf(0x0fa1), nameOf(0x84cc), nameOf(0x8400)]).toEqual(['Unknown(0x0fa1)', 'NegativeResponse', 'Ack']);
});

test('a long length of a short container or message is kept', () => {
  for (const hex of ['040fff0300068100', '040f0406820000', '040fff02002700']) decode(hex);
  expect(decode('040fff02002700')).toMatchObject({ lengthForm: 'extended', fault: null });
});
