import { maskCardNumbers } from '@tillbridge/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiptLines } from './receipt.ts';

const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');

test('a JSON array of lines', () => {
  expect(receiptLines(base64(JSON.stringify(['KLANTTICKET     ', '', 'TOTAAL  14,70'])))).toEqual([
    'KLANTTICKET',
    '',
    'TOTAAL  14,70',
  ]);
});

test('text with any line ends', () => {
  expect(receiptLines(base64('KLANTTICKET\r\nTOTAAL  14,70\n\n'))).toEqual(['KLANTTICKET', 'TOTAAL  14,70']);
});

test('text that only looks like JSON is text', () => {
  expect(receiptLines(base64('[kopie]\nTOTAAL'))).toEqual(['[kopie]', 'TOTAAL']);
  expect(receiptLines(base64('[1,2]'))).toEqual(['[1,2]']);
});

test.each([null, undefined, '', '   ', '!!!', base64(' \n'), Buffer.from([0xff, 0xfe]).toString('base64')])(
  '%j is no receipt',
  (receipt) => {
    expect(receiptLines(receipt)).toBeNull();
  },
);

test('no line carries a card number beyond first six and last four (S1)', () => {
  const digits = fc.stringMatching(/^\d{12,19}$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), digits)), fc.boolean(), (lines, asJson) => {
      const receipt = base64(asJson ? JSON.stringify(lines) : lines.join('\n'));
      for (const line of receiptLines(receipt) ?? []) expect(maskCardNumbers(line)).toBe(line);
    }),
  );
});
