/**
 * Compares a day: what the till was told, what the journal says, what each provider's own list says. Pure: the same
 * input gives the same report.
 *
 * A payment of ours belongs to the day it was asked for. A line of a provider goes with its payment; one that is none of
 * ours belongs to the day the provider gives it. So each payment and each line is in exactly one day's totals, also when
 * a payment ends after midnight.
 */
import type { ReconcileLine, ReconcileReport, ReconcileTotal } from '@tillbridge/contracts';
import { RECONCILE_NOTES } from '@tillbridge/contracts';
import { addCents, type Cents, type EpochMs, ZERO_CENTS } from '@tillbridge/kernel';
import { createTranslator, reconcileSentence, type Translator } from '@tillbridge/language';
import type { ListedPayment } from '@tillbridge/payments';
import type { DeviceEntry } from '../exchanges/device-journal.ts';
import type { CalendarDay } from './calendar-day.ts';
import type { Entry } from './entry.ts';
import { type Matched, match } from './match.ts';
import {
  deviceVerdict,
  otherDayVerdict,
  type ProviderSide,
  secondVerdict,
  strangerVerdict,
  totalsVerdict,
  type Verdict,
  verdictOf,
} from './verdict.ts';

/** What an account answered when it was asked for its list. */
export type AccountList =
  | { readonly kind: 'list'; readonly payments: readonly ListedPayment[] }
  | { readonly kind: 'unreachable'; readonly detail: string }
  /** The provider has none, or the settings name no account of it. */
  | { readonly kind: 'no-list' };

/** What a terminal's end of day printed for this day, positive. */
export interface TerminalTotals {
  readonly paidCents: Cents;
  readonly refundedCents: Cents;
}

export interface ReconcileInput {
  readonly day: CalendarDay;
  readonly madeAt: EpochMs;
  /** Payments and refunds of ours: those of the day, and any others that a list may name. */
  readonly entries: readonly Entry[];
  /** What our journal says of payments that were started on a terminal itself: those of the day, and any others. */
  readonly devices: readonly DeviceEntry[];
  /** What people call a route or an account. */
  readonly nameOf: (what: { readonly route: string | null; readonly account: string | null }) => string;
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

  const agreed = agreeingRoutes(ofDay, input);
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
  lines.push(...totalsLines(ofDay, input));
  lines.sort((one, other) => one.at - other.at);

