import type { Clock } from '@tillbridge/kernel';

/** What somebody does without being asked, for crash runs and benches. */
export interface PayEcrAutopilot {
  readonly outcome: 'approve' | 'decline' | 'cancel' | 'queue';
  /** After the amount stands on the terminal. */
  readonly afterMs: number;
}

export interface PayEcrTerminalOptions {
  readonly clock: Clock;
  /** `TH-####-####`. Default `TH-1234-5678`. */
  readonly code?: string;
  readonly name?: string;
  /** Whether it gives money back. Default true. */
  readonly refunds?: boolean;
  /** From the start to the amount on the screen. Default 150. */
  readonly presentAfterMs?: number;
  /** From the card to the answer of the issuer. Default 600. */
  readonly processMs?: number;
  /** How long it waits for a card. Default 120 000. */
  readonly cardWindowMs?: number;
  /** Default 4 000. */
  readonly bootMs?: number;
  /** Whether a wrong PIN ends the payment, or may be entered again. The vendor's pages say both. Default true. */
  readonly wrongPinEnds?: boolean;
  /** Who gets the events of a transaction. Default the connection that started it. */
  readonly eventsTo?: 'starter' | 'everyone';
  /** How far its clock is off. Default 0. */
  readonly clockOffsetMs?: number;
  readonly autopilot?: PayEcrAutopilot | null;
}

export type SettledTerminalOptions = Required<PayEcrTerminalOptions>;

export function settleTerminal(options: PayEcrTerminalOptions): SettledTerminalOptions {
  return {
    code: 'TH-1234-5678',
    name: 'Pin 1',
    refunds: true,
    presentAfterMs: 150,
    processMs: 600,
    cardWindowMs: 120_000,
    bootMs: 4_000,
    wrongPinEnds: true,
    eventsTo: 'starter',
    clockOffsetMs: 0,
    autopilot: null,
    ...options,
  };
}
