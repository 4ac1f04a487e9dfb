/** The till's catalogue in our words: articles by sync marker, and turnover groups (MplusKASSA, "Sync markers" tutorial). */
import type { CallContext } from '@tillbridge/kernel';
import type { CatalogueGroup } from '@tillbridge/vouchers';
import type { ApiResponse, MplusApi } from './client.ts';
import type { MplusFailure } from './client-answer.ts';
import { MPLUS_API_ERRORS } from './client-errors.ts';

/** An article as it is now. */
export interface ArticleNow {
  readonly number: string;
  readonly name: string;
  /** Turnover group. */
  readonly group: number | null;
  readonly active: boolean;
}

export type CatalogueRead<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: MplusFailure };

/** `marker`: the highest that was seen. A page may hold more articles than asked for: a product is never split. */
export interface ArticlePage {
  readonly articles: readonly ArticleNow[];
  readonly marker: string;
  /** Nothing came: everything is read. */
  readonly last: boolean;
}

type Product = ApiResponse<'getProducts'>['productList']['product'][number];

/** Articles for one answer: some carry pictures. */
const USUAL_LIMIT = 200;

/** What changed after a marker. Asks for less at once when an answer is too large. */
export async function articlesAfter(
  api: Pick<MplusApi, 'call'>,
  marker: string,
  context: CallContext,
): Promise<CatalogueRead<ArticlePage>> {
  for (let limit = USUAL_LIMIT; ; limit = Math.max(1, Math.floor(limit / 4))) {
    const answer = await api.call(
      'getProducts',
      {
        articleNumbers: [],
        groupNumbers: [],
        pluNumbers: { text: [] },
        syncMarker: String(BigInt(marker) + 1n),
        syncMarkerLimit: limit,
        productNumbers: [],
      },
      context,
    );
    if (answer.ok) return { ok: true, value: pageOf(answer.value.productList.product, marker) };
    const tooLarge = answer.failure.error.entry === MPLUS_API_ERRORS.answerTooLarge;
    if (!tooLarge || limit === 1) return answer;
  }
}

export async function turnoverGroups(
  api: Pick<MplusApi, 'call'>,
  context: CallContext,
): Promise<CatalogueRead<readonly CatalogueGroup[]>> {
  const answer = await api.call('getTurnoverGroups', {}, context);
  if (!answer.ok) return answer;
  const groups = answer.value.turnoverGroupList.turnoverGroup;
  return { ok: true, value: groups.map((group) => ({ number: group.turnoverGroup, name: group.turnoverGroupName })) };
}

function pageOf(products: readonly Product[], before: string): ArticlePage {
  let highest = BigInt(before);
  for (const { syncMarker, articleList } of products) {
    // A product's own marker counts: those of its articles belong to another list.
    const markers = syncMarker === undefined ? articleList?.article.map((article) => article.syncMarker) : [syncMarker];
    for (const marker of markers ?? []) {
      if (marker !== undefined && BigInt(marker) > highest) highest = BigInt(marker);
    }
  }
  return {
    articles: products.flatMap(({ articleList }) => articleList?.article.flatMap(articleOf) ?? []),
    marker: String(highest),
    // Markers that don't rise would be asked for again and again.
    last: products.length === 0 || highest === BigInt(before),
  };
}

function articleOf(article: NonNullable<Product['articleList']>['article'][number]): readonly ArticleNow[] {
  const { articleNumber, description, receiptText, displayText, turnoverGroup, active, discontinued } = article;
  if (articleNumber === undefined) return [];
  const names = [description, receiptText, displayText].map((text) => text?.trim() ?? '');
  return [
    {
      number: articleNumber,
      name: names.find((name) => name !== '') ?? '',
      group: turnoverGroup ?? null,
      active: active !== false && discontinued !== true,
    },
  ];
}
