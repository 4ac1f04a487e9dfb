/** Gathers what a day's reconciliation compares: our books from the store, the lists from the accounts. */
import type { ReconcileReport } from '@tillbridge/contracts';
import { type Clock, describeError, type Log } from '@tillbridge/kernel';
import type { ListedPayment, Payment, PaymentId, ProviderAccount, RouteId } from '@tillbridge/payments';
import type { Store } from '@tillbridge/store-sqlite';
import { devicePaymentsSince } from '../exchanges/device-journal.ts';
import { type CalendarDay, calendarDay, dayOf } from './calendar-day.ts';
import type { TerminalTotals } from './end-of-day.ts';
import { type Entry, entryOf } from './entry.ts';
import { paymentsSince } from './payments-since.ts';
import { type AccountList, reconcile } from './reconcile.ts';

/** Who lists the money of some routes: one key at a provider. */
export interface ListedRoutes {
  /** The id of the account in the settings. Several keys may belong to one. */
  readonly account: string;
  /** What people call it; the id where it is left out. */
  readonly name?: string;
  readonly routes: readonly RouteId[];
  readonly can: Pick<ProviderAccount, 'list'>;
}

export interface ReconcileDeskPorts {
  readonly store: Pick<Store, 'facts' | 'head' | 'byId' | 'byProviderRef'>;
  /** A route that none of them names is a terminal on a wire. */
  readonly accounts: readonly ListedRoutes[];
  /** Of the venue, for example `Europe/Amsterdam`. */
  readonly timeZone: string;
  /** What people call a route; its id where it is left out. */
  readonly routeName?: (route: RouteId) => string;
  readonly clock: Clock;
  readonly log: Log;
  /** What terminals' ends of day say of a day, by route, where that is known. */
  readonly terminalTotals?: (day: CalendarDay) => ReadonlyMap<string, TerminalTotals>;
}

/** An account that has not answered by then is reported as one that could not be asked. */
const LIST_WITHIN_MS = 60_000;
/**
 * How far beyond the day the lists are asked for: a payment of the last minute is paid after midnight, and providers
 * count from the creation or from the payment.
 */
const MARGIN_MS = 3_600_000;
/** Asks nobody before it is asked itself. The same day asked for twice at once is looked up once. */
export class ReconcileDesk {
  private readonly ports: ReconcileDeskPorts;
  /** By the name in the report. */
  private readonly accounts: ReadonlyMap<string, ListedRoutes>;
  private readonly accountOf: (route: string) => string | null;
  private readonly underWay = new Map<string, Promise<ReconcileReport>>();
  private readonly stop = new AbortController();

  constructor(ports: ReconcileDeskPorts) {
    this.ports = ports;
    this.accounts = named(ports.accounts);
    const accounts = new Map(
      [...this.accounts].flatMap(([name, { routes }]) => routes.map((route) => [route as string, name])),
    );
    this.accountOf = (route) => accounts.get(route) ?? null;
  }

  /**
   * `day`: `2026-11-21`, in the venue's local time, or `today`, or `yesterday`. Undefined for a date that the calendar
   * doesn't have.
   */
  async report(day: string): Promise<ReconcileReport | undefined> {
    const span = this.spanOf(day);
    if (span === undefined) return undefined;
    const asked = this.underWay.get(span.day) ?? this.make(span).finally(() => this.underWay.delete(span.day));
    this.underWay.set(span.day, asked);
    return await asked;
  }

  /** Calls off what is under way: those accounts could not be asked. */
  async close(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled(this.underWay.values());
  }

  private spanOf(day: string): CalendarDay | undefined {
    const { clock, timeZone } = this.ports;
    if (day !== 'today' && day !== 'yesterday') return calendarDay(day, timeZone);
    const today = calendarDay(dayOf(clock.now(), timeZone), timeZone);
    return day === 'today' || today === undefined ? today : calendarDay(dayOf(today.from - 1, timeZone), timeZone);
  }

  private async make(day: CalendarDay): Promise<ReconcileReport> {
    const asked = [...this.accounts].map(async ([name, { can }]) => [name, await this.listOf(name, can, day)] as const);
    const lists = onceEach(new Map(await Promise.all(asked)));
    // Read after the lists: what ended meanwhile is in both.
    const entries = this.entries(day, lists);
    return reconcile({
      day,
      madeAt: this.ports.clock.now(),
      entries,
      devices: devicePaymentsSince(this.ports.store, day.from - MARGIN_MS),
      nameOf: ({ route, account }) => this.nameOf(route, account),
      accountOf: this.accountOf,
      lists,
      terminalTotals: this.ports.terminalTotals?.(day) ?? new Map(),
    });
  }

  private nameOf(route: string | null, account: string | null): string {
    if (route !== null) return this.ports.routeName?.(route as RouteId) ?? route;
    return (account === null ? undefined : this.accounts.get(account)?.name) ?? account ?? '';
  }

  private async listOf(name: string, account: ListedRoutes['can'], day: CalendarDay): Promise<AccountList> {
    if (account.list === undefined) return { kind: 'no-list' };
    const call = { timeoutMs: LIST_WITHIN_MS, signal: this.stop.signal };
    try {
      return await account.list(day.from - MARGIN_MS, day.until + MARGIN_MS, call);
    } catch (error) {
      // An account answers with values; one that throws must not keep the others from being compared.
      this.ports.log.error('an account could not be asked for its list', {
        account: name,
        error: describeError(error),
      });
      return { kind: 'unreachable', detail: 'the agent failed to ask; its log says why' };
    }
  }

  private entries(day: CalendarDay, lists: ReadonlyMap<string, AccountList>): readonly Entry[] {
    const { store } = this.ports;
    const payments = new Map(paymentsSince(store, day.from - MARGIN_MS));
    const add = (found: Payment | undefined) => found !== undefined && payments.set(found.id, found);
    for (const [account, list] of lists) {
      if (list.kind !== 'list') continue;
      for (const { reference, providerRef } of list.payments) {
        if (reference !== null) add(store.byId(reference as PaymentId));
        for (const route of this.accounts.get(account)?.routes ?? []) add(store.byProviderRef(route, providerRef));
      }
    }
    return [...payments.values()].map(entryOf);
  }
}

/** The account's id; with its routes where it has several keys. */
function named(accounts: readonly ListedRoutes[]): ReadonlyMap<string, ListedRoutes> {
  return new Map(
    accounts.map((one) => {
      const alone = accounts.filter(({ account }) => account === one.account).length === 1;
      return [alone ? one.account : `${one.account} (${one.routes.join(', ')})`, one];
    }),
  );
}

/** Two keys of one provider may see the same order: it is compared once. */
function onceEach(lists: ReadonlyMap<string, AccountList>): ReadonlyMap<string, AccountList> {
  const seen = new Map<string, string>();
  const isRepeat = (account: string, { direction, reference, providerRef }: ListedPayment) => {
    if (reference === null) return false;
    const name = JSON.stringify([direction, reference, providerRef]);
    const first = seen.get(name) ?? account;
    seen.set(name, first);
    return first !== account;
  };
  return new Map(
    [...lists].map(([account, list]) => [
      account,
      list.kind === 'list' ? { ...list, payments: list.payments.filter((line) => !isRepeat(account, line)) } : list,
    ]),
  );
}
