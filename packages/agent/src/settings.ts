import type {
  AccountSettings,
  KcAccountSettings,
  MplusApiSettings,
  MspAccountSettings,
  PayAccountSettings,
  RouteSettings,
  SecretRef,
  Settings,
  TicketShopSettings,
  VoucherSettings,
} from '@tillbridge/config';

/** The settings as the agent needs them: checked, paths absolute, every secret in place of its reference. */
export interface AgentSettings extends Pick<Settings, 'venue' | 'tills' | 'policy'> {
  /** Absolute. */
  readonly dataFolder: string;
  readonly listen: {
    /** On 127.0.0.1; 0 picks a free one. */
    readonly port: number;
    readonly frameOrigins: readonly string[];
    /** By which a proxy, a tunnel or a forwarded port leads to the agent. */
    readonly names: readonly string[];
    readonly lan: AgentLanSettings | null;
  };
  readonly mplus: Omit<Settings['mplus'], 'subscriptions'> & {
    /** `secret`: Base64, as the till's back office shows it. */
    readonly subscriptions: readonly { readonly id: string; readonly secret: string }[];
  };
  readonly routes: readonly AgentRouteSettings[];
  readonly accounts: readonly AgentAccountSettings[];
  readonly staff: readonly { readonly name: string; readonly pin: string }[];
  /** Null: this shop has none. */
  readonly vouchers: AgentVoucherSettings | null;
  readonly log: Settings['log'] & { /** Null: standard error. */ readonly file: string | null };
}

export interface AgentVoucherSettings extends Omit<VoucherSettings, 'shops' | 'mplus'> {
  readonly shops: readonly Resolved<TicketShopSettings>[];
  readonly mplus: Resolved<MplusApiSettings> | null;
}

export interface AgentLanSettings {
  readonly host: string;
  readonly port: number;
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly allow: readonly string[];
}

/** The same with the secret in place of each reference. */
type Resolved<T> = T extends unknown
  ? { readonly [Key in keyof T]: SecretRef extends T[Key] ? Exclude<T[Key], SecretRef> | string : T[Key] }
  : never;

export type PayAgentAccount = Resolved<PayAccountSettings>;
export type MspAgentAccount = Resolved<MspAccountSettings>;
export type KcAgentAccount = Resolved<KcAccountSettings>;
export type AgentAccountSettings = Resolved<AccountSettings>;

/** A ZVT terminal's password is six digits. */
export type AgentRouteSettings = Resolved<RouteSettings>;
