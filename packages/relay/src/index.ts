export type { AccessControl, AccessCookie, AccessOptions } from './access/access-control.ts';
export { type Asset, type AssetBundle, asset, loadAssets } from './assets/asset-bundle.ts';
export { RELAY_ERRORS } from './errors.ts';
export type { AdmittedInjection, InjectionHead, InjectionPort, InjectionReply } from './injection-route.ts';
export type { LanOptions } from './lan-server.ts';
export type { RelayLimits } from './limits.ts';
export {
  createMetrics,
  type Metrics,
  type MetricsOptions,
  type ProviderCallOutcome,
  type WebhookOutcome,
} from './metrics.ts';
export type {
  ExchangePort,
  ExchangeReply,
  ExchangeRequest,
  HealthPort,
  HealthReport,
  NotReady,
  RelayPorts,
  ReplyHeaders,
  RequestHeaders,
  TerminalPort,
  ViewOf,
  WebhookPort,
  WebhookReply,
  WebhookRequest,
  WindowPort,
} from './ports.ts';
export type { ReconcilePort } from './reconcile-route.ts';
export { buildRelay, type Relay, type RelaySettings } from './relay.ts';
export type { VoucherPort } from './voucher-routes.ts';
