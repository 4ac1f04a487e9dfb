export type { CoreView } from './cores.ts';
export type { ExchangeStyle } from './exchange-styles.ts';
export type { ListedFault, PayFault } from './faults.ts';
export {
  type Autopilot,
  type InferredSwitches,
  PAY_DEMO_ACCOUNT,
  type PaySimulatorOptions,
  type TerminalSetup,
} from './options.ts';
export type { PageAction } from './pay-cloud.ts';
export { type PaySimulator, startPaySimulator } from './pay-simulator.ts';
export type { CallCounts, DeviceStart, OrderSummary, PayState, RefundSummary } from './pay-state.ts';
export type { Charge } from './sim-order.ts';
export type { TerminalAction, TerminalState, TerminalView } from './terminal.ts';
