import type { Clock } from '@tillbridge/kernel';

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
}

export type Settled = Required<Omit<PaySimulatorOptions, 'exchangeUrl' | 'controlOrigin'>> &
  Pick<PaySimulatorOptions, 'exchangeUrl' | 'controlOrigin'>;
