import type { Charset } from '@tillbridge/zvt/codec';

/** What a guest does without being asked, for demos and benches. */
export interface ZvtAutopilot {
  readonly outcome: 'approve' | 'decline' | 'cancel';
  /** After the amount stands on the screen. */
  readonly afterMs: number;
}

/** How one make of terminal behaves where makes differ. Times are in milliseconds. */
export interface ZvtOptions {
  /** Eight digits. */
  readonly terminalId: string;
  /** Six digits. */
  readonly password: string;
  /** Whether a wrong password is refused at once (84 37) or in an abort (06 1E 37). */
  readonly wrongPassword: 'nack' | 'abort';
  /** ISO 4217 numeric. Others are refused at registration with 84 1E 6F. */
  readonly currency: string;
  readonly software: string;
  /** What the registration echoes when the till offers it. CP437 is always spoken. */
  readonly charsets: readonly Charset[];
  /** Local time on receipts and in messages. */
  readonly timeZone: string;
  /** A payment before any registration ends in 06 1E 6B. */
  readonly needsRegistration: boolean;

  /** A second till, or the same one back before its first connection has ended. */
  readonly secondTill: 'take-over' | 'refuse';
  /** Closes a quiet connection after this long between conversations; null keeps it. */
  readonly closesIdleAfterMs: number | null;
  /** T3: how long the till's answer may take. */
  readonly answerMs: number;
  /** Whether a missing answer ends the connection. Serial lines stay open. */
  readonly closesOnSilence: boolean;
  /** While a card is awaited and the connection goes: give the payment up, or go on with it. */
  readonly onLinkLoss: 'abort' | 'go-on';
  /**
   * What becomes of an approved payment whose deciding ack never came: reversed with the host, booked as declined, or
   * booked as paid. A till that answers 84 yy gets it reversed whatever this says.
   */
  readonly onMissingAck: 'reverse' | 'decline' | 'keep';

  readonly repeatReceipt: 'works' | 'completion-only';
  /** What 06 20 shows after an automatic reversal: the transaction before it, the reversal itself, or nothing. */
  readonly repeatAfterReversal: 'previous' | 'reversal' | 'nothing';
  readonly reversible: 'any' | 'last-only';
  readonly refunds: boolean;
  /** 06 B0 during a payment: taken until the host is asked, never taken, not even answered, or acknowledged in vain. */
  readonly abort: 'works' | 'refused' | 'ignored' | 'pretends';
  /** BMP 27 of the end of day's completion: E0 keeps the terminal busy, FC restarts it. */
  readonly endOfDayEnds: 'ok' | 'E0' | 'FC';
  readonly statusNeedsPassword: boolean;
  /** TLV details (CVM, online, EMV block) in 04 0F, if the till allows containers. */
  readonly tlvDetails: boolean;

  /** How long a card is awaited when the till doesn't say (BMP 01). */
  readonly cardMs: number;
  /** How often 04 FF is repeated while a person or the host is awaited. */
  readonly refreshMs: number;
  /** Whether 04 FF is repeated during PIN entry; some makes can't. */
  readonly refreshesDuringPin: boolean;
  /** From the card to the host's answer, and the length of a reversal, a diagnosis and the like. */
  readonly hostMs: number;
  /** After this long a forgotten card is taken out by itself; null: it stays until `removeCard`. */
  readonly cardTakenAfterMs: number | null;
  readonly bootMs: number;
  /** How long a receipt on the terminal's own printer takes. */
  readonly printMs: number;
  readonly autopilot: ZvtAutopilot | null;
}

export const ZVT_DEFAULTS: ZvtOptions = {
  terminalId: '60001234',
  password: '123456',
  wrongPassword: 'nack',
  currency: '0978',
  software: 'SIM-ZVT 13.08',
  charsets: ['cp437', 'utf-8', 'iso-8859-1', 'iso-8859-15', 'ascii'],
  timeZone: 'Europe/Amsterdam',
  needsRegistration: false,
  secondTill: 'take-over',
  closesIdleAfterMs: null,
  answerMs: 5_000,
  closesOnSilence: true,
  onLinkLoss: 'abort',
  onMissingAck: 'reverse',
  repeatReceipt: 'works',
  repeatAfterReversal: 'previous',
  reversible: 'any',
  refunds: true,
  abort: 'works',
  endOfDayEnds: 'ok',
  statusNeedsPassword: false,
  tlvDetails: true,
  cardMs: 60_000,
  refreshMs: 5_000,
  refreshesDuringPin: true,
  hostMs: 900,
  cardTakenAfterMs: 1_500,
  bootMs: 4_000,
  printMs: 1_200,
  autopilot: null,
};

/** Up to this amount a contactless card asks for no PIN. */
export const NO_PIN_CENTS = 50_00;
export const PIN_TRIES = 3;
