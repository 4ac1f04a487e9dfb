export type { Charge, Transaction, TransactionKind, TransactionState } from './books.ts';
export { SIM_CARD_NAMES, SIM_CARDS, type SimCard, type SimCardName } from './cards.ts';
export type { ScreenStep, ZvtScreen } from './face.ts';
export { type Conversation, type ListedZvtFault, STEPS, type Step, type ZvtFault, zvtFaultSchema } from './faults.ts';
export { ZVT_DEFAULTS, type ZvtAutopilot, type ZvtOptions } from './options.ts';
export type { TalkEntry } from './talk.ts';
export { type ReceivedCommand, type ZvtState, ZvtTerminal, type ZvtTerminalPorts } from './zvt-terminal.ts';
