import type { Clock } from '@tillbridge/kernel';
import type { Heard } from '../shared/heard.ts';

/** An API key of the simulated account, and what it may do. */
export interface MspKey {
  readonly apiKey: string;
  readonly of: 'terminal-group' | 'site' | 'account';
  /** The group of a terminal-group key; null for the others. */
  readonly groupId: number | null;
}

/** The demo shop's keys at MultiSafepay. Obviously made up: no such account exists. */
export const MSP_DEMO_ACCOUNT = {
  terminalGroup: { apiKey: 'demo-terminal-group-key-not-a-real-key', of: 'terminal-group', groupId: 101 },
  otherGroup: { apiKey: 'demo-other-group-key-not-a-real-key', of: 'terminal-group', groupId: 202 },
  site: { apiKey: 'demo-site-key-not-a-real-key', of: 'site', groupId: null },
  account: { apiKey: 'demo-account-key-not-a-real-key', of: 'account', groupId: null },
} as const satisfies Record<string, MspKey>;

export interface MspTerminalSetup {
  /** TID; capitals count. */
  readonly id: string;
  readonly name: string;
  readonly groupId: number;
  /** Whether unreferenced refunds are switched on. */
  readonly refunds: boolean;
}

export const MSP_DEMO_TERMINALS: readonly MspTerminalSetup[] = [
  { id: '0000004d', name: 'Balie 1', groupId: 101, refunds: true },
  { id: '000004Og', name: 'Balie 2', groupId: 101, refunds: true },
  { id: '00000ABC', name: 'Horeca', groupId: 202, refunds: false },
];

/** Behaviour that MultiSafepay doesn't document, one way or the other. */
export interface MspSwitches {
  /** An unknown key: the envelope with 1032, or 403 with a message. */
  readonly unknownKey: '1032' | '403';
  /** A question about an order nobody made: 404 with 1006, or 410 with 1000. */
  readonly unknownOrder: '1006' | '1000';
  /** A second order for an occupied terminal: shown when it is free, never shown, or refused with 1021. */
  readonly busyTerminal: 'queue' | 'never-show' | 'refuse';
  /** A terminal that is offline, unknown or of another group: taken and never shown, or refused with 1021. */
  readonly unreachableTerminal: 'never-show' | 'refuse';
  /** A second create under the id of an open order: refused with 1006, or the same session once more. */
  readonly sameOpenOrder: 'refuse' | 'accept';
  /** A cancel of an order that is paid: 403, or answered as done without effect. */
  readonly cancelOfPaid: 'refuse' | 'pretend';
  /** A cancel while a card is being read: 403, answered as done without effect, or effective. */
  readonly cancelDuringCard: 'refuse' | 'pretend' | 'cancel';
  /** What the answer to a cancel says. */
  readonly cancelledStatus: 'cancelled' | 'void';
  /** Whether payment pages have events too. */
  readonly pageEvents: boolean;
  /** A card that is declined on a page ends the order, or the guest may try again. */
  readonly pageDeclineEnds: boolean;
  /** How the answer to a create spells its event fields. */
  readonly eventFields: 'events_' | 'event_';
  /** The ways to show the token that are accepted. */
  readonly tokenWays: readonly ('raw' | 'bearer' | 'query')[];
  /** Whether a new connection to the stream hears the last state at once. */
  readonly streamReplays: boolean;
  /** Whether the stream closes after the end of its order. */
  readonly streamCloses: boolean;
  /** Comments, `ping`, `id:`, `retry:`, and no blank line between events. */
  readonly streamNoise: boolean;
  /** Whether a refund shows the id that it was asked for under. */
  readonly refundShowsOurId: boolean;
  /** Whether transaction ids are numbers (beyond 2^53) or text. */
  readonly transactionIds: 'number' | 'text';
  /** An unreferenced refund ends `completed`, or `reserved` until it is paid out. */
  readonly unreferencedRefundEnds: 'completed' | 'reserved';
  /** Whether open orders stand in the list of transactions. */
  readonly listsOpenOrders: boolean;
  /** Refuse notification addresses that break the documented rules: plain http, a port, other characters. */
  readonly strictNotificationUrl: boolean;
  /** Behave like the test host: no terminals, receipts or terminal lists. */
  readonly testEnvironment: boolean;
  /** The zone in which timestamps are written. */
  readonly timeZone: 'Europe/Amsterdam' | 'UTC';
}

export const MSP_DEFAULT_SWITCHES: MspSwitches = {
  unknownKey: '1032',
  unknownOrder: '1006',
  busyTerminal: 'queue',
  unreachableTerminal: 'never-show',
  sameOpenOrder: 'refuse',
  cancelOfPaid: 'refuse',
  cancelDuringCard: 'refuse',
  cancelledStatus: 'cancelled',
  pageEvents: false,
  pageDeclineEnds: false,
  eventFields: 'events_',
  tokenWays: ['raw', 'bearer', 'query'],
  streamReplays: false,
  streamCloses: false,
  streamNoise: false,
  refundShowsOurId: true,
  transactionIds: 'number',
  unreferencedRefundEnds: 'completed',
  listsOpenOrders: true,
  strictNotificationUrl: false,
  testEnvironment: false,
  timeZone: 'Europe/Amsterdam',
};

/** What somebody does without being asked, for crash runs and benches. */
export interface MspAutopilot {
  readonly outcome: 'approve' | 'decline' | 'cancel';
  /** After the amount stands on the terminal, or the page's order was made. */
  readonly afterMs: number;
}

export interface MspSimulatorOptions {
  /** 0 picks a free one. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  readonly clock?: Clock;
  readonly keys?: readonly MspKey[];
  readonly terminals?: readonly MspTerminalSetup[];
  readonly switches?: Partial<MspSwitches>;
  /** Where notifications go when an order names no address. Default: nowhere. */
  readonly notificationUrl?: string;
  /** Waits between the attempts of one notification. Default three times 15 minutes. */
  readonly notificationRetryMs?: readonly number[];
  /** How long a terminal waits for a card. Default 60 000. */
  readonly inactivityMs?: number;
  /** From the create to the amount on the terminal. Default 150. */
  readonly presentAfterMs?: number;
  /** From the card to the issuer's answer. Default 600. */
  readonly processMs?: number;
  /** From a declined card back to the payment screen. Default 1 500. */
  readonly declineShownMs?: number;
  /** From a refund to its paying out. Default 12 hours: at night. */
  readonly refundSettleMs?: number;
  /** What is left to pay refunds from, in cents. Default plenty. */
  readonly balanceCents?: number;
  /** Pause between comments on an idle stream. Default 15 000; 0 for none. */
  readonly keepAliveMs?: number;
  readonly terminalAutopilot?: MspAutopilot | null;
  readonly pageAutopilot?: MspAutopilot | null;
  /** A web page of this origin may use the control API. Default none. */
  readonly controlOrigin?: string;
  readonly heard?: Heard;
}

export type Settled = Required<Omit<MspSimulatorOptions, 'notificationUrl' | 'controlOrigin' | 'heard' | 'switches'>> &
  Pick<MspSimulatorOptions, 'notificationUrl' | 'controlOrigin' | 'heard'> & { readonly switches: MspSwitches };
