/**
 * What stands in a message before its first bitmap, by position. Names and lengths: PA00P015 rev 13.08, chapters 2 and 3.
 */
import { CONTROL } from './control.ts';
import type { HeadName } from './model.ts';

/** How the head of a message is found; head.ts settles the ambiguous ones. */
export const LAYOUT = {
  /** Nobody described the data: one opaque part. */
  opaque: 0,
  /** Bitmaps only. */
  bitmaps: 1,
  password: 2,
  /** 05 01: may be empty altogether. */
  optionalPassword: 3,
  registration: 4,
  reprint: 5,
  changePassword: 6,
  readCard: 7,
  intermediateStatus: 8,
  completion: 9,
  /** 06 1E and 84 1E: result code, with a bare currency behind 6F. */
  refusal: 10,
  printLine: 11,
} as const;

/** The parts a head is cut into, in order, as far as it reaches. */
export interface PartPlan {
  readonly name: HeadName;
  /** In bytes; `rest`: up to the end of the head; `lllvar`: behind three length digits. */
  readonly length: number | 'rest' | 'lllvar';
}

const PASSWORD: readonly PartPlan[] = [{ name: 'password', length: 3 }];

const TERMINAL_STATUS: PartPlan = { name: 'terminal-status', length: 1 };

/** 06 0F with nothing but the status. */
export const STATUS_ALONE: readonly PartPlan[] = [TERMINAL_STATUS];

/** By layout. */
export const PLAN_OF: Readonly<Record<number, readonly PartPlan[]>> = {
  [LAYOUT.opaque]: [{ name: 'data', length: 'rest' }],
  [LAYOUT.bitmaps]: [],
  [LAYOUT.password]: PASSWORD,
  [LAYOUT.optionalPassword]: PASSWORD,
  [LAYOUT.registration]: [...PASSWORD, { name: 'config-byte', length: 1 }, { name: 'currency', length: 2 }],
  [LAYOUT.reprint]: [...PASSWORD, { name: 'receipt-from', length: 2 }, { name: 'receipt-to', length: 2 }],
  [LAYOUT.changePassword]: [...PASSWORD, { name: 'new-password', length: 3 }],
  [LAYOUT.readCard]: [{ name: 'timeout', length: 1 }],
  [LAYOUT.intermediateStatus]: [
    { name: 'status', length: 1 },
    { name: 'timeout', length: 1 },
  ],
  [LAYOUT.completion]: [{ name: 'software', length: 'lllvar' }, TERMINAL_STATUS],
  [LAYOUT.refusal]: [
    { name: 'result-code', length: 1 },
    { name: 'currency', length: 2 },
  ],
  [LAYOUT.printLine]: [
    { name: 'attribute', length: 1 },
    { name: 'text', length: 'rest' },
  ],
};

/** By class and instruction. */
export const LAYOUT_OF: Uint8Array = (() => {
  const table = new Uint8Array(0x10000);
  const set = (layout: number, ...controls: number[]): void => {
    for (const control of controls) table[control] = layout;
  };
  table.fill(LAYOUT.bitmaps, 0x8000, 0x8100);
  table.fill(LAYOUT.bitmaps, 0x8400, 0x8500);
  set(LAYOUT.refusal, 0x841e, CONTROL.aborted);
  set(
    LAYOUT.bitmaps,
    CONTROL.authorisation,
    CONTROL.logOff,
    CONTROL.balance,
    CONTROL.activateCard,
    CONTROL.procurement,
    CONTROL.bookTip,
    CONTROL.resetTerminal,
    CONTROL.printConfiguration,
    CONTROL.preAuthorisation,
    CONTROL.partialReversal,
    CONTROL.bookTotal,
    CONTROL.preAuthorisationReversal,
    CONTROL.externalReversal,
    CONTROL.diagnosis,
    CONTROL.selfTest,
    CONTROL.abort,
    CONTROL.displayText,
    CONTROL.displayTextWithKey,
    CONTROL.displayTextWithNumber,
    CONTROL.cardPoll,
    CONTROL.statusInformation,
    CONTROL.printBlock,
    CONTROL.dateTime,
    CONTROL.inputRequest,
    CONTROL.menuRequest,
    CONTROL.signatureMenu,
    CONTROL.blockedListQuery,
  );
  set(
    LAYOUT.password,
    CONTROL.turnoverTotals,
    CONTROL.setTerminalId,
    CONTROL.repeatReceipt,
    CONTROL.telephoneAuthorisation,
    CONTROL.reversal,
    CONTROL.refund,
    CONTROL.endOfDay,
    CONTROL.sendOffline,
    CONTROL.setDateTime,
    CONTROL.initialisation,
  );
  set(LAYOUT.optionalPassword, CONTROL.statusEnquiry);
  set(LAYOUT.registration, CONTROL.registration);
  set(LAYOUT.reprint, CONTROL.reprintReceipts);
  set(LAYOUT.changePassword, CONTROL.changePassword);
  set(LAYOUT.readCard, CONTROL.readCard);
  set(LAYOUT.intermediateStatus, CONTROL.intermediateStatus);
  set(LAYOUT.completion, CONTROL.completion);
  set(LAYOUT.printLine, CONTROL.printLine);
  return table;
})();
