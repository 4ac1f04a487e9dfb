/** Which account takes which status calls. */
import { assertNever } from '@tillbridge/kernel';
import type { RouteId } from '@tillbridge/payments';
import type { ExchangePort } from '@tillbridge/relay';
import type { Provider } from '../routes/providers.ts';
import { type ExchangeSource, exchangePort } from './exchange-source.ts';
import { kcExchange } from './kc-exchange.ts';
import { mspExchange } from './msp-exchange.ts';
import { type PayExchangePorts, payExchange } from './pay-exchange.ts';

/** Whose payments the provider of an account may speak of; `wireRoutes`: those of them on a wire of ours. */
export type RoutesOfAccount = (account: string) => {
  readonly routes: readonly RouteId[];
  readonly wireRoutes: readonly RouteId[];
};

/** `/exchange/<account>` for every account. */
export function exchanges(
  providers: ReadonlyMap<string, Provider>,
  routesOf: RoutesOfAccount,
  ports: PayExchangePorts,
): ExchangePort {
  return exchangePort(
    new Map([...providers].map(([id, provider]) => [id, sourceOf(id, provider, routesOf(id), ports)])),
  );
}

function sourceOf(
  id: string,
  provider: Provider,
  { routes, wireRoutes }: ReturnType<RoutesOfAccount>,
  ports: PayExchangePorts,
): ExchangeSource {
  switch (provider.kind) {
    case 'pay': {
      const { settings, client, management } = provider;
      const keys = new Map([
        [settings.tokenCode, settings.apiToken],
        [settings.serviceId, settings.serviceSecret],
      ]);
      const proof = { client, management };
      return payExchange({ id, keys, unsigned: settings.unsignedExchanges, routes, wireRoutes, proof }, ports);
    }
    case 'multisafepay': {
      const { groupKey, siteKey } = provider.settings;
      const keys = new Map([
        ['group', groupKey ?? ''],
        ['site', siteKey ?? ''],
      ]);
      return mspExchange({ id, keys, routes }, ports);
    }
    case 'kassa-compleet':
      return kcExchange({ id, routes, client: provider.client }, ports);
    default:
      return assertNever(provider);
  }
}
