/** What the terminal's codes mean: results of 04 0F, 06 1E and 84 xx, and the states of 05 01 (PA00P015, chapter 10). */
import type { ErrorEntry } from '@tillbridge/kernel';
import type { EndReason } from '@tillbridge/payments';
import { DRIVER_ERRORS as E } from './errors.ts';

export const SUCCESS = 0x00;
/** The abort key, or nobody came. */
export const ABORTED = 0x6c;
/** "Please wait": busy with something else. */
export const BUSY = 0x9c;
export const UNKNOWN_COMMAND = 0x83;
export const PASSWORD_WRONG = 0x37;
/** What we answer to a result that we don't accept; anything but 00 and 9C makes the terminal reverse. */
export const NOT_ACCEPTED = 0x66;

const VERDICTS: readonly (readonly [ErrorEntry, readonly number[]])[] = [
  [E.cardUnreadable, [0x64, 0x65, 0x66, 0x72, 0x73, 0x7b, 0x7c, 0x7e, 0xe1, 0xe2, 0xe3]],
  [E.cardExpired, [0x78, 0x79]],
  [E.cardNotAccepted, [0x67, 0x68, 0x6e, 0x76, 0x7a, 0xc0, 0xc1, 0xc4, 0xc5, 0xd2, 0xe7, 0xe8, 0xe9, 0xea]],
  [E.stopped, [ABORTED]],
  [E.hostUnreachable, [0x7d, 0x9b, 0xa0, 0xa1, 0xa3, 0xf1]],
  [E.limit, [0x71, 0xc3, 0xc8, 0xc9, 0xcd]],
  [E.printer, [0xcc]],
  [E.alreadyReversed, [0xb4]],
  [E.reversalNotPossible, [0xb5]],
  [E.memoryFull, [0x6a, 0xb1, 0xb2]],
  [E.wrongCurrency, [0x6f, 0xc6, 0xcb]],
  [E.needsEndOfDay, [0xf0]],
  [E.needsDiagnosis, [0xc2]],
  [E.needsInitialisation, [0x6b, 0x51]],
  [E.busy, [BUSY]],
  [E.notSupported, [UNKNOWN_COMMAND]],
];
const BY_CODE = new Map(VERDICTS.flatMap(([entry, codes]) => codes.map((code) => [code, entry] as const)));
/** Codes up to 99 decimal come from the network's host and keep its meaning. */
const LAST_HOST_CODE = 0x63;

/** The catalogue's entry for a result code that isn't success. */
export function verdictOf(code: number): ErrorEntry {
  if (code > 0 && code <= LAST_HOST_CODE && code !== 0x51) return E.declinedByHost;
  return BY_CODE.get(code) ?? E.otherVerdict;
}

/** Whether it was the guest, the bank or the machine that ended a payment. */
export function reasonOf(code: number): EndReason {
  if (code === ABORTED) return 'cancelled-by-customer';
  const entry = verdictOf(code);
  return entry === E.declinedByHost || entry === E.cardExpired || entry === E.cardNotAccepted || entry === E.limit
    ? 'declined-by-issuer'
    : 'failed';
}

/** `ZVT-401 The bank declined: 05, text of the host`. */
export function sayVerdict(code: number, text: string | null = null): string {
  const entry = verdictOf(code);
  return say(entry, `code ${hexByte(code)}${text === null || text === '' ? '' : `, ${text}`}`);
}

/** A catalogue's entry as a detail: its code comes first. */
export function say(entry: ErrorEntry, more: string | null = null): string {
  return `${entry.code} ${entry.title}${more === null ? '' : `: ${more}`}`;
}

export function hexByte(value: number): string {
  return value.toString(16).toUpperCase().padStart(2, '0');
}

/** What a status enquiry's terminal status asks for. */
export type Remedy = 'none' | 'wait' | 'initialise' | 'set-clock' | 'diagnose' | 'end-of-day' | 'eject' | 'technician';

export function remedyOf(terminalStatus: number): Remedy {
  switch (terminalStatus) {
    case 0x00:
      return 'none';
    case BUSY:
    case 0x9d:
      return 'wait';
    case 0x51:
      return 'initialise';
    case 0x62:
      return 'set-clock';
    case 0xc2:
      return 'diagnose';
    case 0xb1:
    case 0xb2:
    case 0xf0:
      return 'end-of-day';
    case 0xdc:
    case 0xe1:
      return 'eject';
    default:
      return 'technician';
  }
}

export function entryOfRemedy(remedy: Exclude<Remedy, 'none'>): ErrorEntry {
  switch (remedy) {
    case 'wait':
    case 'eject':
      return E.busy;
    case 'initialise':
      return E.needsInitialisation;
    case 'diagnose':
      return E.needsDiagnosis;
    case 'end-of-day':
      return E.needsEndOfDay;
    case 'set-clock':
    case 'technician':
      return E.outOfOrder;
  }
}
