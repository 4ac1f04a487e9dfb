export type { ListedFault, MspFault } from './faults.ts';
export type { MspCallCounts, MspOrderSummary, MspPageAction, MspState } from './msp-cloud.ts';
export { type MspSimulator, startMspSimulator } from './msp-simulator.ts';
export {
  MSP_DEMO_ACCOUNT,
  MSP_DEMO_TERMINALS,
  type MspAutopilot,
  type MspKey,
  type MspSimulatorOptions,
  type MspSwitches,
  type MspTerminalSetup,
} from './options.ts';
export type { MspCharge } from './sim-order.ts';
export type { MspTerminalAction, MspTerminalState, MspTerminalView } from './terminal.ts';
