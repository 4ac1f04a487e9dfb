import { type CsvColumn, csvText } from './csv.ts';
import type { InjectionEntryView } from './vouchers.ts';

const COLUMNS: readonly CsvColumn<InjectionEntryView>[] = [
  ['number', ({ number }) => String(number)],
  ['at', ({ at }) => new Date(at).toISOString()],
  ['shop', ({ shop }) => shop.id],
  ['by', ({ by }) => by],
  ['operation', ({ operation }) => operation],
  ['order', ({ orderReference }) => orderReference ?? ''],
  ['response', ({ response }) => response],
  ['vouchers', ({ vouchers }) => String(vouchers)],
  ['request', ({ requestId }) => requestId],
];

/** The injection log as a file: the same from the command line and from the cashier window. */
export function injectionCsv(entries: readonly InjectionEntryView[]): string {
  return csvText(COLUMNS, entries);
}
