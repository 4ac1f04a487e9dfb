/** One driver for each route of the settings. */
import { assertNever, type Clock } from '@tillbridge/kernel';
import type { CardTerminal, QrProvider, RouteId } from '@tillbridge/payments';
import type { HttpExchange } from '@tillbridge/psp-core';
import { createPayQr, createPayTerminal, type PayAccount, PayClient } from '@tillbridge/psp-pay';
import type { AgentSettings } from '../settings.ts';

export type Driver = CardTerminal | QrProvider;

/** `wrap` sees each driver once, before anybody uses it. */
export function driversOf(
  settings: Pick<AgentSettings, 'routes' | 'accounts'>,
  ports: { readonly http: HttpExchange; readonly clock: Clock },
  wrap: (driver: Driver, account: string) => Driver,
): ReadonlyMap<RouteId, Driver> {
  const clients = new Map(
    settings.accounts.map((account) => [account.id, new PayClient(payAccount(account), ports.http, ports.clock)]),
  );
  const drivers = new Map<RouteId, Driver>();
  for (const route of settings.routes) {
    const client = clients.get(route.account);
    // The settings were checked: every route names an account of the file.
    if (client === undefined) throw new RangeError(`route ${route.id} names no account`);
    const common = {
      route: route.id as RouteId,
      account: client.account,
      leaseMs: route.leaseMs,
    };
    drivers.set(common.route, wrap(driverOf(route, common, client, ports.clock), route.account));
  }
  return drivers;
}

function driverOf(
  route: AgentSettings['routes'][number],
  common: { readonly route: RouteId; readonly account: PayAccount; readonly leaseMs: number },
  client: PayClient,
  clock: Clock,
): Driver {
  switch (route.kind) {
    case 'pay-terminal':
      return createPayTerminal({ ...common, terminalCode: route.terminal, refunds: route.refunds }, { client, clock });
    case 'pay-qr':
      return createPayQr(common, { client, clock });
    default:
      return assertNever(route);
  }
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
