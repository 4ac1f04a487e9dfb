import {
  INJECTION_LOG_PATH,
  type InjectionEntryView,
  type InjectionPage,
  injectionPageSchema,
} from '@tillbridge/contracts';
import type { LiveClient } from '@tillbridge/ui';

/** What of the log is looked for; null: all. Days as inputs give them: `2026-11-21`. */
export interface LogFilter {
  readonly order: string;
  readonly shop: string;
  readonly from: string;
  readonly until: string;
}

export const WHOLE_LOG: LogFilter = { order: '', shop: '', from: '', until: '' };

const LINES_OF_A_PAGE = 50;
const LINES_OF_A_READ = 500;
/** What a spreadsheet opens without a thought. */
const LINES_OF_A_FILE = 20_000;

type Reader = Pick<LiveClient<'cashier'>, 'read'>;

/** A page of the log, the newest first; null: nobody answered. */
export function readLogPage(client: Reader, filter: LogFilter, before: number | null): Promise<InjectionPage | null> {
  return read(client, filter, before, LINES_OF_A_PAGE);
}

/** The whole of it, up to what a file may hold; `cut`: there is more. Null: nobody answered. */
export async function readWholeLog(
  client: Reader,
  filter: LogFilter,
): Promise<{ readonly entries: readonly InjectionEntryView[]; readonly cut: boolean } | null> {
  const entries: InjectionEntryView[] = [];
  let before: number | null = null;
  do {
    const page: InjectionPage | null = await read(client, filter, before, LINES_OF_A_READ);
    if (page === null) return null;
    entries.push(...page.entries);
    before = page.before;
  } while (before !== null && entries.length < LINES_OF_A_FILE);
  return { entries, cut: before !== null };
}

function read(client: Reader, filter: LogFilter, before: number | null, limit: number): Promise<InjectionPage | null> {
  const query = new URLSearchParams({ limit: String(limit) });
  const add = (name: string, value: string | number | null): void => {
    if (value !== null && value !== '') query.set(name, String(value));
  };
  add('order', filter.order.trim());
  add('shop', filter.shop);
  add('from', dayStart(filter.from, 0));
  add('until', dayStart(filter.until, 1));
  add('before', before);
  return client.read(`${INJECTION_LOG_PATH}?${query}`, injectionPageSchema);
}

/** The first moment of a day, or of the one `later` days after it, where the window stands. */
function dayStart(day: string, later: number): number | null {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return day === '' ? null : new Date(year, month - 1, date + later).getTime();
}
