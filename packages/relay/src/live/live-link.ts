import { type AgentMessage, type WindowKind, type WindowMessage, windowMessageSchema } from '@tillbridge/contracts';
import type { Clock } from '@tillbridge/kernel';
import type { RawData, WebSocket } from 'ws';
import type { ViewOf } from '../ports.ts';

/** Pings go out on every so manieth beat. */
const BEATS_PER_PING = 8;

export interface LiveLinkOptions<Kind extends WindowKind> {
  readonly socket: WebSocket;
  readonly window: Kind;
  readonly build: string;
  readonly clock: Clock;
  /** A window that takes nothing for this long is dropped. */
  readonly stallMs: number;
  /** A window that answers no ping for this long is dropped. */
  readonly silenceMs: number;
  readonly shown: (message: WindowMessage) => void;
}

/**
 * The link to one window. A change leaves at once; while the socket still holds the view before it, changes wait and
 * only the newest of them follows, so a slow window gets fewer views and never an old one after a newer.
 */
export class LiveLink<Kind extends WindowKind> {
  private readonly options: LiveLinkOptions<Kind>;
  private waiting: ViewOf<Kind> | undefined;
  /** Since when the socket holds something it hasn't passed on; null: it took everything. */
  private holdsSinceMs: number | null = null;
  private heardAtMs: number;
  private beats = 0;

  constructor(options: LiveLinkOptions<Kind>) {
    this.options = options;
    this.heardAtMs = options.clock.monotonicMs();
    const { socket } = options;
    const heard = () => {
      this.heardAtMs = options.clock.monotonicMs();
    };
    socket.on('pong', heard);
    socket.on('message', (data: RawData, isBinary: boolean) => {
      heard();
      if (!isBinary) this.receive(data);
    });
    this.send({ type: 'hello', protocol: 1, build: options.build, agentNow: options.clock.now() });
  }

  view(view: ViewOf<Kind>): void {
    if (this.holdsSinceMs === null) this.sendView(view);
    else this.waiting = view;
  }

  /** Called every beat: says that we live, and drops a window that doesn't. */
  beat(): void {
    const { clock, socket, stallMs, silenceMs } = this.options;
    const now = clock.monotonicMs();
    const stalled = this.holdsSinceMs !== null && now - this.holdsSinceMs > stallMs;
    if (stalled || now - this.heardAtMs > silenceMs) {
      socket.terminate();
      return;
    }
    if (this.holdsSinceMs === null) this.send({ type: 'beat', agentNow: clock.now() });
    this.beats += 1;
    if (this.beats % BEATS_PER_PING === 0 && socket.readyState === socket.OPEN) socket.ping();
  }

  private sendView(view: ViewOf<Kind>): void {
    const agentNow = this.options.clock.now();
    const type = `${this.options.window}-view`;
    this.send({ type, agentNow, view } as AgentMessage);
  }

  private send(message: AgentMessage): void {
    const { socket, clock } = this.options;
    if (socket.readyState !== socket.OPEN) return;
    const since = clock.monotonicMs();
    this.holdsSinceMs ??= since;
    socket.send(JSON.stringify(message), () => this.taken());
  }

  /** The system has taken what the socket held. */
  private taken(): void {
    if (this.options.socket.bufferedAmount > 0) return;
    this.holdsSinceMs = null;
    const view = this.waiting;
    this.waiting = undefined;
    if (view !== undefined) this.sendView(view);
  }

  private receive(data: RawData): void {
    const message = windowMessageSchema.safeParse(parse(String(data)));
    if (message.success) this.options.shown(message.data);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
