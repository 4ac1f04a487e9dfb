import { describe, expect, it } from 'vitest';
import { LANGUAGES } from './language.ts';
import { REASON_CODES, type ReasonSituation, reasonSentence } from './reason-sentence.ts';
import { createTranslator, SENTENCES } from './translator.ts';

const DIRECTIONS = ['pay', 'refund'] as const;
const situations = Object.keys(REASON_CODES) as ReasonSituation[];
const device = 'Pin 2, balie';

/** Every sentence a code can lead to. */
function* every(language: (typeof LANGUAGES)[number]) {
  const translator = createTranslator(language);
  for (const situation of situations)
    for (const code of REASON_CODES[situation])
      for (const direction of DIRECTIONS)
        yield { situation, code, direction, text: reasonSentence(translator, situation, { code, direction, device }) };
}

describe.each(LANGUAGES)('what to do about a code, in %s', (language) => {
  it('is filled, and ends as a sentence', () => {
    for (const { code, text } of every(language))
      if (text !== null) expect([code, text]).toEqual([code, expect.stringMatching(/^\S[^{}]*[.?]$/)]);
  });

  it('has a sentence for each code, in one direction at least', () => {
    const said = [...every(language)].filter(({ text }) => text !== null);
    for (const situation of situations) {
      const codes = new Set(said.filter((each) => each.situation === situation).map(({ code }) => code));
      expect([...codes]).toEqual(REASON_CODES[situation]);
    }
  });

  it('claims nothing about the money: that is the headline’s, which needs proof (P1)', () => {
    for (const { code, text } of every(language))
      expect([code, text ?? '']).toEqual([
        code,
        expect.not.stringMatching(/niets betaald|nichts bezahlt|rien n’a été|nothing (?:was )?paid|refunded\b/i),
      ]);
  });

  it('asks for no second payment while nobody knows (P4)', () => {
    const first = { nl: /^(?:Neem nog geen|Niet nog eens)/, de: /^Bitte n/, fr: /^N(?:e |’)/, en: /^Don’t/ };
    for (const { situation, text } of every(language))
      if (situation === 'not-certain') expect(text).toMatch(first[language]);
  });
});

describe('what to do about a code', () => {
  const nl = createTranslator('nl');
  const say = (situation: ReasonSituation, code: string | null, direction: 'pay' | 'refund' = 'pay') =>
    reasonSentence(nl, situation, { code, direction, device: 'Pin 2' });

  it('is what the code asks for', () => {
    expect(say('not-paid', 'ZVT-401')).toBe('De bank weigert. Vraag om een andere kaart of betaalwijze.');
    expect(say('not-paid', 'ZVT-408')).toBe('Leg papier in Pin 2 en begin opnieuw.');
    expect(say('not-started', 'ZVT-303')).toBe('De instellingen kloppen niet. Kies een andere betaalwijze en bel IT.');
    expect(say('not-paid', 'ZVT-409', 'refund')).toMatch(/niet nog eens terug/);
  });

  it('is the ordinary one for what nobody named, and where no bank was asked', () => {
    expect(say('not-paid', null)).toBeNull();
    expect(say('not-paid', 'ZVT-449')).toBeNull();
    expect(say('not-started', 'ZVT-401')).toBeNull();
    expect(say('not-certain', 'ZVT-401')).toBeNull();
    expect(say('not-paid', 'constructor')).toBeNull();
  });

  it('uses every sentence there is', () => {
    const used = new Set([...every('nl')].map(({ text }) => text));
    for (const [name, text] of Object.entries(SENTENCES.nl.reason)) {
      expect([name, used.has(text.replaceAll('{device}', device))]).toEqual([name, true]);
    }
  });
});
