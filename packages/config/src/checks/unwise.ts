/** What is allowed but unwise. */
import { assertNever } from '@tillbridge/kernel';
import type { FileAccount, FileRoute, SettingsFile } from '../file/settings.wire.ts';
import { type Finding, finding } from '../finding.ts';
import { addressFamily, isPrivateAddress } from '../network.ts';
import { zvtConfigByte } from '../to-settings.ts';
import { twoWaysToOneAddress } from './devices.ts';

/** A card terminal alone waits 45 seconds for a card. */
const SHORT_LEASE_SECONDS = 60;

export function unwise(file: SettingsFile): Finding[] {
  const short = file.routes.flatMap(({ leaseSeconds }, index) => {
    if (leaseSeconds >= SHORT_LEASE_SECONDS) return [];
    const message = `Most guests need longer than this to pay; ${SHORT_LEASE_SECONDS} seconds and more are usual.`;
    return [finding('risky', ['routes', index, 'leaseSeconds'], message)];
  });
  const exchanges = file.accounts.flatMap((account, index): Finding[] => {
    const { key, url } = callAddress(account);
    if (url === undefined) return [];
    const path = ['accounts', index, key];
    const { id } = account;
    const elsewhere = !url.replace(/\/+$/, '').endsWith(`/exchange/${id}`);
    const message = `The agent takes status calls at /exchange/${id}. Unless something in between changes the path, let the address end in that.`;
    return [
      ...(elsewhere ? [finding('risky', path, message)] : []),
      ...(account.kind === 'multisafepay' && !isCalledByMsp(url) ? [finding('risky', path, MSP_ADDRESS)] : []),
    ];
  });
  return [
    ...short,
    ...exchanges,
    ...file.accounts.flatMap(unwiseAccount),
    ...twoWaysToOneAddress(file.routes),
    ...file.routes.flatMap(unwiseWire),
  ];
}

function unwiseAccount(account: FileAccount, index: number): Finding[] {
  if (account.kind === 'pay' && account.coreAddress !== undefined) {
    if (account.cores === undefined && account.coresFromConfig) return [];
    const message = 'Pay. is not asked for its cores, so there is no domain to put in here. Remove it.';
    return [finding('unused', ['accounts', index, 'coreAddress'], message)];
  }
  if (account.kind !== 'multisafepay') return [];
  const { keyIn, notificationMethod, notificationUrl } = account;
  return [
    ...(keyIn === 'query' ? [finding('risky', ['accounts', index, 'keyIn'], KEY_IN_ADDRESS)] : []),
    ...(notificationMethod === 'GET' && notificationUrl === undefined
      ? [finding('unused', ['accounts', index, 'notificationMethod'], 'Without `notificationUrl` nobody calls.')]
      : []),
  ];
}

const KEY_IN_ADDRESS = 'Addresses are kept in the logs of proxies, and the key with them. A header is safer.';

/** Where the provider calls us, as its account names it. */
function callAddress(account: FileAccount): { readonly key: string; readonly url: string | undefined } {
  switch (account.kind) {
    case 'pay':
      return { key: 'exchangeUrl', url: account.exchangeUrl };
    case 'multisafepay':
      return { key: 'notificationUrl', url: account.notificationUrl };
    case 'kassa-compleet':
      return { key: 'webhookUrl', url: account.webhookUrl };
    default:
      return assertNever(account);
  }
}

const MSP_ADDRESS =
  'MultiSafepay calls only https addresses of at most 150 characters, without a port, of letters, digits and - _ . : /. It will not call this one.';

/** The requirements of MultiSafepay's page "Webhook". */
function isCalledByMsp(url: string): boolean {
  return (
    url.length <= 150 &&
    /^https:\/\/[^/]+(\/|$)/.test(url) &&
    /^[A-Za-z0-9._:/-]+$/.test(url) &&
    new URL(url).port === ''
  );
}

/** Without this bit the terminal says nothing between start and end, and some give the payment up (PA00P015). */
const WANTS_INTERMEDIATE_STATUS = 0x08;

function unwiseWire(route: FileRoute, index: number): Finding[] {
  if (route.kind === 'pay-ecr-terminal') {
    if (isPrivateAddress(route.host)) return [];
    const message =
      'Nothing on this wire proves who speaks, so the terminal belongs on the shop’s own network. This address is outside of it.';
    return [finding('risky', ['routes', index, 'host'], message)];
  }
  if (route.kind !== 'zvt-terminal') return [];
  const both = route.receipts !== undefined && route.configByte !== undefined;
  const { tcp } = route.connection;
  return [
    ...(both
      ? [
          finding(
            'duplicate',
            ['routes', index, 'configByte'],
            '`configByte` says already what `receipts` says. Remove one of the two.',
          ),
        ]
      : []),
    ...((zvtConfigByte(route) & WANTS_INTERMEDIATE_STATUS) === 0
      ? [
          finding(
            'risky',
            ['routes', index, 'configByte'],
            'Without the bit 08 the terminal doesn’t say what it is doing, and some end the payment.',
          ),
        ]
      : []),
    ...(tcp !== undefined && addressFamily(tcp.host) !== undefined && !isPrivateAddress(tcp.host)
      ? [
          finding(
            'risky',
            ['routes', index, 'connection', 'tcp', 'host'],
            'The password goes over this wire as it is, so the terminal belongs on the shop’s own network. This address is outside of it.',
          ),
        ]
      : []),
  ];
}
