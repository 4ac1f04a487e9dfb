import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { SENTENCES } from './translator.ts';

function leaves(node: object, path = ''): [key: string, text: string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[path + key, value] as [string, string]] : leaves(value as object, `${path}${key}.`),
  );
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name ?? '').sort();
}

/** The words of a sentence itself, without placeholders and names. */
function ownWords(text: string): string[] {
  const words = text.replace(/\{[^{}]*\}/g, ' ').split(/[^\p{L}]+/u);
  return words.filter((word) => word !== '' && !NAMES.has(word));
}

const NAMES = new Set(['Tillbridge', 'MplusKASSA', 'startExternalPayment', 'QR', 'PIN', 'IT', 'Pay']);
/** Words that are English alone, of the four languages. */
const ENGLISH = new Set(
  'the and not nothing another again payment customer try ask you your please this wait with paid take call'.split(' '),
);

const texts = new Map(LANGUAGES.map((language) => [language, new Map(leaves(SENTENCES[language]))]));
const reference = leaves(SENTENCES.nl);

describe.each(LANGUAGES)('the sentences in %s', (language) => {
  const own = new Map(leaves(SENTENCES[language]));

  it('have the keys of the reference and no others', () => {
    expect([...own.keys()]).toEqual(reference.map(([key]) => key));
  });

  it('have the placeholders of the reference', () => {
    for (const [key, text] of reference) {
      expect([key, ...placeholders(own.get(key) ?? '')]).toEqual([key, ...placeholders(text)]);
    }
  });

  it('are never empty, and typed with real apostrophes, dashes and ordinary spaces', () => {
    for (const [key, text] of own)
      expect([key, text]).toEqual([key, expect.stringMatching(/^\S[^'\t\n\u00a0\u202f]*\S$/)]);
  });

  it('are its own: none of two words or more is another language’s', () => {
    for (const [key, text] of own) {
      if (ownWords(text).length < 2) continue;
      const borrowed = LANGUAGES.filter((other) => other !== language && texts.get(other)?.get(key) === text);
      expect([key, borrowed]).toEqual([key, []]);
    }
  });

  it('have both forms of every plural', () => {
    for (const key of own.keys()) if (key.endsWith('_one')) expect(own.has(key.replace(/_one$/, '_other'))).toBe(true);
  });
});

it.each(LANGUAGES.filter((language) => language !== 'en'))('the sentences in %s hold no English words', (language) => {
  for (const [key, text] of leaves(SENTENCES[language]))
    expect([key, ownWords(text).filter((word) => ENGLISH.has(word.toLowerCase()))]).toEqual([key, []]);
});
