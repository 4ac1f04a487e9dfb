import type { TokenWay } from './order-listener.ts';

/** Hosts of the API (docs.multisafepay.com, "Environments"). Test accounts live on the test host only. */
export const MSP_LIVE_URL = 'https://api.multisafepay.com/v1/json';
export const MSP_TEST_URL = 'https://testapi.multisafepay.com/v1/json';

/** Languages the API takes (docs.multisafepay.com, "Create order", `customer.locale`). */
export const MSP_LOCALES = [
  'cs_CZ',
  'de_AT',
  'de_DE',
  'en_US',
  'fi_FI',
  'fr_BE',
  'fr_FR',
  'it_IT',
  'nl_BE',
  'nl_NL',
  'pl_PL',
  'es_ES',
  'sv_SE',
  'zh_CN',
] as const;
export type MspLocale = (typeof MSP_LOCALES)[number];

/** One API key with its secret resolved, and how to use it. Orders of one key can't be read with another. */
export interface MspAccount {
  /** What the key belongs to: card terminals need that of their terminal group, payment pages that of a site. */
  readonly keyOf: 'terminal-group' | 'site';
  readonly apiKey: string;
  /** Base address with `/v1/json`, for example `MSP_LIVE_URL`. */
  readonly baseUrl: string;
  /** Where the key travels. Default `header`; an address ends up in logs of proxies. */
  readonly keyIn?: 'header' | 'query';
  /** Language of texts on the terminal or page. Default: MultiSafepay's own choice. */
  readonly locale?: MspLocale;
  /** Where MultiSafepay can reach us with notifications; wins over what the site or group has. */
  readonly notificationUrl?: string;
  /** Default `POST`: only that carries a body and its signature. */
  readonly notificationMethod?: 'POST' | 'GET';
  /** Which way to show the token of the event stream is tried first. Default `raw`, as documented. */
  readonly eventToken?: TokenWay;
  /** Where a guest's browser goes after a payment page, and after one that was cancelled there. */
  readonly redirectUrl?: string;
  readonly cancelUrl?: string;
  /** Most status calls a second with this key, over all payments. No limit is published. Default 10. */
  readonly readsPerSecond?: number;
  /**
   * The zone of the timestamps in the API, which carry none; they look like Dutch local time. Only the list of
   * transactions needs it. Default `Europe/Amsterdam`.
   */
  readonly timeZone?: string;
}

/** The default of `readsPerSecond`. */
export const READS_PER_SECOND = 10;
const LONGEST_NOTIFICATION_URL = 150;

/** Why MultiSafepay will not call this address, or null (docs.multisafepay.com, "Webhook": endpoint requirements). */
export function whyNoNotifications(url: string): string | null {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return 'not an https address';
  if (/^https:\/\/[^/]*:\d/i.test(url)) return 'it names a port';
  if (!/^[A-Za-z0-9._:/-]+$/.test(url)) return 'it has characters other than letters, digits and - _ . : /';
  return url.length > LONGEST_NOTIFICATION_URL ? `longer than ${LONGEST_NOTIFICATION_URL} characters` : null;
}
