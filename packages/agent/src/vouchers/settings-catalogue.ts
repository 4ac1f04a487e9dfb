import type { ArticleSettings } from '@tillbridge/config';
import type { Catalogue } from '@tillbridge/vouchers';

/** What the settings say the till sells. */
export function settingsCatalogue(articles: readonly ArticleSettings[]): Catalogue {
  const known = new Map(articles.map((article) => [article.number, article]));
  return {
    turnoverGroupOf: (article) => known.get(article)?.group ?? null,
    nameOf: (article) => known.get(article)?.name ?? null,
  };
}
