/** The settings as the agent reads them: complete, checked, with defaults. Secrets stay references. */

import type { Product } from '@tillbridge/vouchers';

/** Where a secret is kept. A relative path counts from the settings file. */
export type SecretRef = { readonly env: string } | { readonly file: string };

export type SettingsLanguage = 'nl' | 'de' | 'fr' | 'en';
export type SettingsTheme = 'light' | 'dark';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Settings {
  readonly venue: {
    readonly name: string;
    readonly language: SettingsLanguage;
    readonly theme: SettingsTheme;
  };
  /** As written; a relative path counts from the settings file. Null: the operating system's data folder. */
  readonly dataFolder: string | null;
  readonly listen: {
    /** On 127.0.0.1. */
    readonly port: number;
    /** Origins of pages that may show a window in a frame. */
    readonly frameOrigins: readonly string[];
    /** Hosts, with port unless it is 443, by which a proxy, a tunnel or a forwarded port leads to the agent. */
    readonly names: readonly string[];
    readonly lan: LanSettings | null;
  };
  readonly mplus: {
    readonly replyBudgetMs: number;
    readonly qrReply: 'displayBarcode' | 'code';
    readonly subscriptions: readonly SubscriptionSettings[];
  };
  readonly tills: readonly TillSettings[];
  readonly routes: readonly RouteSettings[];
  readonly accounts: readonly AccountSettings[];
  readonly staff: readonly StaffSettings[];
  readonly policy: {
    /** `pin`: after a witnessed "declined" a new payment may start. `off`: never while the outcome is unknown. */
    readonly secondTenderOnWitness: 'pin' | 'off';
  };
  /** Null: this shop has none. */
  readonly vouchers: VoucherSettings | null;
  readonly log: { readonly level: LogLevel };
}

export interface VoucherSettings {
  /** IANA name. */
  readonly timeZone: string;
  readonly holdMs: number;
  readonly discountRemoval: 'zero' | 'null';
  readonly shops: readonly TicketShopSettings[];
  readonly products: readonly Product[];
  readonly articles: readonly ArticleSettings[];
  readonly mplus: MplusApiSettings | null;
  readonly offline: OfflineSettings;
  readonly codes: { readonly pattern: string; readonly check: 'none' | 'mod10' | 'mod97' } | null;
  readonly scanner: ScannerSettings | null;
}

export interface TicketShopSettings {
  readonly id: string;
  readonly name: string;
  readonly key: SecretRef;
  /** It may send rules of its own. */
  readonly rules: boolean;
  readonly requestsPerSecond: number;
}

/** What the till sells, as far as the settings say it. */
export interface ArticleSettings {
  readonly number: string;
  readonly name: string | null;
  /** Turnover group. */
  readonly group: number | null;
}

export interface MplusApiSettings {
  readonly url: string;
  readonly ident: string;
  readonly secret: SecretRef;
  readonly catalogueMs: number;
  readonly checkConsumers: boolean;
  readonly forward: readonly { readonly product: string; readonly voucherId: string; readonly bookBpeId: string }[];
  readonly workplace: { readonly branch: number; readonly workplace: number } | null;
}

export type OfflineSettings =
  | { readonly kind: 'deny' }
  | { readonly kind: 'flag' }
  | {
      readonly kind: 'limits';
      readonly units: number | null;
      readonly cents: number | null;
      readonly ageMs: number | null;
    };

export interface ScannerSettings {
  readonly prefix: string;
  readonly suffix: 'enter' | 'tab' | 'none';
  /** A serial port; null: the scanner types like a keyboard. */
  readonly serial: string | null;
}

export interface LanSettings {
  /** An IP address of this machine, or `0.0.0.0` or `::` for all. */
  readonly host: string;
  readonly port: number;
  /** PEM. */
  readonly certificate: { readonly file: string };
  /** PEM. */
  readonly key: SecretRef;
  /** Networks in CIDR form. */
  readonly allow: readonly string[];
}

export interface SubscriptionSettings {
  readonly id: string;
  readonly secret: SecretRef;
}

