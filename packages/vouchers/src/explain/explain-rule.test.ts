import { cents } from '@tillbridge/kernel';
import { describe, expect, test } from 'vitest';
import type { Rule, TextLanguage } from '../rule.ts';
import { amount, articles, EVERYTHING, groups, ITEMS, percentage, rule } from '../test/baskets.ts';
import { explainRule } from './explain-rule.ts';

const LANGUAGES: readonly TextLanguage[] = ['nl', 'de', 'fr', 'en'];
const label = { nl: 'Menu', en: 'Meal' };
const FULL = rule({ kind: 'items', capCents: cents(1_250) }, articles('1001', '1002'), {
  hours: [
    { days: [6, 7], fromMinute: 600, untilMinute: 1_440 },
    { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 540, untilMinute: 1_020 },
  ],
  places: { branches: [1], workplaces: [{ branch: 3, workplace: 12 }] },
  limits: { perVisit: 1, perDay: 2, perPeriod: { units: 10, days: 30 } },
  combines: 'alone',
  adds: [{ article: '1001', label }],
});

test('everything a rule says is told, a sentence each', () => {
  const nameOf = (article: string) => (article === '1001' ? 'Burger menu' : null);
  expect(explainRule(FULL, 'en', { nameOf })).toEqual([
    'Prepaid, each piece free of charge up to €12.50: articles Burger menu (1001), 1002.',
    'Valid Sat, Sun 10:00–24:00; 09:00–17:00.',
    'Valid only here: branch 1, workplace 12 of branch 3.',
    'At most 1 piece per sale.',
    'At most 2 pieces a day.',
    'At most 10 pieces in 30 days, today included.',
    'With no other voucher in one sale.',
    'With nothing of it in the sale, the till adds: Meal (1001).',
  ]);
});

test('in the words of each language', () => {
  const pass = rule(percentage(1_250), { kind: 'assortment', exceptArticles: ['5'], exceptGroups: [20, 30] });
  expect(LANGUAGES.map((language) => explainRule(pass, language)[0])).toEqual([
    '12,5% korting op alles behalve artikel 5 en de omzetgroepen 20, 30.',
    '12,5 % Rabatt auf alles außer Artikel 5 und Warengruppen 20, 30.',
    'Remise de 12,5 % : tout sauf article 5 et groupes de chiffre d’affaires 20, 30.',
    '12.5% off everything but article 5 and turnover groups 20, 30.',
  ]);
});

const EACH: readonly Rule[] = [
  FULL,
  rule(ITEMS, groups(10), { adds: [1, 2].map((article) => ({ article: String(article), label })) }),
  rule(percentage(1_000, 2_000), EVERYTHING, { limits: { perVisit: null, perDay: 1, perPeriod: null } }),
  rule(amount(500), EVERYTHING, { minimumSpendCents: cents(2_000) }),
  rule({ kind: 'balance' }, groups(10, 20), { limits: { perVisit: null, perDay: 750, perPeriod: null } }),
];

describe.each(LANGUAGES)('%s', (language) => {
  test('has a sentence for each, none of them borrowed from English', () => {
    for (const of of EACH) {
      const sentences = explainRule(of, language);
      const english = explainRule(of, 'en');
      expect(sentences).toHaveLength(english.length);
      expect(sentences.every((sentence) => /^\S.*\.$/.test(sentence) && !sentence.includes('undefined'))).toBe(true);
      if (language !== 'en') expect(sentences.filter((sentence) => english.includes(sentence))).toEqual([]);
    }
  });
});
