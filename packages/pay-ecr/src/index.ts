export {
  type BroadcastPort,
  type DatagramAnswer,
  DISCOVERY_MS,
  type Discovered,
  type DiscoveryFinding,
  discover,
  type FoundTerminal,
  findingsOf,
  type PinnedTerminal,
  readIAm,
  WHO_IS,
} from './discovery.ts';
export { PAY_ECR_ERRORS } from './errors.ts';
export { HISTORY_SIZE } from './history-window.ts';
export { JsonStream, type JsonStreamFault, type JsonStreamItem, type JsonStreamLimits } from './json-stream.ts';
export { createPayEcrTerminal } from './pay-ecr-terminal.ts';
export {
  type MessageObserver,
  PAY_ECR_DISCOVERY_PORT,
  PAY_ECR_PORT,
  type PayEcrPorts,
  type PayEcrSettings,
  type QueuedPolicy,
} from './settings.ts';
