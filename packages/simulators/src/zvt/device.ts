import type { Clock, Random } from '@tillbridge/kernel';
import type { Charset } from '@tillbridge/zvt/codec';
import type { Books } from './books.ts';
import type { Face } from './face.ts';
import type { ZvtFaultBox } from './faults.ts';
import type { ZvtOptions } from './options.ts';
import type { TillLine } from './till-line.ts';
import { RESULT } from './words.ts';

/** What the till agreed at 06 00; kept over a restart. */
export interface Registration {
  readonly registered: boolean;
  readonly configByte: number;
  /** The terminal may send TLV containers. */
  readonly tlv: boolean;
  /** 06 D3 instead of 06 D1. */
  readonly blocks: boolean;
  /** Echoed at registration; CP437 when nothing was agreed. */
  readonly charset: Charset;
  /** The currency is told in 04 0F when the till told its own. */
  readonly currency: boolean;
}

/** Config byte 86: receipts are printed by the till, nobody wants 04 FF (PA00P015, log-off). */
export const LOGGED_OFF: Registration = {
  registered: false,
  configByte: 0x86,
  tlv: false,
  blocks: false,
  charset: 'cp437',
  currency: false,
};

export const CONFIG = { paymentsByTill: 0x02, adminByTill: 0x04, progress: 0x08, asLines: 0x80 } as const;

/** What the flows share: the terminal's parts and its state between conversations. */
export interface Device {
  readonly clock: Clock;
  readonly random: Random;
  readonly options: ZvtOptions;
  readonly face: Face;
  readonly books: Books;
  readonly faults: ZvtFaultBox;
  registration: Registration;
  /** What 05 01 tells: 00 ready, or what keeps the terminal from working (51, 62, C2, F0 …). */
  condition: number;
  paper: boolean;
  cardInside: boolean;
  /** Its own clock against the wall clock. */
  clockOffsetMs: number;
  /** Ends the connection and lets nobody in for a while. */
  cut(line: TillLine, backAfterMs: number): void;
  reboot(backAfterMs: number): void;
  /** A new amount stands on the screen. */
  armed(): void;
  /** Something a page would show has changed. */
  changed(): void;
}

/** Why the terminal can't do business now; null when it can (PA00P015, terminal status: locked states). */
export function lock(device: Device): number | null {
  if (device.condition !== RESULT.ok) return device.condition;
  if (device.cardInside) return RESULT.cardInserted;
  if (device.options.needsRegistration && !device.registration.registered) return RESULT.notRegistered;
  return printsHere(device, CONFIG.paymentsByTill) && !device.paper ? RESULT.printerNotReady : null;
}

export function printsHere(device: Device, bit: number): boolean {
  return (device.registration.configByte & bit) === 0;
}

/** The till prints what the terminal composes. */
export function printsThere(device: Device, bit: number): boolean {
  const { configByte } = device.registration;
  return (configByte & bit) !== 0 && (configByte & CONFIG.asLines) !== 0;
}

/** The terminal's own date and time: `yyyymmdd`, `hhmmss`. */
export function localTime(device: Device, at: number): { readonly date: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: device.options.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at + device.clockOffsetMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    date: `${part('year')}${part('month')}${part('day')}`,
    time: `${part('hour')}${part('minute')}${part('second')}`,
  };
}
