export { AGENT_ERRORS } from './errors.ts';
export { CRASH_POINTS, type CrashPoint } from './host/crash-points.ts';
export { journalFile } from './host/data-folder.ts';
export {
  dataFolderOf,
  type Environment,
  type LoadedSettings,
  loadSettings,
  readSettingsFile,
  type SettingsFile,
} from './host/load-settings.ts';
export { type RunFile, readRunFile } from './host/run-file.ts';
export {
  createNodeHttpExchange,
  type NodeHttpExchange,
  type NodeHttpExchangeOptions,
} from './http/node-http-exchange.ts';
export { type LogLevel, type LogOptions, type OpenLog, openLog } from './log/pino-log.ts';
export { systemClock, systemDigest, systemRandom } from './node-ports.ts';
export type { AgentSettings } from './settings.ts';
export { type AgentOptions, type RunningAgent, startAgent } from './start-agent.ts';
export { VERSION } from './version.ts';
