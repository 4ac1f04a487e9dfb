import type { Clock, Log } from '@tillbridge/kernel';
import type { DriverMemory, RouteId, TerminalId } from '@tillbridge/payments';
import type { Charset } from '../codec/model.ts';
import type { ApduTransport } from '../link/apdu-link.ts';

/** One ZVT terminal as the settings describe it. */
export interface ZvtTerminalSettings {
  readonly route: RouteId;
  readonly terminal: TerminalId;
  /** Six digits. */
  readonly password: string;
  /** Registration config byte: who prints what, who may start payments. Usually 0xBE. */
  readonly configByte: number;
  /** ISO 4217 numeric, `0978`. */
  readonly currency: string;
  /** Offered at registration; null: nothing is negotiated, texts are CP437. */
  readonly charset: Charset | null;
  readonly refunds: boolean;
  readonly leaseMs: number;
  /** `per-command`: a connection for each conversation. `kept`: one for all, watched. Serial links are always kept. */
  readonly connection: 'kept' | 'per-command';
  /** T3: how long an answer to a command may take. */
  readonly answerMs: number;
  /** T4: how long the terminal may be silent in a conversation before it has to be asked. */
  readonly silenceMs: number;
  /** More than was asked for is a tip and accepted; else every other amount is refused. */
  readonly acceptTip: boolean;
}

export interface ZvtPorts {
  readonly transport: ApduTransport;
  readonly clock: Clock;
  readonly memory: DriverMemory;
  readonly log: Log;
}
