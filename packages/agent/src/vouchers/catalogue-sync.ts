/**
 * Our copy of the till's catalogue: what changed since the last marker, and once a day everything, since what was deleted
 * is not told. Stands in the store, so that rules for categories work from the first scan on, with or without a line.
 */
import { type CallContext, type Clock, type EpochMs, type Log, TillbridgeError } from '@tillbridge/kernel';
import {
  type ArticleNow,
  articlesAfter,
  MPLUS_API_ERRORS,
  type MplusApi,
  type MplusFailure,
  turnoverGroups,
} from '@tillbridge/mplus';
import type { Catalogue, CatalogueArticle, CatalogueCopy, CatalogueStore } from '@tillbridge/vouchers';

export interface CatalogueSyncPorts {
  readonly api: Pick<MplusApi, 'call'>;
  readonly store: CatalogueStore;
  readonly clock: Clock;
  readonly log: Log;
}

const DAY_MS = 86_400_000;

export class CatalogueSync {
  private readonly ports: CatalogueSyncPorts;
  private readonly known: Map<string, CatalogueArticle>;
  private rest: Pick<CatalogueCopy, 'groups' | 'progress'>;

  /** Reads the copy of the last run. */
  constructor(ports: CatalogueSyncPorts) {
    this.ports = ports;
    const { articles, groups, progress } = ports.store.read();
    this.known = new Map(articles.map((article) => [article.number, article]));
    this.rest = { groups, progress };
  }

  get copy(): CatalogueCopy {
    return { articles: [...this.known.values()], ...this.rest };
  }

  /** The copy, and what the settings say of articles that it doesn't have. */
  over(settings: Catalogue): Catalogue {
    return {
      turnoverGroupOf: (article) => this.known.get(article)?.group ?? settings.turnoverGroupOf(article),
      nameOf: (article) => this.known.get(article)?.name || settings.nameOf(article),
    };
  }

  /** Reads what is new. What was read before a failure stays. Resolves with the failure, or null. */
  async sync(context: CallContext): Promise<MplusFailure | null> {
    const { api, clock, log } = this.ports;
    const { wholeAt } = this.rest.progress;
    const whole = wholeAt === null || clock.now() - wholeAt >= DAY_MS;
    const seen = new Set<string>();
    let marker = whole ? '0' : this.rest.progress.marker;
    for (let done = false; !done; ) {
      const page = await articlesAfter(api, marker, context);
      if (!page.ok) return page.failure;
      for (const { number } of page.value.articles) seen.add(number);
      marker = page.value.marker;
      done = page.value.last;
      await this.keep(
        page.value.articles.flatMap((article) => this.changed(article)),
        null,
        { marker },
      );
    }
    const groups = await turnoverGroups(api, context);
    if (!groups.ok) return groups.failure;
    if (whole && seen.size === 0 && this.known.size > 0) {
      // More likely a right that was taken away than a till that sells nothing any more.
      const detail = 'it lists no article at all';
      return {
        error: new TillbridgeError(MPLUS_API_ERRORS.unreadable, { about: 'getProducts', detail }),
        next: 'later',
      };
    }
    const now = clock.now();
    const gone = whole ? this.missing(seen, now) : [];
    await this.keep(gone, groups.value, { readAt: now, ...(whole ? { wholeAt: now } : {}) });
    log.info('the catalogue was read', { whole, articles: seen.size, gone: gone.length, groups: groups.value.length });
    return null;
  }

  private async keep(
    articles: readonly CatalogueArticle[],
    groups: CatalogueCopy['groups'] | null,
    step: Partial<CatalogueCopy['progress']>,
  ): Promise<void> {
    const before = this.rest.progress;
    const marker = BigInt(step.marker ?? '0') > BigInt(before.marker) ? (step.marker ?? '0') : before.marker;
    const progress = { ...before, ...step, marker };
    if (articles.length > 0 || groups !== null || marker !== before.marker) {
      await this.ports.store.write({ articles, groups, progress });
    }
    for (const article of articles) this.known.set(article.number, article);
    this.rest = { groups: groups ?? this.rest.groups, progress };
  }

  /** Empty when it is as it was. */
  private changed({ number, name, group, active }: ArticleNow): readonly CatalogueArticle[] {
    const before = this.known.get(number);
    if (before === undefined) return [{ number, name, group, active, moved: null, goneAt: null }];
    const same = before.name === name && before.group === group && before.active === active && before.goneAt === null;
    if (same) return [];
    const moved = before.group === group ? before.moved : { from: before.group, at: this.ports.clock.now() };
    return [{ number, name, group, active, moved, goneAt: null }];
  }

  private missing(seen: ReadonlySet<string>, now: EpochMs): readonly CatalogueArticle[] {
    return [...this.known.values()].flatMap((article) =>
      seen.has(article.number) || article.goneAt !== null ? [] : [{ ...article, goneAt: now }],
    );
  }
}
