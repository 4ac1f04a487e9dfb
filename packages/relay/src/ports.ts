/** What the relay asks of the rooms behind it. Implemented in the composition root; this room knows HTTP alone. */
import type {
  CashierView,
  Command,
  CommandResult,
  DisplayView,
  HealthLine,
  TerminalList,
  TerminalQuestion,
  TerminalReply,
  TraceLines,
  TraceState,
  WindowKind,
  WindowMessage,
} from '@tillbridge/contracts';
import type { Clock, Digest, EpochMs, Log, Random } from '@tillbridge/kernel';
import type { TillId } from '@tillbridge/payments';
import type { AssetBundle } from './assets/asset-bundle.ts';
import type { InjectionPort } from './injection-route.ts';
import type { Metrics } from './metrics.ts';
import type { ReconcilePort } from './reconcile-route.ts';
import type { VoucherPort } from './voucher-routes.ts';

/** Header names in lower case, as Node gives them. */
export type RequestHeaders = Readonly<Record<string, string | string[] | undefined>>;
export type ReplyHeaders = Readonly<Record<string, string>>;

export interface WebhookRequest {
  /** As it stood on the request line, undecoded, without the query. */
  readonly path: string;
  readonly headers: RequestHeaders;
  /** The bytes as they came over the wire: signatures are made over these. */
  readonly body: Uint8Array;
}

export interface WebhookReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: Uint8Array;
  /** Called once the whole reply has left the process; never when the caller hung up before. */
  readonly sent?: () => void;
}

export interface WebhookPort {
  handle(request: WebhookRequest): Promise<WebhookReply>;
  /** The answer to a body over the limit, in the shape that the caller understands. */
  tooLong(headers: RequestHeaders): WebhookReply;
}

export interface ExchangeRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
  readonly body: Uint8Array;
}

export interface ExchangeReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: Uint8Array | string;
}

export interface ExchangePort {
  /** `source`: the path segment after `/exchange/`, for example the id of an account. Undefined: no such source. */
  handle(source: string, request: ExchangeRequest): Promise<ExchangeReply | undefined>;
}

export type ViewOf<Kind extends WindowKind> = Kind extends 'cashier' ? CashierView : DisplayView;

export interface WindowPort {
  /** The tills in the order of the settings; a window that names none gets the first. */
  tills(): readonly { readonly id: TillId; readonly name: string }[];
  /** Calls `listener` at once with the present view, then with every change, until the returned function is called. */
  subscribe<Kind extends WindowKind>(window: Kind, till: TillId, listener: (view: ViewOf<Kind>) => void): () => void;
  /** What stands on the glass of a customer display. */
  shown(till: TillId, message: WindowMessage): void;
  command(till: TillId, command: Command): Promise<CommandResult>;
}

/** Why no payment can be taken, as an error code and the object it is about. */
export interface NotReady {
  readonly code: string;
  readonly about: string | null;
}

export interface HealthReport {
  readonly build: string;
  readonly startedAt: EpochMs;
  /** Empty: payments can be taken. */
  readonly notReady: readonly NotReady[];
  readonly tills: readonly { readonly id: string; readonly name: string }[];
  readonly lines: readonly HealthLine[];
}

export interface HealthPort {
  report(): HealthReport;
}

/** The terminals that the agent talks to itself. Undefined: no such route, or not one of those. */
export interface TerminalPort {
  list(): TerminalList;
  /** Resolves with the answer, or with `pending` when the terminal takes longer than a caller should wait. */
  ask(route: string, question: TerminalQuestion): Promise<TerminalReply | undefined>;
  /** Keeps what goes over the wire in files, for a while. */
  switchTrace(route: string, on: boolean): TraceState | undefined;
  /** What went over the wire after line `after`. */
  traced(route: string, after: number): TraceLines | undefined;
}

export interface RelayPorts {
  readonly webhooks: WebhookPort;
  readonly exchanges: ExchangePort;
  readonly windows: WindowPort;
  readonly terminals: TerminalPort;
  readonly reconcile: ReconcilePort;
  /** Null: this shop has no vouchers. */
  readonly injection: InjectionPort | null;
  /** Null as well then. */
  readonly vouchers: VoucherPort | null;
  readonly health: HealthPort;
  readonly assets: { readonly cashier: AssetBundle; readonly display: AssetBundle };
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
}
