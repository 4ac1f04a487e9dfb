export type { KcFault, ListedKcFault } from './faults.ts';
export type { KcPageAction } from './kc-cloud.ts';
export { type KcSimulator, startKcSimulator } from './kc-simulator.ts';
export type { KcCallCounts, KcOrderSummary, KcState } from './kc-state.ts';
export {
  KC_DEMO_ACCOUNT,
  type KcAccountKeys,
  type KcAutopilot,
  type KcMethodName,
  type KcSimulatorOptions,
  type KcSwitches,
} from './options.ts';
export type { KcCharge } from './sim-order.ts';
