/**
 * Compares a day: what the till was told, what the journal says, what each provider's own list says. Pure: the same
 * input gives the same report.
 *
 * A payment of ours belongs to the day it was asked for. A line of a provider goes with its payment; one that is none of
 * ours belongs to the day the provider gives it. So each payment and each line is in exactly one day's totals, also when
 * a payment ends after midnight.
 */
import type { ReconcileReport } from '@tillbridge/contracts';
import type { EpochMs } from '@tillbridge/kernel';
import type { ListedPayment } from '@tillbridge/payments';
import type { DeviceEntry } from '../exchanges/device-journal.ts';
import type { CalendarDay } from './calendar-day.ts';
import { agreeingRoutes, endOfDayLines, type TerminalTotals } from './end-of-day.ts';
import type { Entry } from './entry.ts';
import { type Matched, match } from './match.ts';
import { inEnglish, type JudgedLine, lineOf, lineOfDevice, lineOfProvider } from './report-lines.ts';
import { isDifference, type NameOf, totalsOf } from './report-totals.ts';
import { otherDayVerdict, type ProviderSide, secondVerdict, strangerVerdict, verdictOf } from './verdict.ts';

/** What an account answered when it was asked for its list. */
export type AccountList =
  | { readonly kind: 'list'; readonly payments: readonly ListedPayment[] }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** The provider has none, or the settings name no account of it. */
  | { readonly kind: 'no-list' };

export interface ReconcileInput {
  readonly day: CalendarDay;
  readonly madeAt: EpochMs;
  /** Payments and refunds of ours: those of the day, and any others that a list may name. */
  readonly entries: readonly Entry[];
  /** What our journal says of payments that were started on a terminal itself: those of the day, and any others. */
  readonly devices: readonly DeviceEntry[];
  readonly nameOf: NameOf;
  /** The account that a route's money is listed under; null: a terminal on a wire, which no provider lists for us. */
  readonly accountOf: (route: string) => string | null;
  /** By account. */
  readonly lists: ReadonlyMap<string, AccountList>;
  /** By route; only where it is known. */
  readonly terminalTotals: ReadonlyMap<string, TerminalTotals>;
}

export function reconcile(input: ReconcileInput): ReconcileReport {
  const { day, accountOf, lists, entries, devices, nameOf } = input;
  const isOfDay = (at: EpochMs) => at >= day.from && at < day.until;
  const ofDay = entries.filter(({ at }) => isOfDay(at));

  const listed = new Map<string, readonly ListedPayment[]>();
  for (const [account, list] of lists) if (list.kind === 'list') listed.set(account, list.payments);
  const byEntry = new Map<Entry, Matched[]>();
  const rest: Matched[] = [];
  for (const matched of match(entries, listed, accountOf)) {
    if (matched.entry === null) rest.push(matched);
    else byEntry.set(matched.entry, [...(byEntry.get(matched.entry) ?? []), matched]);
  }

  const agreed = agreeingRoutes(ofDay, input.terminalTotals);
  const lines: JudgedLine[] = [];
  for (const entry of ofDay) {
    const [main, ...more] = (byEntry.get(entry) ?? []).toSorted(mostMoneyFirst);
    const provider =
      main === undefined ? sideWithoutLine(entry, input, agreed) : ({ kind: 'line', line: main.line } as const);
    lines.push(lineOf(entry, provider, accountOf(entry.route), verdictOf(entry, provider)));
    for (const { line, account } of more) {
      lines.push(lineOfProvider(line, account, entry.route, secondVerdict(line, entry)));
    }
  }
  const started = new Map(
    devices.map((device) => [nameOfDevice(device.account, device.orderId, device.direction), device]),
  );
  for (const { line, account, original } of rest) {
    const name = nameOfDevice(account, line.providerRef, line.direction);
    const device = started.get(name);
    started.delete(name);
    if (!isOfDay(line.at)) continue;
    lines.push(
      device === undefined
        ? lineOfProvider(line, account, null, strangerVerdict(line, original))
        : lineOfDevice(device, { kind: 'line', line }),
    );
  }
  for (const device of started.values()) {
    if (isOfDay(device.at)) lines.push(lineOfDevice(device, sideOfAccount(device.account, lists, false)));
  }
  for (const [entry, matched] of byEntry) {
    if (isOfDay(entry.at)) continue;
    for (const { line, account } of matched) {
      if (isOfDay(line.at)) lines.push(lineOfProvider(line, account, entry.route, otherDayVerdict(entry)));
    }
  }
  lines.push(...endOfDayLines(ofDay, input.terminalTotals, day));
  lines.sort((one, other) => one.at - other.at);

  const told = inEnglish(lines);
  return {
    day: day.day,
    timeZone: day.timeZone,
    from: day.from,
    until: day.until,
    madeAt: input.madeAt,
    equal: !lines.some(isDifference),
    accounts: [...lists].map(([account, list]) => ({
      account,
      name: nameOf({ route: null, account }),
      answer: list.kind === 'list' ? ('listed' as const) : list.kind,
      detail: list.kind === 'unreachable' ? list.detail : null,
    })),
    lines: told,
    totals: totalsOf(told, nameOf),
  };
}

const STRENGTH: Readonly<Record<ListedPayment['state'], number>> = { paid: 2, open: 1, 'not-paid': 0 };

function mostMoneyFirst(one: Matched, other: Matched): number {
  return STRENGTH[other.line.state] - STRENGTH[one.line.state] || one.line.at - other.line.at;
}

function sideWithoutLine(
  entry: Entry,
  { accountOf, lists }: ReconcileInput,
  agreed: ReadonlySet<string>,
): ProviderSide {
  return sideOfAccount(accountOf(entry.route), lists, agreed.has(entry.route));
}

/** What an account says of a payment that isn't in its list. */
function sideOfAccount(account: string | null, lists: ReconcileInput['lists'], totalsAgree: boolean): ProviderSide {
  const list = account === null ? undefined : lists.get(account);
  switch (list?.kind) {
    case 'list':
      return { kind: 'absent' };
    case 'unreachable':
      return { kind: 'not-asked', detail: list.detail };
    default:
      return { kind: 'no-list', totalsAgree };
  }
}

function nameOfDevice(account: string, orderId: string, direction: Entry['direction']): string {
  return JSON.stringify([account, orderId, direction]);
}
