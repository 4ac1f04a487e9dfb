export type { ListedFault, PayFault } from './faults.ts';
export { type Autopilot, PAY_DEMO_ACCOUNT, type PaySimulatorOptions, type TerminalSetup } from './options.ts';
export type { CallCounts, OrderSummary, PageAction, PayState } from './pay-cloud.ts';
export { type PaySimulator, startPaySimulator } from './pay-simulator.ts';
export type { Charge } from './sim-order.ts';
export type { TerminalAction, TerminalState, TerminalView } from './terminal.ts';
