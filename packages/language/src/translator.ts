import i18next from 'i18next';
import { de } from './de.ts';
import { en } from './en.ts';
import { formatAmount, formatTime } from './figures.ts';
import { fr } from './fr.ts';
import type { Language, Medium } from './language.ts';
import { nl } from './nl.ts';
import type { KeyOf, PlaceholdersOf, SameShape } from './shape.ts';
import { typeset } from './typeset.ts';

export type Sentences = SameShape<typeof nl>;
export type SentenceKey = KeyOf<typeof nl>;
/** What a sentence has to be given: nothing, or a value for each name between its braces. */
export type Fill<Key extends string> = [PlaceholdersOf<typeof nl, Key>] extends [never]
  ? []
  : [values: { readonly [Name in PlaceholdersOf<typeof nl, Key>]: Name extends 'count' ? number : string | number }];

export const SENTENCES = { nl, de, fr, en } as const satisfies Record<Language, Sentences>;

/** Sentences and figures in one language. Texts are plain: whoever puts them into HTML escapes them. */
export interface Translator {
  readonly language: Language;
  t<Key extends SentenceKey>(key: Key, ...fill: Fill<Key>): string;
  amount(amountCents: number): string;
  time(epochMs: number): string;
}

/** The one place that knows i18next: its plural rules and its filling of placeholders. */
export function createTranslator(language: Language, medium: Medium = 'window'): Translator {
  const engine = i18next.createInstance();
  engine.init({
    lng: language,
    fallbackLng: false,
    initAsync: false,
    resources: { [language]: { translation: SENTENCES[language] } },
    // React escapes what it renders; a till shows plain text.
    interpolation: { prefix: '{', suffix: '}', escapeValue: false, skipOnVariables: true },
    nsSeparator: false,
  });
  return {
    language,
    t: (key, ...fill) => typeset(engine.t(key as string, fill[0] ?? {}), language, medium),
    amount: (amountCents) => formatAmount(amountCents, language, medium),
    time: (epochMs) => formatTime(epochMs, language),
  };
}
