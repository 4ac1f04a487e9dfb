export type { AccountReport } from './accounts/account-report.ts';
export { lookAtAccounts } from './accounts/look-at-accounts.ts';
export { errorCatalogue } from './error-catalogue.ts';
export { AGENT_ERRORS } from './errors.ts';
export { CRASH_POINTS, type CrashPoint } from './host/crash-points.ts';
export * from './host.ts';
export {
  createNodeHttpExchange,
  type NodeHttpExchange,
  type NodeHttpExchangeOptions,
} from './http/node-http-exchange.ts';
export { type LogLevel, type LogOptions, type OpenLog, openLog } from './log/pino-log.ts';
export { type OpenReconcile, openReconcile } from './reconcile/open-reconcile.ts';
export type { DevicePorts } from './routes/devices.ts';
export type { AgentAccountSettings, AgentLanSettings, AgentRouteSettings, AgentSettings } from './settings.ts';
export { type AgentOptions, type RunningAgent, startAgent } from './start-agent.ts';
export { type OpenTerminals, type OpenTerminalsOptions, openTerminals } from './terminals/open-terminals.ts';
