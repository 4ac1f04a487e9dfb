/** Which till's window shows a payment that was started on a device itself. */
import type { EpochMs } from '@tillbridge/kernel';
import type { TillId } from '@tillbridge/payments';
import { type DeviceEntry, latest } from '../exchanges/device-journal.ts';
import { providerName } from '../routes/providers.ts';
import type { AgentRouteSettings, AgentSettings } from '../settings.ts';

/** A payment of a device as a till's window shows it. */
export interface SeenDevicePayment {
  readonly entry: DeviceEntry;
  /** The terminal's name as the settings give it; its code, or the provider's name, where they know none. */
  readonly device: string;
}

export interface DeviceSource {
  since(since: EpochMs): readonly DeviceEntry[];
  onChange(listener: (entry: DeviceEntry) => void): void;
}

/** Told this long ago it is no longer listed; the journal keeps it. */
const LISTED_MS = 86_400_000;

/** The payments of devices that were told of within a day, in memory. Read from the journal when a window first asks. */
export class DeviceList {
  private readonly homes: DeviceHomes;
  private readonly source: DeviceSource;
  private entries: readonly DeviceEntry[] | null = null;

  constructor(homes: DeviceHomes, source: DeviceSource) {
    this.homes = homes;
    this.source = source;
    source.onChange((entry) => {
      if (this.entries === null) return;
      const since = entry.toldAt - LISTED_MS;
      this.entries = latest([...this.entries.filter(({ toldAt }) => toldAt >= since), entry]);
    });
  }

  of(till: TillId, now: EpochMs): readonly SeenDevicePayment[] {
    const since = now - LISTED_MS;
    this.entries ??= this.source.since(since);
    return this.entries.flatMap((entry) => {
      const device = entry.toldAt < since ? undefined : this.homes.get(entry).get(till);
      return device === undefined ? [] : [{ entry, device }];
    });
  }

  onChange(listener: () => void): void {
    this.source.onChange(listener);
  }
}

export interface DeviceHomes {
  /** The tills that show a payment, with the name each gives its terminal. Never none: somebody has to see it. */
  get(payment: Pick<DeviceEntry, 'account' | 'terminal'>): ReadonlyMap<TillId, string>;
}

/**
 * The tills that use the terminal. Where the provider doesn't name it, those that use a terminal of the account; where
 * nobody does, the first till.
 */
export function deviceHomes(settings: Pick<AgentSettings, 'tills' | 'routes' | 'accounts'>): DeviceHomes {
  const routes = new Map(settings.routes.map((route) => [route.id as string, route]));
  const usersOf = (isIt: (route: PayTerminal) => boolean) =>
    settings.tills.flatMap(({ id, card, methods }) => {
      const used = [card, ...methods.values()].flat().map((route) => routes.get(route));
      const route = used.find((one) => one !== undefined && isPayTerminal(one) && isIt(one));
      return route === undefined ? [] : [[id as TillId, route.name] as const];
    });
  return {
    get({ account, terminal }) {
      const kind = settings.accounts.find(({ id }) => id === account);
      const name = terminal ?? (kind === undefined ? account : providerName(kind));
      const users =
        terminal === null
          ? usersOf((route) => route.account === account).map(([till]) => [till, name] as const)
          : usersOf((route) => route.terminal === terminal);
      if (users.length > 0) return new Map(users);
      return new Map(settings.tills.slice(0, 1).map(({ id }) => [id as TillId, name]));
    },
  };
}

type PayTerminal = Extract<AgentRouteSettings, { readonly kind: 'pay-terminal' | 'pay-ecr-terminal' }>;

function isPayTerminal(route: AgentRouteSettings): route is PayTerminal {
  return route.kind === 'pay-terminal' || route.kind === 'pay-ecr-terminal';
}
