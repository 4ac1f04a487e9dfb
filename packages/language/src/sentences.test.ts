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

  it('have both forms of every plural', () => {
    for (const key of own.keys()) if (key.endsWith('_one')) expect(own.has(key.replace(/_one$/, '_other'))).toBe(true);
  });
});
