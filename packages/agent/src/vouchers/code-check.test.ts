import { describe, expect, it } from 'vitest';
import { misreadTest } from './code-check.ts';

const PATTERN = '[A-Z]{2}-\\d{4,10}';

describe('a code that was read badly', () => {
  const mod10 = misreadTest({ pattern: PATTERN, check: 'mod10' });
  const mod97 = misreadTest({ pattern: '[A-Z]{3}\\d{6,12}', check: 'mod97' });

  it.each([
    ['TK-79927398713', false, 'has eleven digits, so it is none of the shop’s'],
    ['TK-7992739', true, 'fails its check'],
    ['TK-0000000018', false, 'passes'],
    ['TK-0000000081', true, 'two digits are swapped'],
    ['4901234567894', false, 'is an article’s barcode'],
    ['', false, 'is nothing'],
  ])('%s: %s, it %s', (code, misread) => {
    expect(mod10(code)).toBe(misread);
  });

  it.each([
    ['ABC00000139', true],
    ['ABC00000124', false],
  ])('%s: %s', (code, misread) => {
    expect([code, mod97(code)]).toEqual([code, misread]);
  });

  it('is never found without a check', () => {
    expect(misreadTest(null)('TK-7992739')).toBe(false);
    expect(misreadTest({ pattern: PATTERN, check: 'none' })('TK-7992739')).toBe(false);
  });
});
