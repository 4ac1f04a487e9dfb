import { expect, it } from 'vitest';
import { plainText } from './plain-text.ts';

it.each([
  ['two\r\n\tlines ', 20, 'two lines'],
  ['cut to size', 4, 'cut'],
  ['€ 👨 and more', 3, '€ 👨'],
  ['half \ud83d a pair', 20, 'half a pair'],
  ['\u0000\u009f', 20, ''],
])('%j in %d characters is %j', (text, length, plain) => {
  expect(plainText(text, length)).toBe(plain);
});
