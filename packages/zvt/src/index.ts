export type { ZvtPorts, ZvtTerminalSettings } from './driver/settings.ts';
export { createZvtTerminal } from './driver/zvt-terminal.ts';
export { ZVT_ERRORS } from './errors.ts';
