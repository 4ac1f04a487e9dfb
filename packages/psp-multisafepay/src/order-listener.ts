/**
 * Listens to what MultiSafepay tells about one order (docs.multisafepay.com, "Event notifications"), and keeps listening
 * through broken connections. It only ever makes somebody look sooner; without it everything works by asking.
 *
 *   connect ──200──▶ live ──closed, broken, silent──▶ pause 1, 2, 4 … 60 s ──▶ connect
 *      └──401/403: the next way to show the token; after the last one: over
 */
import type { Clock } from '@tillbridge/kernel';
import { type EventStream, StreamRefused } from './event-stream.ts';
import { type MspOrderEvent, readOrderEvent } from './order-event.ts';
import { SseParser } from './sse-parser.ts';

/** What the answer to a create gave us to listen with. The token is a secret. */
export interface EventAccess {
  readonly url: string;
  readonly token: string;
}

/**
 * The ways to show the token: raw in `authorization` (the documentation), with `Bearer` (MultiSafepay's Python SDK), or
 * as `token` in the address (their web socket client).
 */
const TOKEN_WAYS = ['raw', 'bearer', 'query'] as const;
export type TokenWay = (typeof TOKEN_WAYS)[number];

export interface ListenerPorts {
  readonly stream: EventStream;
  readonly clock: Clock;
  /** The way that worked last comes first; shared by all orders of a key. */
  readonly ways: TokenWays;
}

/** Remembers which way to show the token works. */
export class TokenWays {
  private list: readonly TokenWay[];

  constructor(first: TokenWay = 'raw') {
    this.list = [first, ...TOKEN_WAYS.filter((way) => way !== first)];
  }

  inOrder(): readonly TokenWay[] {
    return this.list;
  }

  worked(way: TokenWay): void {
    if (this.list[0] !== way) this.list = [way, ...this.list.filter((other) => other !== way)];
  }
}

export interface OrderEar {
  /** A connection to the stream began or ended. */
  live(live: boolean): void;
  heard(event: MspOrderEvent): void;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A connection on which nothing at all arrives for this long is given up: no keep-alive interval is documented. */
const SILENT_MS = 60_000;
const SILENT = new Error('silent stream');

/** Listens until the signal aborts, or until no way to show the token is accepted. Never rejects. */
export async function listenToOrder(
  ports: ListenerPorts,
  access: EventAccess,
  orderId: string,
  ear: OrderEar,
  signal: AbortSignal,
): Promise<void> {
  const parser = new SseParser();
  const hear = (messages: ReturnType<SseParser['push']>) => {
    for (const message of messages) {
      const event = readOrderEvent(message);
      if (event !== undefined && (event.orderId ?? orderId) === orderId) ear.heard(event);
    }
  };
  let failures = 0;
  while (!signal.aborted) {
    const end = await connect(ports, access, parser, hear, ear, signal);
    if (end === 'unwelcome' || signal.aborted) return;
    failures = end === 'was-live' ? 0 : failures + 1;
    const pauseMs = Math.min(
      LONGEST_PAUSE_MS,
      Math.max(parser.retryMs ?? 0, FIRST_PAUSE_MS * 2 ** Math.min(failures, 6)),
    );
    await ports.clock.sleep(pauseMs, signal).catch(() => undefined);
  }
}

/** One round through the ways to show the token. */
async function connect(
  { stream, clock, ways }: ListenerPorts,
  access: EventAccess,
  parser: SseParser,
  hear: (messages: ReturnType<SseParser['push']>) => void,
  ear: OrderEar,
  signal: AbortSignal,
): Promise<'was-live' | 'failed' | 'unwelcome'> {
  for (const way of ways.inOrder()) {
    const over = new AbortController();
    const guard = silenceGuard(clock, over);
    let live = false;
    try {
      const { url, headers } = shown(access, way, parser.lastId);
      for await (const bytes of stream.open(url, headers, AbortSignal.any([signal, over.signal]))) {
        guard.heard();
        if (!live) {
          live = true;
          ways.worked(way);
          ear.live(true);
        }
        hear(parser.push(bytes));
      }
    } catch (error) {
      if (error instanceof StreamRefused && (error.status === 401 || error.status === 403)) continue;
      // Whatever else broke it: a new connection, or asking, heals it.
    } finally {
      over.abort();
      if (live) {
        hear(parser.end());
        ear.live(false);
      }
    }
    return live ? 'was-live' : 'failed';
  }
  return 'unwelcome';
}

function silenceGuard(clock: Clock, over: AbortController): { heard(): void } {
  let heardMs = clock.monotonicMs();
  const watch = async () => {
    while (!over.signal.aborted) {
      const leftMs = heardMs + SILENT_MS - clock.monotonicMs();
      if (leftMs <= 0) over.abort(SILENT);
      else await clock.sleep(leftMs, over.signal).catch(() => undefined);
    }
  };
  watch().catch(() => undefined);
  return {
    heard: () => {
      heardMs = clock.monotonicMs();
    },
  };
}

function shown({ url, token }: EventAccess, way: TokenWay, lastId: string | null) {
  const headers: Record<string, string> = { accept: 'text/event-stream', 'cache-control': 'no-cache' };
  if (lastId !== null) headers['last-event-id'] = lastId;
  if (way === 'query') {
    const mark = url.includes('?') ? '&' : '?';
    return { url: `${url}${mark}token=${encodeURIComponent(token)}`, headers };
  }
  headers.authorization = way === 'raw' ? token : `Bearer ${token}`;
  return { url, headers };
}
