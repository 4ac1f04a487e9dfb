import type { Language, Medium } from './language.ts';

const NARROW_NO_BREAK_SPACE = /\u202f/g;
/** The Inter subset has no U+202F; a thin space held on both sides looks and behaves the same. */
const NARROW_FOR_WINDOW = '\u2060\u2009\u2060';
const NO_BREAK_SPACE = '\u00a0';

/**
 * Makes a text fit to be shown: French punctuation gets its narrow space that never breaks, and narrow spaces get the
 * characters that the medium can draw.
 */
export function typeset(text: string, language: Language, medium: Medium): string {
  const spaced = language === 'fr' ? text.replace(/ (?=[:;!?»])/g, '\u202f').replace(/« /g, '«\u202f') : text;
  return spaced.replace(NARROW_NO_BREAK_SPACE, medium === 'window' ? NARROW_FOR_WINDOW : NO_BREAK_SPACE);
}
