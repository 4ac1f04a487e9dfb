import { assertNever, type Cents, formatDecimalEuros } from '@tillbridge/kernel';
import { clock } from '../hours.ts';
import type { Catalogue } from '../ports.ts';
import type { Benefit, LocalText, OpeningHours, Rule, Scope, TextLanguage } from '../rule.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { nl } from './nl.ts';
import type { RuleWords } from './words.ts';

const WORDS: Readonly<Record<TextLanguage, RuleWords>> = { nl, de, fr, en };
const LANGUAGES: readonly TextLanguage[] = ['nl', 'de', 'fr', 'en'];

/** What a rule means, a sentence for each thing it says: what it gives first. With the till's names where they are known. */
export function explainRule(rule: Rule, language: TextLanguage, catalogue?: Pick<Catalogue, 'nameOf'>): string[] {
  const words = WORDS[language];
  const what = scopeText(rule.scope, words, catalogue);
  return [
    benefitText(rule.benefit, what, words),
    ...hoursSentence(rule, words),
    ...placesSentence(rule, words),
    ...limitSentences(rule, words),
    ...(rule.minimumSpendCents === null ? [] : [words.minimum(words.euros(rule.minimumSpendCents), what)]),
    ...(rule.combines === 'alone' ? [words.alone] : []),
    ...addsSentence(rule, words, language),
  ];
}

function benefitText(benefit: Benefit, what: string, words: RuleWords): string {
  switch (benefit.kind) {
    case 'items':
      return benefit.capCents === null ? words.items(what) : words.itemsUpTo(what, words.euros(benefit.capCents));
    case 'percentage': {
      // Basis points are hundredths of a per cent, as cents are of a euro.
      const share = words.percent(formatDecimalEuros(benefit.basisPoints as Cents));
      return benefit.capCents === null
        ? words.percentage(share, what)
        : words.percentageUpTo(share, what, words.euros(benefit.capCents));
    }
    case 'amount':
      return words.amount(words.euros(benefit.cents), what);
    case 'balance':
      return words.balance(what);
    default:
      return assertNever(benefit);
  }
}

function scopeText(scope: Scope, words: RuleWords, catalogue?: Pick<Catalogue, 'nameOf'>): string {
  const articles = (numbers: readonly string[]) =>
    words.articles(numbers.map((number) => named(number, catalogue)).join(', '), numbers.length > 1);
  const groups = (numbers: readonly number[]) => words.groups(numbers.join(', '), numbers.length > 1);
  switch (scope.kind) {
    case 'articles':
      return articles(scope.articles);
    case 'turnover-groups':
      return groups(scope.groups);
    case 'assortment': {
      const { exceptArticles, exceptGroups } = scope;
      const except = [
        ...(exceptArticles.length === 0 ? [] : [articles(exceptArticles)]),
        ...(exceptGroups.length === 0 ? [] : [groups(exceptGroups)]),
      ];
      return except.length === 0 ? words.everything : words.everythingBut(except.join(` ${words.and} `));
    }
    default:
      return assertNever(scope);
  }
}

/** "Burger menu (1001)". */
function named(article: string, catalogue?: Pick<Catalogue, 'nameOf'>): string {
  const name = catalogue?.nameOf(article) ?? null;
  return name === null ? article : `${name} (${article})`;
}

function hoursSentence({ hours }: Rule, words: RuleWords): string[] {
  return hours.length === 0 ? [] : [words.hours(hours.map((one) => openText(one, words)).join('; '))];
}

function openText({ days, fromMinute, untilMinute }: OpeningHours, words: RuleWords): string {
  const names = days.length === 7 ? '' : `${days.map((day) => words.days[day - 1] ?? '').join(', ')} `;
  return `${names}${clock(fromMinute)}–${clock(untilMinute)}`;
}

function placesSentence({ places: { branches, workplaces } }: Rule, words: RuleWords): string[] {
  const list = [
    ...branches.map((branch) => words.branch(branch)),
    ...workplaces.map(({ branch, workplace }) => words.workplace(workplace, branch)),
  ];
  return list.length === 0 ? [] : [words.places(list.join(', '))];
}

function limitSentences(
  { benefit: { kind }, limits: { perVisit, perDay, perPeriod } }: Rule,
  words: RuleWords,
): string[] {
  const units = { items: words.pieces, percentage: words.sales, amount: words.sales, balance: words.euros }[kind];
  return [
    ...(perVisit === null ? [] : [words.perVisit(units(perVisit))]),
    ...(perDay === null ? [] : [words.perDay(units(perDay))]),
    ...(perPeriod === null ? [] : [words.perPeriod(units(perPeriod.units), perPeriod.days)]),
  ];
}

function addsSentence({ adds }: Rule, words: RuleWords, language: TextLanguage): string[] {
  if (adds.length === 0) return [];
  const names = adds.map(({ article, label }) => `${inLanguage(label, language)} (${article})`).join(', ');
  return [adds.length === 1 ? words.adds(names) : words.addsOneOf(names)];
}

function inLanguage(label: LocalText, language: TextLanguage): string {
  return label[language] ?? LANGUAGES.map((other) => label[other]).find((text) => text !== undefined) ?? '';
}
