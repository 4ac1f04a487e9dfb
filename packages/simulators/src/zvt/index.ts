export type { Charge, Transaction, TransactionKind, TransactionState } from './books.ts';
export { SIM_CARD_NAMES, SIM_CARDS, type SimCard, type SimCardName } from './cards.ts';
export type { ReceivedCommand } from './conversations.ts';
export type { ScreenStep, ZvtScreen } from './face.ts';
export {
  type Conversation,
  type ListedZvtFault,
  STEPS,
  type Step,
  type ZvtFault,
  ZvtFaultBox,
  zvtFaultSchema,
} from './faults.ts';
export { faultyBytes } from './faulty-bytes.ts';
export { ZVT_DEFAULTS, type ZvtAutopilot, type ZvtOptions } from './options.ts';
export type { SerialPlace } from './serial-server.ts';
export type { TalkEntry } from './talk.ts';
export { startZvtSimulator, type ZvtSimulator, type ZvtSimulatorOptions } from './zvt-simulator.ts';
export { type ZvtState, ZvtTerminal, type ZvtTerminalPorts } from './zvt-terminal.ts';
