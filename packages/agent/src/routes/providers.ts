/** The accounts of the settings, each with the clients of its provider. One client per key: they share its calls. */
import { assertNever, type Clock } from '@tillbridge/kernel';
import type { HttpExchange } from '@tillbridge/psp-core';
import { type KcAccount, KcClient } from '@tillbridge/psp-kassacompleet';
import {
  type EventStream,
  MSP_LIVE_URL,
  MSP_LOCALES,
  MSP_TEST_URL,
  type MspAccount,
  MspClient,
} from '@tillbridge/psp-multisafepay';
import { type PayAccount, PayClient, PayManagement, PayServiceConfigs } from '@tillbridge/psp-pay';
import type { AgentAccountSettings, KcAgentAccount, MspAgentAccount, PayAgentAccount } from '../settings.ts';

export interface PayProvider {
  readonly kind: 'pay';
  readonly settings: PayAgentAccount;
  readonly client: PayClient;
  readonly management: PayManagement;
  readonly configs: PayServiceConfigs;
}

export interface MspProvider {
  readonly kind: 'multisafepay';
  readonly settings: MspAgentAccount;
  /** With the key of the terminal group; null: the account has no terminals. */
  readonly group: MspClient | null;
  /** With the key of the site; null: the account has no payment pages. */
  readonly site: MspClient | null;
  readonly stream: EventStream;
}

export interface KcProvider {
  readonly kind: 'kassa-compleet';
  readonly settings: KcAgentAccount;
  readonly client: KcClient;
}

export type Provider = PayProvider | MspProvider | KcProvider;

export interface ProviderPorts {
  readonly http: HttpExchange;
  readonly stream: EventStream;
  readonly clock: Clock;
}

/** By the id of their account. */
export function providersOf(
  accounts: readonly AgentAccountSettings[],
  ports: ProviderPorts,
): ReadonlyMap<string, Provider> {
  return new Map(accounts.map((account) => [account.id, providerOf(account, ports)]));
}

/** What people call a provider. */
export function providerName(account: Pick<AgentAccountSettings, 'kind'>): string {
  switch (account.kind) {
    case 'pay':
      return 'Pay.';
    case 'multisafepay':
      return 'MultiSafepay';
    case 'kassa-compleet':
      return 'Kassa Compleet';
    default:
      return assertNever(account.kind);
  }
}

function providerOf(settings: AgentAccountSettings, { http, stream, clock }: ProviderPorts): Provider {
  switch (settings.kind) {
    case 'pay': {
      const account = payAccount(settings);
      const management = new PayManagement(account, http, clock);
      return {
        kind: 'pay',
        settings,
        client: new PayClient(account, http, clock),
        management,
        configs: new PayServiceConfigs(management, clock),
      };
    }
    case 'multisafepay': {
      const client = (keyOf: MspAccount['keyOf'], apiKey: string | null) =>
        apiKey === null ? null : new MspClient(mspAccount(settings, keyOf, apiKey), http, clock);
      return {
        kind: 'multisafepay',
        settings,
        group: client('terminal-group', settings.groupKey),
        site: client('site', settings.siteKey),
        stream,
      };
    }
    case 'kassa-compleet':
      return { kind: 'kassa-compleet', settings, client: new KcClient(kcAccount(settings), http, clock) };
    default:
      return assertNever(settings);
  }
}

function payAccount(account: PayAgentAccount): PayAccount {
  return {
    serviceId: account.serviceId,
    tokenCode: account.tokenCode,
    apiToken: account.apiToken,
    cores: account.cores,
    coresFromConfig: account.coresFromConfig,
    readsPerSecond: account.readsPerSecond,
    test: account.test,
    sendLines: account.sendLines,
    sendStats: account.sendStats,
    finalDetails: account.finalDetails,
    authorisedCountsAsPaid: account.authorisedCountsAsPaid,
    ...(account.coreAddress === null ? {} : { coreAddress: account.coreAddress }),
    ...(account.returnUrl === null ? {} : { returnUrl: account.returnUrl }),
    ...(account.managementHosts.length === 0 ? {} : { managementHosts: account.managementHosts }),
    ...(account.exchangeUrl === null ? {} : { exchangeUrl: account.exchangeUrl }),
  };
}

function mspAccount(settings: MspAgentAccount, keyOf: MspAccount['keyOf'], apiKey: string): MspAccount {
  const locale = MSP_LOCALES.find((known) => known === settings.locale);
  return {
    keyOf,
    apiKey,
    baseUrl: settings.baseUrl ?? (settings.test ? MSP_TEST_URL : MSP_LIVE_URL),
    keyIn: settings.keyIn,
    notificationMethod: settings.notificationMethod,
    eventToken: settings.eventToken,
    timeZone: settings.timeZone,
    readsPerSecond: settings.readsPerSecond,
    ...(locale === undefined ? {} : { locale }),
    ...(settings.notificationUrl === null ? {} : { notificationUrl: settings.notificationUrl }),
    ...(settings.redirectUrl === null ? {} : { redirectUrl: settings.redirectUrl }),
    ...(settings.cancelUrl === null ? {} : { cancelUrl: settings.cancelUrl }),
  };
}

function kcAccount(settings: KcAgentAccount): KcAccount {
  const { apiKey, baseUrl, test, trailingSlash, refundsAreFlagged, orderLists, readsPerSecond } = settings;
  return {
    apiKey,
    baseUrl,
    test,
    trailingSlash,
    refundsAreFlagged,
    orderLists,
    readsPerSecond,
    ...(settings.webhookUrl === null ? {} : { webhookUrl: settings.webhookUrl }),
    ...(settings.returnUrl === null ? {} : { returnUrl: settings.returnUrl }),
    ...(settings.failureUrl === null ? {} : { failureUrl: settings.failureUrl }),
    ...(settings.locale === null ? {} : { locale: settings.locale }),
  };
}
