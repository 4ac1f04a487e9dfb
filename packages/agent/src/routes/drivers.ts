/** One driver for each route of the settings. */
import { assertNever, type Clock } from '@tillbridge/kernel';
import type { CardTerminal, QrProvider, RouteId } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import { createPayQr, createPayTerminal, type PayAccount, PayClient } from '@tillbridge/psp-pay';
import type { AgentRouteSettings, AgentSettings } from '../settings.ts';
import { isWire } from '../shop.ts';
import { type WireDriverPorts, wireDriver } from './wire-drivers.ts';

export type Driver = CardTerminal | QrProvider;

export interface DriverPorts extends WireDriverPorts {
  readonly http: HttpExchange;
}

/** `wrap` sees each driver once, before anybody uses it. `account`: whose provider it talks to; null for a terminal. */
export function driversOf(
  settings: Pick<AgentSettings, 'routes' | 'accounts'>,
  ports: DriverPorts,
  wrap: (driver: Driver, account: string | null) => Driver,
): ReadonlyMap<RouteId, Driver> {
  const clients = new Map(
    settings.accounts.map((account) => [account.id, new PayClient(payAccount(account), ports.http, ports.clock)]),
  );
  return new Map(
    settings.routes.map((route) => {
      const driver = driverOf(route, settings.accounts, clients, ports);
      return [driver.route, wrap(driver, isWire(route) ? null : route.account)];
    }),
  );
}

function driverOf(
  route: AgentRouteSettings,
  accounts: AgentSettings['accounts'],
  clients: ReadonlyMap<string, PayClient>,
  ports: DriverPorts,
): Driver {
  switch (route.kind) {
    case 'zvt-terminal':
    case 'pay-ecr-terminal':
      return wireDriver(route, accounts, ports);
    case 'pay-terminal':
    case 'pay-qr':
      return cloudDriver(route, clients.get(route.account), ports.clock);
    default:
      return assertNever(route);
  }
}

function cloudDriver(
  route: Extract<AgentRouteSettings, { readonly kind: 'pay-terminal' | 'pay-qr' }>,
  client: PayClient | undefined,
  clock: Clock,
): Driver {
  // The settings were checked: every route names an account of the file.
  if (client === undefined) throw new RangeError(`route ${route.id} names no account`);
  const common = { route: route.id as RouteId, account: client.account, leaseMs: route.leaseMs };
  return route.kind === 'pay-qr'
    ? createPayQr(common, { client, clock })
    : createPayTerminal({ ...common, terminalCode: route.terminal, refunds: route.refunds }, { client, clock });
}

function payAccount(account: AgentSettings['accounts'][number]): PayAccount {
  return {
    serviceId: account.serviceId,
    tokenCode: account.tokenCode,
    apiToken: account.apiToken,
    cores: account.cores,
    test: account.test,
    sendLines: account.sendLines,
    authorisedCountsAsPaid: account.authorisedCountsAsPaid,
    ...(account.exchangeUrl === null ? {} : { exchangeUrl: account.exchangeUrl }),
  };
}
