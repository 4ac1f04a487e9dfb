/** One driver for each route of the settings. */
import type { PaymentReads, RouteDriver, RouteId } from '@tillbridge/payments';
import type { AgentRouteSettings, AgentSettings } from '../settings.ts';
import { isWire } from '../shop.ts';
import { cloudDriver } from './cloud-drivers.ts';
import type { KeyedAccount } from './provider-accounts.ts';
import type { Provider } from './providers.ts';
import { consideringOthers, isShared } from './shared-device.ts';
import { type WireDriverPorts, wireDriver } from './wire-drivers.ts';

export interface DriverPorts extends WireDriverPorts {
  readonly providers: ReadonlyMap<string, Provider>;
  /** What gives money back that went over a route. */
  readonly accounts: readonly KeyedAccount[];
  readonly payments: Pick<PaymentReads, 'openOnTerminal'>;
}

/** `wrap` sees each driver once, before anybody uses it. `account`: whose provider it talks to; null for a terminal. */
export function driversOf(
  settings: Pick<AgentSettings, 'routes' | 'accounts'>,
  ports: DriverPorts,
  wrap: (driver: RouteDriver, account: string | null) => RouteDriver,
): ReadonlyMap<RouteId, RouteDriver> {
  return new Map(
    settings.routes.map((route) => {
      const driver = driverOf(route, settings, ports);
      return [driver.route, wrap(driver, isWire(route) ? null : route.account)];
    }),
  );
}

function driverOf(
  route: AgentRouteSettings,
  { routes, accounts }: Pick<AgentSettings, 'routes' | 'accounts'>,
  ports: DriverPorts,
): RouteDriver {
  if (isWire(route)) {
    const terminal = wireDriver(route, accounts, ports);
    return isShared(route, routes) ? consideringOthers(terminal, ports.payments, ports.clock) : terminal;
  }
  const driver = cloudDriver(route, ports.providers, ports.clock);
  const taker = ports.accounts.find((one) => one.routes.includes(driver.route));
  return taker === undefined ? driver : Object.assign(driver, { account: taker.can });
}