export interface TillSettings {
  /** `<branch>-<workplace>` unless the settings give another. */
  readonly id: string;
  readonly branch: number;
  readonly workplace: number;
  readonly name: string;
  /** The id of one of `mplus.subscriptions`. */
  readonly subscription: string;
  readonly language: SettingsLanguage;
  /** Ids of routes in the order they are tried; empty: none. */
  readonly card: readonly string[];
  readonly qr: readonly string[];
  /** The till's payment method id → ids of routes. Wins over `card` and `qr`. */
  readonly methods: ReadonlyMap<string, readonly string[]>;
  /** The customer's panel; null: sizes follow its resolution. */
  readonly display: { readonly diagonalInch: number; readonly viewingDistanceMm: number } | null;
}

interface RouteBase {
  readonly id: string;
  readonly name: string;
  readonly leaseMs: number;
}

interface CloudRoute extends RouteBase {
  /** The id of one of `accounts`. */
  readonly account: string;
}

/** A way to a card terminal. */
interface TerminalRoute extends RouteBase {
  /** The name of the terminal that other routes with the same name reach too; null: no other does. */
  readonly device: string | null;
  readonly refunds: boolean;
}

/** A terminal that we talk to ourselves. */
interface WireRoute extends TerminalRoute {
  /** What goes over the wire is kept in the data folder. */
  readonly trace: boolean;
}

/** A card terminal through Pay.'s cloud. */
export interface PayTerminalRoute extends CloudRoute, TerminalRoute {
  readonly kind: 'pay-terminal';
  /** `TH-####-####`. */
  readonly terminal: string;
  /** Nobody of the shop stands beside it. */
  readonly unattended: boolean;
  /** Of a device that is locked with a PIN of its own. */
  readonly pin: SecretRef | null;
}

/** Pay.'s hosted page as a QR. */
export interface PayQrRoute extends CloudRoute {
  readonly kind: 'pay-qr';
  /** The page as a paylink. */
  readonly paylink: boolean;
}

/** A card terminal through MultiSafepay's cloud. */
export interface MspTerminalRoute extends CloudRoute, TerminalRoute {
  readonly kind: 'msp-terminal';
  /** The terminal id of the dashboard; capitals count. */
  readonly terminal: string;
}

/** MultiSafepay's payment page as a QR. */
export interface MspQrRoute extends CloudRoute {
  readonly kind: 'msp-qr';
  /** A method of the gateway list; null: all methods of the site. */
  readonly gateway: string | null;
  /** The page as a payment link. */
  readonly paylink: boolean;
}

/** Kassa Compleet, or a sister brand, as a QR. */
export interface KcQrRoute extends CloudRoute {
  readonly kind: 'kc-qr';
  readonly method: 'page' | 'ideal' | 'credit-card' | 'bancontact' | 'bank-transfer';
  /** Methods the page is limited to; null: all. */
  readonly only: readonly string[] | null;
  /** The bank of iDEAL; null: the guest chooses. */
  readonly issuer: string | null;
  /** Where transfers go when the brand doesn't say; null: nowhere we know of. */
  readonly payee: { readonly iban: string; readonly bic: string; readonly name: string } | null;
  /** How long a transfer may take to arrive. */
  readonly openForMs: number;
  readonly errorEnds: 'single-method' | 'always' | 'never';
  readonly cancel: 'delete' | 'none';
}

/** A card terminal that speaks ZVT. */
export interface ZvtTerminalRoute extends WireRoute {
  readonly kind: 'zvt-terminal';
  readonly connection: ZvtTcpSettings | ZvtSerialSettings;
  /** Six digits. */
  readonly password: SecretRef;
  /** The registration config byte. */
  readonly configByte: number;
  readonly currency: 'EUR';
  /** Asked for at registration; null: not asked. */
  readonly charset: ZvtCharset | null;
  /** T3. */
  readonly answerMs: number;
  /** T4. */
  readonly silenceMs: number;
  readonly acceptTip: boolean;
}

export type ZvtCharset = 'cp437' | 'iso-8859-1' | 'iso-8859-2' | 'iso-8859-15' | 'utf-8' | 'ascii' | 'zvt-7bit';

export interface ZvtTcpSettings {
  readonly by: 'tcp';
  readonly host: string;
  readonly port: number;
  readonly connection: 'per-command' | 'kept';
}

