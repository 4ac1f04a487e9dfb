import type { EpochMs, ErrorEntry } from '@tillbridge/kernel';
import { MPLUS_API_ERRORS } from '@tillbridge/mplus';
import type { CatalogueArticle, CatalogueCopy, Product, Rule } from '@tillbridge/vouchers';

/** A place where the venue's rules and the till's catalogue went apart. */
export interface CatalogueFinding {
  /** What it is and who acts. */
  readonly error: ErrorEntry;
  /** As the settings name it. */
  readonly rule: string;
  /** Null when it is about a turnover group alone. */
  readonly article: string | null;
  /** What the till called it; null: it never had it. */
  readonly name: string | null;
  /** Of the rule, or the article's own. */
  readonly group: number | null;
  /** With a move: where it came from. */
  readonly from: number | null;
  /** When it was seen; null: it always was so. */
  readonly at: EpochMs | null;
  /** An article of the same name that is sold: likely what it is now. Null: none, or several. */
  readonly successor: string | null;
}

/** A move that nobody minded for so long was meant. */
const MOVE_TOLD_MS = 30 * 86_400_000;

/** What of the rules points nowhere, or elsewhere than it did. Empty until the catalogue was read once. */
export function catalogueFindings(
  products: readonly Product[],
  { articles, groups, progress }: CatalogueCopy,
  now: EpochMs,
): readonly CatalogueFinding[] {
  if (progress.wholeAt === null) return [];
  const known = new Map(articles.map((article) => [article.number, article]));
  const groupNumbers = new Set(groups.map(({ number }) => number));
  const rules = new Map(products.flatMap(({ gives }) => gives.map(({ ruleName, rule }) => [ruleName, rule] as const)));
  return [...rules].flatMap(([name, rule]) => {
    const nothing = { rule: name, article: null, name: null, group: null, from: null, at: null, successor: null };
    const named = articlesOf(rule);
    const lost = named.flatMap((number): CatalogueFinding[] => {
      const article = known.get(number);
      const about = { ...nothing, article: number, name: article?.name ?? null, group: article?.group ?? null };
      const successor = article === undefined ? null : successorOf(article, articles);
      if (article === undefined) return [{ ...about, error: MPLUS_API_ERRORS.articleGone }];
      if (article.goneAt !== null) {
        return [{ ...about, error: MPLUS_API_ERRORS.articleGone, at: article.goneAt, successor }];
      }
      return article.active ? [] : [{ ...about, error: MPLUS_API_ERRORS.articleInactive, successor }];
    });
    const ruleGroups = groupsOf(rule);
    const empty = ruleGroups
      .filter((group) => !groupNumbers.has(group))
      .map((group) => ({ ...nothing, error: MPLUS_API_ERRORS.groupGone, group }));
    const moved = articles.flatMap((article): CatalogueFinding[] => {
      const { number, moved, group } = article;
      if (moved === null || article.goneAt !== null || now - moved.at > MOVE_TOLD_MS) return [];
      const touched =
        named.includes(number) || [moved.from, group].some((one) => one !== null && ruleGroups.includes(one));
      if (!touched) return [];
      const { from, at } = moved;
      return [
        { ...nothing, error: MPLUS_API_ERRORS.articleMoved, article: number, name: article.name, group, from, at },
      ];
    });
    return [...lost, ...empty, ...moved];
  });
}

function articlesOf({ scope, adds }: Rule): readonly string[] {
  const scoped = scope.kind === 'articles' ? scope.articles : scope.kind === 'assortment' ? scope.exceptArticles : [];
  return [...new Set([...scoped, ...adds.map(({ article }) => article)])];
}

function groupsOf({ scope }: Rule): readonly number[] {
  if (scope.kind === 'turnover-groups') return scope.groups;
  return scope.kind === 'assortment' ? scope.exceptGroups : [];
}

function successorOf(lost: CatalogueArticle, articles: readonly CatalogueArticle[]): string | null {
  const name = lost.name.toLowerCase();
  const [one, second] = articles.filter(
    (article) =>
      article.number !== lost.number &&
      article.active &&
      article.goneAt === null &&
      article.name.toLowerCase() === name,
  );
  return one === undefined || second !== undefined ? null : one.number;
}
