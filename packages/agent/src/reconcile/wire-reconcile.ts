import { providerName } from '../routes/providers.ts';
import type { AgentSettings } from '../settings.ts';
import { deviceNames, isWire } from '../shop.ts';
import { type ListedRoutes, ReconcileDesk, type ReconcileDeskPorts } from './reconcile-desk.ts';

/**
 * The reconciliation of a shop. A terminal on a wire is compared with its own books alone: what it books on an account
 * has a name there that we are not told. Days are those of this machine's time zone, which stands in the venue.
 */
export function wireReconcile(
  settings: Pick<AgentSettings, 'routes' | 'accounts'>,
  accounts: readonly Omit<ListedRoutes, 'name'>[],
  ports: Omit<ReconcileDeskPorts, 'accounts' | 'timeZone' | 'routeName'>,
): ReconcileDesk {
  const wires = new Set<string>(settings.routes.filter(isWire).map(({ id }) => id));
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const routeName = deviceNames(settings);
  const listed = accounts.map((one) => {
    const routes = one.routes.filter((route) => !wires.has(route));
    const alone = accounts.filter(({ account }) => account === one.account).length === 1;
    // What tells one key of an account from the other is what is paid with it.
    const names = alone ? [] : routes.map((route) => routeName(route));
    return { ...one, routes, name: [accountName(settings, one.account), ...names].join(', ') };
  });
  return new ReconcileDesk({ ...ports, timeZone, routeName, accounts: listed });
}

/** The provider's name; the settings' own id only tells two of its accounts apart. */
function accountName({ accounts }: Pick<AgentSettings, 'accounts'>, account: string): string {
  const settings = accounts.find(({ id }) => id === account);
  if (settings === undefined) return account;
  const name = providerName(settings);
  return accounts.filter(({ kind }) => kind === settings.kind).length === 1 ? name : `${name} (${account})`;
}