export interface ZvtSerialSettings {
  readonly by: 'serial';
  readonly device: { readonly path: string } | { readonly usbSerialNumber: string };
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
  readonly flowControl: 'none' | 'rtscts';
}

/** A PAY.POS terminal on the shop's own network. */
export interface PayEcrTerminalRoute extends WireRoute {
  readonly kind: 'pay-ecr-terminal';
  /** `TH-####-####`. */
  readonly terminal: string;
  /** An IP address. */
  readonly host: string;
  readonly port: number;
  /** The id of one of `accounts`; null: the terminal books as it is set up. */
  readonly account: string | null;
  /** What the till hears of a payment that was taken offline. */
  readonly queued: 'wait' | 'paid';
  readonly basket: boolean;
}

export type RouteSettings =
  | PayTerminalRoute
  | PayQrRoute
  | MspTerminalRoute
  | MspQrRoute
  | KcQrRoute
  | ZvtTerminalRoute
  | PayEcrTerminalRoute;

export type AccountSettings = PayAccountSettings | MspAccountSettings | KcAccountSettings;

export interface PayAccountSettings {
  readonly id: string;
  readonly kind: 'pay';
  /** `SL-####-####`. */
  readonly serviceId: string;
  readonly serviceSecret: SecretRef;
  /** `AT-####-####`. */
  readonly tokenCode: string;
  readonly apiToken: SecretRef;
  /** In the order they are tried, without a slash at the end. Empty: those Pay. names, or its public ones. */
  readonly cores: readonly string[];
  /** Whether Pay. is asked for the cores when `cores` is empty. */
  readonly coresFromConfig: boolean;
  /** Where a core is, with `{domain}` for the domain that Pay. names; null: Pay.'s own. */
  readonly coreAddress: string | null;
  /** Without a slash at the end. Empty: Pay.'s own. */
  readonly managementHosts: readonly string[];
  /** Null: nobody calls us, we ask. */
  readonly exchangeUrl: string | null;
  /** What becomes of status calls without a signature. */
  readonly unsignedExchanges: 'refuse' | 'look-up';
  /** Where a guest's browser goes after the page; null: as the sales location says. */
  readonly returnUrl: string | null;
  readonly readsPerSecond: number;
  /** Sandbox orders. */
  readonly test: boolean;
  readonly sendLines: boolean;
  readonly sendStats: boolean;
  readonly finalDetails: boolean;
  readonly authorisedCountsAsPaid: boolean;
}

export interface MspAccountSettings {
  readonly id: string;
  readonly kind: 'multisafepay';
  /** Of the terminal group; null: the account has no terminals. */
  readonly groupKey: SecretRef | null;
  /** Of the site; null: the account has no payment pages. */
  readonly siteKey: SecretRef | null;
  /** Whose terminals are listed; null: all the key may see. */
  readonly groupId: string | null;
  readonly test: boolean;
  /** Without a slash at the end; null: the live or test host. */
  readonly baseUrl: string | null;
  /** Null: nobody calls us, we ask. */
  readonly notificationUrl: string | null;
  readonly locale: string | null;
  /** Where a guest's browser goes after the page; null: nowhere. */
  readonly redirectUrl: string | null;
  readonly cancelUrl: string | null;
  readonly keyIn: 'header' | 'query';
  readonly notificationMethod: 'POST' | 'GET';
  /** How the token of the event stream is shown first. */
  readonly eventToken: 'raw' | 'bearer' | 'query';
  /** IANA name. */
  readonly timeZone: string;
  readonly readsPerSecond: number;
}

export interface KcAccountSettings {
  readonly id: string;
  readonly kind: 'kassa-compleet';
  readonly apiKey: SecretRef;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** The key of a test project. */
  readonly test: boolean;
  readonly trailingSlash: boolean;
  /** Null: nobody calls us, we ask. */
  readonly webhookUrl: string | null;
  readonly returnUrl: string | null;
  readonly failureUrl: string | null;
  readonly locale: string | null;
  readonly refundsAreFlagged: boolean;
  readonly orderLists: boolean;
  readonly readsPerSecond: number;
}

export interface StaffSettings {
  readonly name: string;
  readonly pin: SecretRef;
}
