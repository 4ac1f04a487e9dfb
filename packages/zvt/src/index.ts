export type { ZvtPorts, ZvtTerminalSettings } from './driver/settings.ts';
