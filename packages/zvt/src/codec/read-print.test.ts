import { describe, expect, test } from 'vitest';
import { bytesOf } from '../test/vectors.ts';
import { decodeMessage } from './decode-message.ts';
import { readPrintBlock, readPrintLine } from './read-print.ts';

const line = (hex: string) => readPrintLine(decodeMessage(bytesOf(hex)));
const block = (hex: string) => readPrintBlock(decodeMessage(bytesOf(hex)));

describe('a printed line', () => {
  test.each<[string, string, ReturnType<typeof line>]>([
    ['text', '06d103004142', { text: 'AB', feeds: 0, centred: false, last: false }],
    ['centred', '06d1024041', { text: 'A', feeds: 0, centred: true, last: false }],
    ['reserved bit alone', '06d1028041', { text: 'A', feeds: 0, centred: false, last: false }],
    ['last', '06d1028141', { text: 'A', feeds: 0, centred: false, last: true }],
    ['last, centred, double', '06d102f041', { text: 'A', feeds: 0, centred: true, last: true }],
    ['no text', '06d10100', { text: '', feeds: 1, centred: false, last: false }],
    ['nothing at all', '06d100', { text: '', feeds: 1, centred: false, last: false }],
    ['five feeds', '06d102ff05', { text: '', feeds: 5, centred: false, last: false }],
    ['the end, without a count', '06d101ff', { text: '', feeds: 1, centred: false, last: true }],
    ['a container behind the text', '06d108404106041f070102', { text: 'A', feeds: 0, centred: true, last: false }],
  ])('%s', (_, hex, expected) => {
    expect(line(hex)).toEqual(expected);
  });
});

describe('a printed block', () => {
  test('an attribute counts for the lines behind it; FF is an empty line, and at the end nothing', () => {
    // 1F07 02, 25 { 07 A, 09 40, 07 B, 07 C, 09 FF, 07 D, 07, 09 FF }
    const read = block('06d31f061d1f07010225170701410901400701420701430901ff07014407000901ff');
    expect(read).toEqual({
      receipt: 'customer',
      declined: false,
      lines: [
        { text: 'A', centred: false },
        { text: 'B', centred: true },
        { text: 'C', centred: true },
        { text: '', centred: false },
        { text: 'D', centred: false },
        { text: '', centred: false },
      ],
    });
  });

  test('its own set of letters goes before the agreed one', () => {
    // 14 02 in the container; 14 01 in the texts
    expect(block('06d30b060914010225040702a3b3').lines).toEqual([{ text: 'Łł', centred: false }]);
    expect(block('06d30a060825061401010701c4').lines).toEqual([{ text: 'Ä', centred: false }]);
  });

  test('receipts of what failed say so', () => {
    expect(block('06d30a06081f0701011f370104')).toEqual({ receipt: 'merchant', declined: true, lines: [] });
    expect(block('06d30a06081f0701091f370183')).toEqual({ receipt: 'unknown', declined: false, lines: [] });
    expect(block('06d300')).toEqual({ receipt: 'unknown', declined: false, lines: [] });
  });
});
