/** What the accounts of the settings can do beside collecting: refunds, lists, terminals. */
import { assertNever, type Clock, type EpochMs } from '@tillbridge/kernel';
import type { ProviderAccount, RouteId } from '@tillbridge/payments';
import { createKcAccount } from '@tillbridge/psp-kassacompleet';
import { createMspAccount } from '@tillbridge/psp-multisafepay';
import { createPayAccount, type KnownOrder } from '@tillbridge/psp-pay';
import type { AgentRouteSettings } from '../settings.ts';
import type { Provider } from './providers.ts';

/** One key at a provider. MultiSafepay has one for terminals and one for pages, and neither sees the other's orders. */
export interface KeyedAccount {
  /** The id of the account in the settings. */
  readonly account: string;
  readonly kind: Provider['kind'];
  /** Whose payments are made with this key. */
  readonly routes: readonly RouteId[];
  readonly can: ProviderAccount;
}

export interface KeyedAccountPorts {
  readonly clock: Clock;
  /** The orders of an account that our books name for a time: Pay. has no list per payment and is asked about each. */
  readonly ordersOf?: (
    account: string,
    routes: readonly RouteId[],
    from: EpochMs,
    until: EpochMs,
  ) => readonly KnownOrder[];
}

export function keyedAccounts(
  routes: readonly AgentRouteSettings[],
  providers: ReadonlyMap<string, Provider>,
  ports: KeyedAccountPorts,
): readonly KeyedAccount[] {
  const { clock, ordersOf } = ports;
  return [...providers].flatMap(([account, provider]): readonly KeyedAccount[] => {
    const of = (...kinds: readonly AgentRouteSettings['kind'][]) =>
      routes
        .filter((route) => kinds.includes(route.kind) && 'account' in route && route.account === account)
        .map(({ id }) => id as RouteId);
    const keyed = (own: readonly RouteId[], can: ProviderAccount) => ({
      account,
      kind: provider.kind,
      routes: own,
      can,
    });
    switch (provider.kind) {
      case 'pay': {
        // What a terminal on our own wire books on the sales location stands in Pay.'s books too.
        const own = of('pay-terminal', 'pay-qr', 'pay-ecr-terminal');
        const orders =
          ordersOf === undefined
            ? {}
            : { ordersOf: (from: EpochMs, until: EpochMs) => ordersOf(account, own, from, until) };
        return [keyed(own, createPayAccount({ ...provider, clock, ...orders }))];
      }
      case 'multisafepay': {
        const { group, site, settings } = provider;
        const terminals = settings.test ? null : settings.groupId === null ? 'all' : { groupId: settings.groupId };
        return [
          ...(group === null ? [] : [keyed(of('msp-terminal'), createMspAccount(group, clock, { terminals }))]),
          ...(site === null ? [] : [keyed(of('msp-qr'), createMspAccount(site, clock, { terminals: null }))]),
        ];
      }
      case 'kassa-compleet':
        return [keyed(of('kc-qr'), createKcAccount(provider.client, clock))];
      default:
        return assertNever(provider);
    }
  });
}