  const english = createTranslator('en');
  const told = lines.map(({ detail, ...line }) => ({ ...line, explanation: explain(english, line, detail) }));
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

/** A line with what its sentence is made of. */
type JudgedLine = Omit<ReconcileLine, 'explanation'> & Pick<Verdict, 'detail'>;

function explain(
  english: Translator,
  { why, direction }: Pick<ReconcileLine, 'why' | 'direction'>,
  detail: string | null,
): string {
  if (why === null) return '';
  const { reason, payment, ...figures } = why;
  const sentence = reconcileSentence(english, reason, { direction, ref: payment, ...figures });
  return detail === null ? sentence : `${sentence} (${detail})`;
}

export function isDifference({ kind }: Pick<ReconcileLine, 'kind'>): boolean {
  return !RECONCILE_NOTES.includes(kind);
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

/** Routes whose terminal's end of day says what the journal says. */
function agreeingRoutes(entries: readonly Entry[], { terminalTotals }: ReconcileInput): ReadonlySet<string> {
  const agreed = [...terminalTotals].filter(([route, totals]) => {
    const ours = journalSum(entries, route);
    return ours.paidCents === totals.paidCents && ours.refundedCents === totals.refundedCents;
  });
  return new Set(agreed.map(([route]) => route));
}

/** One line for each total of a terminal that isn't the journal's. */
function totalsLines(entries: readonly Entry[], { day, terminalTotals }: ReconcileInput): readonly JudgedLine[] {
  return [...terminalTotals].flatMap(([route, totals]) => {
    const ours = journalSum(entries, route);
    return (['pay', 'refund'] as const).flatMap((direction) => {
      const name = direction === 'pay' ? 'paidCents' : 'refundedCents';
      if (ours[name] === totals[name]) return [];
      const verdict = totalsVerdict(direction, totals[name], ours[name]);
      return [
        {
          ...NOBODYS,
          at: day.until - 1,
          direction,
          amountCents: totals[name],
          route,
          account: null,
          providerRef: null,
          provider: null,
          ...verdict,
        },
      ];
    });
  });
}

function journalSum(entries: readonly Entry[], route: string): TerminalTotals {
  const sum = (direction: Entry['direction']) =>
    entries
      .filter((entry) => entry.route === route && entry.direction === direction && entry.stands === 'paid')
      .reduce((total, { finalCents }) => addCents(total, finalCents), ZERO_CENTS);
  return { paidCents: sum('pay'), refundedCents: sum('refund') };
}

const NOBODYS = { till: null, payment: null, externalPaymentId: null, told: null, journal: null } as const;

function lineOf(entry: Entry, provider: ProviderSide, account: string | null, verdict: Verdict): JudgedLine {
  const { id, at, direction, route, till, externalPaymentId, told, stands, askedCents, finalCents } = entry;
  const line = provider.kind === 'line' ? provider.line : null;
  return {
    ...verdict,
    at,
    direction,
    amountCents: stands === 'paid' ? finalCents : askedCents,
    route,
    account,
    till,
    payment: id,
    externalPaymentId,
    providerRef: line?.providerRef ?? entry.providerRef,
    told: told === null ? null : { says: told, cents: told === 'paid' ? finalCents : 0 },
    journal: { says: stands, cents: stands === 'paid' ? finalCents : 0 },
    provider: line !== null ? sideOf(line) : provider.kind === 'absent' ? { says: 'absent', cents: 0 } : null,
  };
}

function lineOfProvider(line: ListedPayment, account: string, route: string | null, verdict: Verdict): JudgedLine {
  const { at, direction, amountCents, providerRef } = line;
  return { ...NOBODYS, ...verdict, at, direction, amountCents, route, account, providerRef, provider: sideOf(line) };
}

function nameOfDevice(account: string, orderId: string, direction: Entry['direction']): string {
  return JSON.stringify([account, orderId, direction]);
}

/** No till and no route of ours has it; the journal has what its provider told. */
function lineOfDevice(device: DeviceEntry, provider: ProviderSide): JudgedLine {
  const { account, orderId, direction, amountCents, at, state } = device;
  const line = provider.kind === 'line' ? provider.line : null;
  return {
    ...NOBODYS,
    ...deviceVerdict(device, provider),
    at: line?.at ?? at,
    direction,
    amountCents: line?.amountCents ?? amountCents,
    route: null,
    account,
    providerRef: orderId,
    journal: { says: state, cents: state === 'paid' ? amountCents : 0 },
    provider: line !== null ? sideOf(line) : provider.kind === 'absent' ? { says: 'absent', cents: 0 } : null,
  };
}

function sideOf({ state, amountCents }: ListedPayment) {
  return { says: state, cents: state === 'paid' ? amountCents : 0 };
}

/** One row for each route, in the order of its first line; what has no route goes by its account. */
function totalsOf(lines: readonly ReconcileLine[], nameOf: ReconcileInput['nameOf']): ReconcileTotal[] {
  const rows = new Map<string, ReconcileTotal>();
  for (const line of lines) {
    const { route, account, direction } = line;
    const key = route === null ? `account ${account}` : `route ${route}`;
    const before = rows.get(key) ?? {
      route,
      account,
      name: nameOf({ route, account }),
      lines: 0,
      differences: 0,
      told: NOTHING,
      journal: NOTHING,
      provider: NOTHING,
    };
    const plus = (sum: ReconcileTotal['told'], side: ReconcileLine['told']) => {
      // Its own day has it.
      const cents = line.kind === 'other-day' ? 0 : (side?.cents ?? 0);
      return direction === 'pay'
        ? { ...sum, paidCents: sum.paidCents + cents }
        : { ...sum, refundedCents: sum.refundedCents + cents };
    };
    rows.set(key, {
      ...before,
      lines: before.lines + 1,
      differences: before.differences + (isDifference(line) ? 1 : 0),
      told: plus(before.told, line.told),
      journal: plus(before.journal, line.journal),
      provider: plus(before.provider, line.provider),
    });
  }
  return [...rows.values()];
}

const NOTHING = { paidCents: 0, refundedCents: 0 };
