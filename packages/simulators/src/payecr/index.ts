export type { ListedPayEcrFault, PayEcrFault } from './faults.ts';
export type { HistoryEntry, HistoryStatus, PayEcrCharge } from './history.ts';
export type { PayEcrAutopilot, PayEcrTerminalOptions } from './options.ts';
export { type PayEcrSimulator, type PayEcrSimulatorOptions, startPayEcrSimulator } from './payecr-simulator.ts';
export { type PayEcrAction, PayEcrTerminal } from './payecr-terminal.ts';
export type { PayEcrState, PayEcrView, ShownLine } from './view.ts';
