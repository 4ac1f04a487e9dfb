import { expect, it } from 'vitest';
import { textIn } from './text-in.ts';

it('is the language’s own, else English, else what there is', () => {
  expect(textIn({ nl: 'Friet', en: 'Fries' }, 'nl')).toBe('Friet');
  expect(textIn({ nl: 'Friet', en: 'Fries' }, 'de')).toBe('Fries');
  expect(textIn({ fr: 'Frites' }, 'de')).toBe('Frites');
  expect(textIn({}, 'de')).toBe('');
});
