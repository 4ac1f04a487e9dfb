import { writeFile } from 'node:fs/promises';
import {
  calendarDaySchema,
  INJECTION_LOG_PATH,
  type InjectionEntryView,
  injectionCsv,
  injectionPageSchema,
} from '@tillbridge/contracts';
import { CommandError, type Console } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { readArgs, readCount, usage } from '../read-args.ts';
import { type VoucherApi, voucherApi } from './api.ts';
import { moment, oneLine } from './words.ts';

const USUALLY_SHOWN = 100;
const LINES_OF_A_PAGE = 500;

/** `tillbridge voucher log`: the calls of ticket shops, the newest first. */
export async function log(args: readonly string[], console: Console): Promise<ExitCode> {
  const { values, switches } = readArgs(args, {
    values: ['config', 'data', 'order', 'shop', 'from', 'to', 'last', 'csv'],
    switches: ['json'],
  });
  const { order, shop, csv } = values;
  const last = readCount('last', values.last) ?? (csv === undefined ? USUALLY_SHOWN : Number.POSITIVE_INFINITY);
  const filter = { order, shop, from: dayStart('from', values.from, 0), until: dayStart('to', values.to, 1) };
  const entries = await read(await voucherApi(values, console), filter, last);
  if (csv !== undefined) {
    await writeFile(csv, injectionCsv(entries)).catch((error: NodeJS.ErrnoException) => {
      throw new CommandError(EXIT.failed, `${csv} can't be written (${error.code ?? 'unwritable'}).`);
    });
  }
  if (switches.json) console.out(JSON.stringify({ entries }));
  else if (csv === undefined) for (const entry of entries) console.out(entryText(entry));
  else console.out(`${entries.length} lines in ${csv}`);
  return entries.length === 0 ? EXIT.no : EXIT.done;
}

async function read(
  api: VoucherApi,
  filter: Readonly<Record<string, string | number | undefined>>,
  most: number,
): Promise<readonly InjectionEntryView[]> {
  const entries: InjectionEntryView[] = [];
  let before: number | undefined;
  do {
    const limit = Math.min(LINES_OF_A_PAGE, most - entries.length);
    const page = await api.read(INJECTION_LOG_PATH, { ...filter, before, limit }, injectionPageSchema);
    entries.push(...page.entries);
    before = page.before ?? undefined;
  } while (before !== undefined && entries.length < most);
  return entries;
}

/** The first moment of a day of this machine's calendar, or of the one `later` days after it. */
function dayStart(name: string, day: string | undefined, later: number): number | undefined {
  if (day === undefined) return undefined;
  if (!calendarDaySchema.safeParse(day).success) throw usage(`--${name} wants a date, YYYY-MM-DD`);
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).getTime();
}

function entryText(entry: InjectionEntryView): string {
  const { at, shop, by, operation, orderReference, response, vouchers, requestId } = entry;
  const order = orderReference === null ? 'no order' : `order ${orderReference}`;
  return oneLine(
    `${moment(at)}  ${shop.id}  ${order}  ${response}  ${vouchers} vouchers  ${by} ${operation}  ${requestId}`,
  );
}
