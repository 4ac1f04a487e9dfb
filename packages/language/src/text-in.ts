import type { Language } from './language.ts';

const FALLBACKS: readonly Language[] = ['en', 'nl', 'de', 'fr'];

/** A name that was given in some languages, in this one, or in another one rather than none. */
export function textIn(text: Readonly<Partial<Record<Language, string | undefined>>>, language: Language): string {
  const found = [language, ...FALLBACKS].find((candidate) => text[candidate] !== undefined);
  return found === undefined ? '' : (text[found] ?? '');
}
