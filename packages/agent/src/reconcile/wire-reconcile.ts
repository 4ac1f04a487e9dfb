import type { AgentSettings } from '../settings.ts';
import { isWire } from '../shop.ts';
import { type ListedRoutes, ReconcileDesk, type ReconcileDeskPorts } from './reconcile-desk.ts';

/**
 * The reconciliation of a shop. A terminal on a wire is compared with its own books alone: what it books on an account
 * has a name there that we are not told. Days are those of this machine's time zone, which stands in the venue.
 */
export function wireReconcile(
  settings: Pick<AgentSettings, 'routes'>,
  accounts: readonly ListedRoutes[],
  ports: Omit<ReconcileDeskPorts, 'accounts' | 'timeZone'>,
): ReconcileDesk {
  const wires = new Set<string>(settings.routes.filter(isWire).map(({ id }) => id));
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const listed = accounts.map((one) => ({ ...one, routes: one.routes.filter((route) => !wires.has(route)) }));
  return new ReconcileDesk({ ...ports, timeZone, accounts: listed });
}
