/** Which account takes which status calls. */
import { assertNever } from '@tillbridge/kernel';
import type { RouteId } from '@tillbridge/payments';
import type { ExchangePort } from '@tillbridge/relay';
import type { Provider } from '../routes/providers.ts';
import { type ExchangeSource, exchangePort } from './exchange-source.ts';
import { kcExchange } from './kc-exchange.ts';
import { mspExchange } from './msp-exchange.ts';
import { type PayExchangePorts, payExchange } from './pay-exchange.ts';

/** `/exchange/<account>` for every account; `routesOf`: whose payments its provider may speak of. */
export function exchanges(
  providers: ReadonlyMap<string, Provider>,
  routesOf: (account: string) => readonly RouteId[],
  ports: PayExchangePorts,
): ExchangePort {
  return exchangePort(
    new Map([...providers].map(([id, provider]) => [id, sourceOf(id, provider, routesOf(id), ports)])),
  );
}

function sourceOf(id: string, provider: Provider, routes: readonly RouteId[], ports: PayExchangePorts): ExchangeSource {
  switch (provider.kind) {
    case 'pay': {
      const { settings, client, management } = provider;
      const keys = new Map([
        [settings.tokenCode, settings.apiToken],
        [settings.serviceId, settings.serviceSecret],
      ]);
      const account = { id, keys, unsigned: settings.unsignedExchanges, routes, proof: { client, management } };
      return payExchange(account, ports);
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
