import type { Clock } from '@tillbridge/kernel';
import type { Heard } from '../shared/heard.ts';
import type { ExchangeStyle } from './exchange-styles.ts';

/** The demo shop's account at Pay. Obviously made up: no such service or token exists. */
export const PAY_DEMO_ACCOUNT = {
  serviceId: 'SL-1234-5678',
  serviceSecret: 'demo-service-secret-not-a-real-key',
  tokenCode: 'AT-1234-5678',
  apiToken: 'demo-api-token-not-a-real-key',
} as const;

export interface PayAccountKeys {
  readonly serviceId: string;
  readonly serviceSecret: string;
  readonly tokenCode: string;
  readonly apiToken: string;
}

export interface TerminalSetup {
  /** `TH-####-####`. */
  readonly code: string;
  readonly name: string;
  /** Whether card refunds are activated on it. */
  readonly refunds: boolean;
}

/** What somebody does without being asked, for crash runs and benches. */
export interface Autopilot {
  readonly outcome: 'approve' | 'decline' | 'cancel';
  /** After the amount stands on the terminal, or the hosted page's order was made. */
  readonly afterMs: number;
}

/**
 * What is inferred from samples, SDKs and other people's code, and not described: each can be the other way. A program
 * has to stand all of them.
 */
export interface InferredSwitches {
  /** What ends an order for which nobody held a card: EXPIRED or CANCEL. Default -80. */
  readonly noCardEnds: -80 | -90;
  /** How a busy terminal is told: by its own code, by words under 422, or by a violation. Default `code`. */
  readonly busyAs: 'code' | 'words' | 'violation';
  /** Whether a create for a terminal already shows 50 and its payment. Default false: 20, and no payment. */
  readonly createShowsPayment: boolean;
  /** What happens to an abort while the card is being processed: refused, or answered as done and paid all the same. */
  readonly abortInProcessing: 'refused' | 'ignored';
  /** Whether the books list the refunds of a transaction. Default true. */
  readonly booksListRefunds: boolean;
  /** How old an answer of the books may be. Default 0. */
  readonly booksDelayMs: number;
  /** What a terminal without a connection is called in the list. */
  readonly offlineWord: 'UNKNOWN' | 'OFFLINE';
}

export const INFERRED_DEFAULTS: InferredSwitches = {
  noCardEnds: -80,
  busyAs: 'code',
  createShowsPayment: false,
  abortInProcessing: 'refused',
  booksListRefunds: true,
  booksDelayMs: 0,
  offlineWord: 'UNKNOWN',
};

export interface PaySimulatorOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly clock?: Clock;
  readonly account?: PayAccountKeys;
  readonly terminals?: readonly TerminalSetup[];
  /** Where status calls go when an order names no address. Default: nowhere. */
  readonly exchangeUrl?: string;
  /** Which key signs status calls. Default the API token. */
  readonly exchangeKey?: 'token' | 'service';
  readonly exchangeAlgorithm?: 'sha256' | 'sha512';
  /** Waits between the attempts of one status call. Default 1, 5, 15 and 60 seconds. */
  readonly exchangeRetryMs?: readonly number[];
  /** How status calls of orders look. Default the Order API's format, signed. */
  readonly exchange?: Partial<ExchangeStyle>;
  /** How those of payments look that were started on a device. Default the payload of Pay.POS, unsigned. */
  readonly deviceExchange?: Partial<ExchangeStyle>;
  readonly inferred?: Partial<InferredSwitches>;
  /** Ports of further cores, 0 for a free one. All cores know all orders. Default none. */
  readonly extraCores?: readonly number[];
  /** How long the bank takes to carry a refund out. Default 2 000. */
  readonly refundAfterMs?: number;
  /** How long a terminal waits for a card. Default 45 000. */
  readonly terminalWindowMs?: number;
  /** From the create to the amount on the terminal. Default 150. */
  readonly presentAfterMs?: number;
  /** From the card to the issuer's answer. Default 600. */
  readonly processMs?: number;
  /** How receipts travel. Default `json`, as the Order API documents it. */
  readonly receipts?: 'json' | 'text' | 'none';
  readonly terminalAutopilot?: Autopilot | null;
  readonly pageAutopilot?: Autopilot | null;
  /** A web page of this origin may use the control API. Default none. */
  readonly controlOrigin?: string;
  readonly heard?: Heard;
}

export type Settled = Required<
  Omit<PaySimulatorOptions, 'exchangeUrl' | 'controlOrigin' | 'heard' | 'exchange' | 'deviceExchange' | 'inferred'>
> &
  Pick<PaySimulatorOptions, 'exchangeUrl' | 'controlOrigin' | 'heard'> & {
    readonly exchange: ExchangeStyle;
    readonly deviceExchange: ExchangeStyle;
    readonly inferred: InferredSwitches;
  };
