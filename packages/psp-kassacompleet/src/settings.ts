/**
 * Base addresses of the platform's brands. Source: the ING and Ginger Payments plugins, EMS, NoPayn and Cost+
 * documentation. Kassa Compleet's own host is reported to have been switched off in 2021, so a shop has to say which
 * brand its key is for.
 */
export const KC_BASE_URLS = {
  'kassa-compleet': 'https://api.kassacompleet.nl/v1',
  'ing-checkout': 'https://api.ing-checkout.com/v1',
  'ing-epay': 'https://api.epay.ing.be/v1',
  ginger: 'https://api.gingerpayments.com/v1',
  ems: 'https://api.online.emspay.eu/v1',
  nopayn: 'https://api.nopayn.co.uk/v1',
  'cost-plus': 'https://api.costplus.online/v1',
} as const satisfies Record<string, string>;

/** An account at Kassa Compleet or a sister brand, with its secret resolved. */
export interface KcAccount {
  readonly apiKey: string;
  /** One of `KC_BASE_URLS` or another; with or without `/v1` and a slash at its end. */
  readonly baseUrl: string;
  /** The key is that of a test project. Without it an order that says of itself that it is a test never counts as paid. */
  readonly test?: boolean;
  /** Whether paths end in a slash. Default true. A server that wants it the other way round is understood. */
  readonly trailingSlash?: boolean;
  /** Where the platform can reach us; the payment's reference becomes the last path segment. */
  readonly webhookUrl?: string;
  /** Where a guest's browser goes afterwards. iDEAL, card and Bancontact need one; the page doesn't. */
  readonly returnUrl?: string;
  /** Newer brands: where it goes instead after a failure. */
  readonly failureUrl?: string;
  /** Newer brands: language of the page, for example `nl-NL`. */
  readonly locale?: string;
  /**
   * Whether an order without the flag `has-refunds` proves that nothing of it was given back. Inferred, not documented;
   * default false. Without it a refund whose answer was lost may need a look into the portal.
   */
  readonly refundsAreFlagged?: boolean;
  /** Newer brands: whether `GET /orders/` lists the orders of a time. Default false. */
  readonly orderLists?: boolean;
  /** Most status calls a second, over all payments of the account. No limit is published. Default 10. */
  readonly readsPerSecond?: number;
}

/** The default of `readsPerSecond`. */
export const READS_PER_SECOND = 10;

/** The bank account a transfer goes to. */
export interface KcPayee {
  readonly iban: string;
  readonly bic: string;
  readonly name: string;
}

/** Where transfers for Kassa Compleet go (Kassa Compleet API documentation 1.2, bank transfer). Brands have their own. */
export const KC_PAYEE: KcPayee = { iban: 'NL13INGB0005300060', bic: 'INGBNL2A', name: 'ING Bank N.V. PSP' };

/** What a guest pays with. `page`: the hosted page, with every method of the project. */
export type KcMethod =
  /** `only`: the methods a newer brand's page is limited to. */
  | { readonly kind: 'page'; readonly only?: readonly string[] }
  /** `issuerId`: the bank, of `KcClient.issuers`. Brands on iDEAL 2.0 let the guest choose and take none. */
  | { readonly kind: 'ideal'; readonly issuerId?: string }
  | { readonly kind: 'credit-card' }
  | { readonly kind: 'bancontact' }
  | {
      readonly kind: 'bank-transfer';
      /** Used when the platform's answer names no account; without either there is nothing to show. */
      readonly payee?: KcPayee;
      /** How long the platform waits for the transfer. Default 14 days. */
      readonly openForMs?: number;
    };

/**
 * Whether an order with status `error` has ended. Documented both ways: a failed attempt can be followed by another one
 * on the hosted page. `single-method`: where we named the method it has, on the page it hasn't before its time is over.
 */
export type KcErrorEnds = 'single-method' | 'always' | 'never';
