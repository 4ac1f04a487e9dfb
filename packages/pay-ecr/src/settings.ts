import type { ByteDialer, Clock, Log } from '@tillbridge/kernel';
import type { DriverMemory, RouteId, TerminalId } from '@tillbridge/payments';

/** The port PAY.POS listens on for messages (paynl/PAY.ECR, message protocol). */
export const PAY_ECR_PORT = 8888;
/** The port PAY.POS listens on for discovery (paynl/PAY.ECR, discovery protocol). */
export const PAY_ECR_DISCOVERY_PORT = 8889;

/**
 * What a payment that the terminal took offline counts as. `wait`: an outcome of its own, until the terminal's history
 * says how it ended. `paid`: the shop carries the risk, and the till is told "paid" at once.
 */
export type QueuedPolicy = 'wait' | 'paid';

/** One PAY.POS terminal as the settings describe it. */
export interface PayEcrSettings {
  readonly route: RouteId;
  readonly terminal: TerminalId;
  /** `TH-####-####`, as discovery answers it. */
  readonly terminalCode: string;
  /** The pinned address: discovery may find fault with it, and never changes it. */
  readonly host: string;
  /** Default 8888. */
  readonly port?: number;
  readonly refunds: boolean;
  readonly leaseMs: number;
  /** Books on another sales location than the terminal's own. */
  readonly service?: { readonly serviceId: string; readonly secret: string };
  readonly queuedPolicy: QueuedPolicy;
  /** Whether the terminal shows the basket between payments. */
  readonly basket: boolean;
}

/** Sees each message, for the trace. `text` is masked: no secret, no card number beyond first six and last four. */
export interface MessageObserver {
  message(direction: 'to-terminal' | 'from-terminal', text: string): void;
  /** A connection made or lost, noise between messages, as a short English text. */
  note(text: string): void;
}

export interface PayEcrPorts {
  /** Dials `host` and `port` of the settings. */
  readonly dialer: ByteDialer;
  readonly clock: Clock;
  readonly memory: DriverMemory;
  readonly log: Log;
  readonly observer?: MessageObserver;
}
