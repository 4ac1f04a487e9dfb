import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { APDU_VECTORS, bytesOf, hexOf } from '../test/vectors.ts';
import { packNibbles } from './bcd.ts';
import { buildPrintBlock, buildPrintLine, buildStatusInformation } from './build-terminal.ts';
import { buildPayment, buildRegistration, buildService } from './build-till.ts';
import { CONTROL } from './control.ts';
import { decodeMessage } from './decode-message.ts';
import { describeApdu } from './describe-apdu.ts';
import { maskApdu } from './mask-apdu.ts';
import { MessageWriter } from './message-writer.ts';
import { readStatusInformation } from './read-status-information.ts';

const mask = (hex: string) => hexOf(maskApdu(bytesOf(hex)));
// A number nobody was ever given: all its digits can be told apart from ours.
const PAN = '6725901234567890142';
const shows = (bytes: Uint8Array, digits: string) =>
  hexOf(bytes).includes(digits) || String.fromCharCode(...bytes).includes(digits);

/** Whether eleven digits of the number in a row can be seen, packed at either nibble or as text. */
function leaks(bytes: Uint8Array, pan: string): boolean {
  for (let at = 0; at + 11 <= pan.length; at += 1) if (shows(bytes, pan.slice(at, at + 11))) return true;
  return false;
}

describe('masking', () => {
  test.each<[string, string, string]>([
    ['password', '060006123456be0978', '060006eeeeeebe0978'],
    ['both passwords', '069506123456654321', '069506eeeeeeeeeeee'],
    ['password bitmap', '0601043d123456', '0601043deeeeee'],
    ['CVV', '0601033a123f', '0601033aeeef'],
    ['track 1', '0601062df0f3424142', '0601062df0f32a2a2a'],
    ['PIN data', '060105d1f0f21234', '060105d1f0f2eeee'],
    ['chip data', '0601062ef0f0f25a08', '0601062ef0f0f2eeee'],
    ['tags 1F08 and 1F31', '040f0b06091f080201231f310145', '040f0b06091f0802eeee1f3101ee'],
    ['long password', '06000e00000000097806061f7403123456', '06000eeeeeee00097806061f7403eeeeee'],
  ])('%s', (_, given, expected) => {
    expect(mask(given)).toBe(expected);
  });

  test('the number of a card: first six and last four, in its field, behind a separator, in short', () => {
    const masked = (nibbles: string) => {
      const apdu = maskApdu(new MessageWriter(CONTROL.statusInformation).raw(0x22, packNibbles(nibbles)).finish());
      return hexOf(apdu.subarray(6));
    };
    expect(masked(PAN)).toBe('672590eeeeeeeee0142f');
    expect(masked(`${PAN}d2512`)).toBe('672590eeeeeeeee0142deeee');
    expect(masked('123456789012')).toBe('eeeeeeee9012');
    expect(masked('1234')).toBe('1234');
    expect(masked('')).toBe('');
  });

  test('tracks keep their shape alone', () => {
    const apdu = new MessageWriter(CONTROL.statusInformation).raw(0x23, packNibbles(`${PAN}d2512201`)).finish();
    expect(hexOf(maskApdu(apdu).subarray(6))).toBe('eeeeeeeeeeeeeeeeeeedeeeeeeef');
  });

  test('what looks like a card number in a text', () => {
    const text = (line: string) => String.fromCharCode(...maskApdu(buildPrintLine(line)).subarray(4));
    expect(text(`Karte ${PAN}, bis 12/28`)).toBe('Karte 672590*********0142, bis 12/28');
    expect(text('6725 9012 3456 7890')).toBe('6725 90** **** 7890');
    expect(text('6725-9012-3456-7890')).toBe('6725-90**-****-7890');
    // What stands close behind may belong to it.
    expect(text(`${PAN} 12`)).toBe('672590***********42 12');
    expect(text('Tel 0681 12345')).toBe('Tel 0681 12345');
    expect(text('12345678901')).toBe('12345678901');
    const block = maskApdu(buildPrintBlock('customer', ['Karte', PAN]));
    expect(leaks(block, PAN)).toBe(false);
    expect(
      leaks(maskApdu(buildStatusInformation({ additionalText: PAN, extendedText: PAN, emvCustomer: PAN })), PAN),
    ).toBe(false);
  });

  test('what cannot be decoded is hidden, but for the bytes that say why', () => {
    expect(mask('040f0a2700ee67259012345678')).toBe('040f0a2700ee672590eeeeeeee');
    expect(mask('040f0227006725901234567890142f')).toBe('040f022700eeeeeeeeeeeeeeeeeeee');
    expect(mask('0f1004672590aa')).toBe('0f1004eeeeeeee');
    expect(mask('0693021234')).toBe('069302eeee');
    expect(mask('08400107')).toBe('08400107');
    expect(mask('040f')).toBe('040f');
  });

  test('keeps length, fields and fault of every vector, and what the driver decides by', () => {
    for (const { apdu, charset, running } of APDU_VECTORS) {
      const context = running === undefined ? { charset } : { charset, running };
      const [before, after] = [decodeMessage(apdu, context), decodeMessage(maskApdu(apdu, context), context)];
      expect(after.fault).toEqual(before.fault);
      expect(after.fields.map(({ bmp, raw }) => [bmp, raw.length])).toEqual(
        before.fields.map(({ bmp, raw }) => [bmp, raw.length]),
      );
      expect(readStatusInformation(after)).toEqual(readStatusInformation(before));
    }
  });

  test('no eleven digits of a card number are left, wherever a message may carry it (S1)', () => {
    const pans = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 12, maxLength: 19 });
    fc.assert(
      fc.property(pans, (pan) => {
        const packed = packNibbles(pan);
        const text = Uint8Array.from(pan, (digit) => digit.charCodeAt(0));
        const writer = new MessageWriter(CONTROL.statusInformation).byte(0x27, 0).raw(0x22, packed).raw(0x23, packed);
        writer.raw(0x24, packed).raw(0x2d, text).raw(0x2e, packed).raw(0x3c, text).raw(0x8b, text).raw(0xa7, packed);
        writer.tags([
          [0x1f08, text],
          [0x1f09, packed],
          [0x1f0a, packed],
          [0x1f31, packed],
          [0x25, [[0x07, text]]],
          [0x46, text],
        ]);
        const masked = maskApdu(writer.finish());
        expect(leaks(masked, pan)).toBe(false);
        expect(decodeMessage(masked).fault).toBeNull();
        expect(leaks(new TextEncoder().encode(describeApdu(writer.finish(), 'from-terminal')), pan)).toBe(false);
      }),
    );
  });
});

