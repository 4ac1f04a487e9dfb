import { assertNever, type Cents } from '@tillbridge/kernel';
import type { Benefit, LocalText, Rule, Scope, TextLanguage } from '@tillbridge/vouchers';
import { JsonReader } from './json-reader.ts';
import type { RowReader } from './row-reader.ts';

const LANGUAGES: Readonly<Record<TextLanguage, true>> = { nl: true, de: true, fr: true, en: true };
const BENEFITS: Readonly<Record<Benefit['kind'], true>> = {
  items: true,
  percentage: true,
  amount: true,
  balance: true,
};
const SCOPES: Readonly<Record<Scope['kind'], true>> = { articles: true, 'turnover-groups': true, assortment: true };
const COMBINES: Readonly<Record<Rule['combines'], true>> = { freely: true, alone: true };

/** Reads a rule as `canonicalRule` wrote it. Throws `TILL-222` naming the column when it holds anything else. */
export function decodeRule(row: RowReader, column: string): Rule {
  const rule = JsonReader.of(row, column);
  const places = rule.object('places');
  const limits = rule.object('limits');
  const perPeriod = limits.objectOrNull('perPeriod');
  return {
    label: textOf(rule.object('label')),
    benefit: benefitOf(rule.object('benefit')),
    scope: scopeOf(rule.object('scope')),
    hours: rule.list('hours', (hours) => ({
      days: hours.integers('days'),
      fromMinute: hours.integer('fromMinute'),
      untilMinute: hours.integer('untilMinute'),
    })),
    places: {
      branches: places.integers('branches'),
      workplaces: places.list('workplaces', (place) => ({
        branch: place.integer('branch'),
        workplace: place.integer('workplace'),
      })),
    },
    limits: {
      perVisit: limits.integerOrNull('perVisit'),
      perDay: limits.integerOrNull('perDay'),
      perPeriod: perPeriod && { units: perPeriod.integer('units'), days: perPeriod.integer('days') },
    },
    minimumSpendCents: rule.integerOrNull('minimumSpendCents') as Cents | null,
    combines: rule.word('combines', COMBINES),
    adds: rule.list('adds', (added) => ({ article: added.text('article'), label: textOf(added.object('label')) })),
  };
}

function textOf(text: JsonReader): LocalText {
  const languages = Object.keys(LANGUAGES).filter((language) => text.has(language));
  return Object.fromEntries(languages.map((language) => [language, text.text(language)]));
}

function benefitOf(benefit: JsonReader): Benefit {
  const kind = benefit.word('kind', BENEFITS);
  switch (kind) {
    case 'items':
      return { kind, capCents: benefit.integerOrNull('capCents') as Cents | null };
    case 'percentage':
      return {
        kind,
        basisPoints: benefit.integer('basisPoints'),
        capCents: benefit.integerOrNull('capCents') as Cents | null,
      };
    case 'amount':
      return { kind, cents: benefit.integer('cents') as Cents };
    case 'balance':
      return { kind };
    default:
      return assertNever(kind);
  }
}

function scopeOf(scope: JsonReader): Scope {
  const kind = scope.word('kind', SCOPES);
  switch (kind) {
    case 'articles':
      return { kind, articles: scope.texts('articles') };
    case 'turnover-groups':
      return { kind, groups: scope.integers('groups') };
    case 'assortment':
      return { kind, exceptArticles: scope.texts('exceptArticles'), exceptGroups: scope.integers('exceptGroups') };
    default:
      return assertNever(kind);
  }
}
