import type {
  CatalogueArticle,
  CatalogueCopy,
  CatalogueGroup,
  CatalogueProgress,
  CatalogueStore,
} from '@tillbridge/vouchers';
import { RowReader } from './row-reader.ts';
import type { Connection, SqlRow, SqlValue, Statement } from './sqlite.ts';

const NOT_ONCE: CatalogueProgress = { marker: '0', readAt: null, wholeAt: null };

/** Every query of the catalogue, for the test of their plans. */
export const CATALOGUE_QUERIES = {
  catalogueArticles: 'SELECT * FROM catalogue_articles',
  catalogueGroups: 'SELECT number, name FROM catalogue_groups',
  catalogueProgress: 'SELECT marker, read_at, whole_at FROM catalogue_progress WHERE one = 1',
} as const;

/** What the till sells. Read whole at a start, and then no more. */
export class CatalogueTable {
  private readonly everyArticle: Statement<[], SqlRow>;
  private readonly everyGroup: Statement<[], SqlRow>;
  private readonly progress: Statement<[], SqlRow>;
  private readonly putArticle: Statement<SqlValue[]>;
  private readonly putGroup: Statement<SqlValue[]>;
  private readonly dropGroups: Statement<[]>;
  private readonly putProgress: Statement<SqlValue[]>;

  constructor(connection: Connection) {
    this.everyArticle = connection.prepare(CATALOGUE_QUERIES.catalogueArticles);
    this.everyGroup = connection.prepare(CATALOGUE_QUERIES.catalogueGroups);
    this.progress = connection.prepare(CATALOGUE_QUERIES.catalogueProgress);
    this.putArticle = connection.prepare(
      `INSERT INTO catalogue_articles (number, name, turnover_group, active, moved_from, moved_at, gone_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (number) DO UPDATE SET name = excluded.name, turnover_group = excluded.turnover_group,
         active = excluded.active, moved_from = excluded.moved_from, moved_at = excluded.moved_at,
         gone_at = excluded.gone_at`,
    );
    this.putGroup = connection.prepare('INSERT OR REPLACE INTO catalogue_groups (number, name) VALUES (?, ?)');
    this.dropGroups = connection.prepare('DELETE FROM catalogue_groups');
    this.putProgress = connection.prepare(
      'INSERT OR REPLACE INTO catalogue_progress (one, marker, read_at, whole_at) VALUES (1, ?, ?, ?)',
    );
  }

  read(): CatalogueCopy {
    const progress = this.progress.get();
    return {
      articles: this.everyArticle.all().map(articleOf),
      groups: this.everyGroup.all().map(groupOf),
      progress: progress === undefined ? NOT_ONCE : progressOf(progress),
    };
  }

  write({ articles, groups, progress }: Parameters<CatalogueStore['write']>[0]): void {
    for (const { number, name, group, active, moved, goneAt } of articles) {
      this.putArticle.run(number, name, group, active ? 1 : 0, moved?.from ?? null, moved?.at ?? null, goneAt);
    }
    if (groups !== null) {
      this.dropGroups.run();
      for (const { number, name } of groups) this.putGroup.run(number, name);
    }
    this.putProgress.run(progress.marker, progress.readAt, progress.wholeAt);
  }
}

function articleOf(raw: SqlRow): CatalogueArticle {
  const row = new RowReader(raw, 'catalogue_articles');
  return {
    number: row.text('number'),
    name: row.text('name'),
    group: row.integerOrNull('turnover_group'),
    active: row.integer('active') === 1,
    moved: row.isNull('moved_at') ? null : { from: row.integerOrNull('moved_from'), at: row.integer('moved_at') },
    goneAt: row.integerOrNull('gone_at'),
  };
}

function groupOf(raw: SqlRow): CatalogueGroup {
  const row = new RowReader(raw, 'catalogue_groups');
  return { number: row.integer('number'), name: row.text('name') };
}

function progressOf(raw: SqlRow): CatalogueProgress {
  const row = new RowReader(raw, 'catalogue_progress');
  return { marker: row.text('marker'), readAt: row.integerOrNull('read_at'), wholeAt: row.integerOrNull('whole_at') };
}
