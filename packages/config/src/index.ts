export { CONFIG_ERRORS } from './errors.ts';
export { settingsJsonSchema } from './json-schema.ts';
export { formatProblem, type SettingsProblem } from './problem.ts';
export { type ReadSettings, readSettings } from './read-settings.ts';
export { redact } from './redact.ts';
export {
  type ResolvedSecrets,
  resolveSecrets,
  type SecretPort,
  type SecretProblem,
  type Secrets,
} from './resolve-secrets.ts';
export type {
  AccountSettings,
  ArticleSettings,
  KcAccountSettings,
  KcQrRoute,
  LanSettings,
  LogLevel,
  MplusApiSettings,
  MspAccountSettings,
  MspQrRoute,
  MspTerminalRoute,
  PayAccountSettings,
  PayEcrTerminalRoute,
  PayQrRoute,
  PayTerminalRoute,
  RouteSettings,
  SecretRef,
  Settings,
  SettingsLanguage,
  SettingsTheme,
  StaffSettings,
  SubscriptionSettings,
  TicketShopSettings,
  TillSettings,
  VoucherSettings,
  ZvtCharset,
  ZvtSerialSettings,
  ZvtTcpSettings,
  ZvtTerminalRoute,
} from './settings.ts';