describe('one line for people', () => {
  test.each<[string, 'to-terminal' | 'from-terminal', string]>([
    ['06010c040000000012504909781940', 'to-terminal', '→ 06 01 Authorization amount 12.50 currency 0978'],
    ['800000', 'from-terminal', '← 80 00 Ack'],
    ['849c00', 'to-terminal', '→ 84 9C NegativeResponse'],
    ['061e016c', 'from-terminal', '← 06 1E Abort(PT) result 6C'],
    ['06d103814142', 'from-terminal', '← 06 D1 PrintLine text "AB" last'],
    ['06d10500411b0d42', 'from-terminal', '← 06 D1 PrintLine text "A B"'],
    ['040f042700ee01', 'from-terminal', '← 04 0F StatusInformation result 00 [ZVT-103 at 5: unknown bitmap at ee]'],
    ['04ff020a05', 'from-terminal', '← 04 FF IntermediateStatus status 0A minutes 5'],
    ['060f07f0f0f3626c61dc', 'from-terminal', '← 06 0F Completion status DC software bla'],
    ['06d30a06081f0701011f370104', 'from-terminal', '← 06 D3 PrintBlock merchant 0 lines declined'],
    ['', 'from-terminal', '← 00 00 Unknown(0x0000) [ZVT-101 at 0: message cut at its end]'],
  ])('%s', (hex, direction, expected) => {
    expect(describeApdu(bytesOf(hex), direction)).toBe(expected);
  });

  test('never tells a password', () => {
    const registration = {
      configByte: 0xbe,
      currency: '0978',
      serviceByte: null,
      permitted: [],
      charsets: [],
      tlv: false,
    };
    const lines = [
      buildRegistration({ ...registration, password: '135791' }),
      buildService(CONTROL.endOfDay, { password: '135791', serviceByte: null }),
      buildPayment(CONTROL.refund, {
        password: '135791',
        amountCents: null,
        currency: null,
        paymentType: null,
        receipt: '0042',
        timeoutSeconds: null,
      }),
    ].map((apdu) => describeApdu(apdu, 'to-terminal'));
    expect(lines).toEqual([
      '→ 06 00 Registration config BE currency 0978',
      '→ 06 50 EndOfDay',
      '→ 06 31 Refund receipt 0042',
    ]);
  });
});
