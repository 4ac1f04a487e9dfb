/** The live link of the windows: WebSocket `/api/live?window=cashier|display&till=…`. */
import type { IncomingMessage } from 'node:http';
import fastifyWebsocket from '@fastify/websocket';
import { BEAT_EVERY_MS, LIVE_PATH, liveQuerySchema, type WindowKind } from '@tillbridge/contracts';
import type { TillId } from '@tillbridge/payments';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WebSocket, WebSocketServer } from 'ws';
import type { AccessControl } from '../access/access-control.ts';
import type { Doorman } from '../access/doorman.ts';
import { isSecure } from '../access/served-hosts.ts';
import { refuse } from '../api-error.ts';
import { RELAY_ERRORS } from '../errors.ts';
import type { RelayLimits } from '../limits.ts';
import type { RelayPorts } from '../ports.ts';
import { pathOf } from '../request-path.ts';
import { LiveLink } from './live-link.ts';

/** Why the agent closed a live link. */
const LIVE_CLOSE = {
  /** The agent stops. The window connects again. */
  goingAway: 1001,
  tooManyWindows: 1013,
  badRequest: 4400,
  /** No valid cookie, or one of a role that may not see this window. The window asks for a pairing code. */
  notEntered: 4401,
  noSuchTill: 4404,
} as const;

export interface LiveRouteOptions {
  readonly ports: Pick<RelayPorts, 'windows' | 'clock' | 'metrics' | 'log'>;
  readonly access: AccessControl;
  readonly doorman: Doorman;
  readonly limits: RelayLimits;
  readonly build: string;
}

/**
 * Which requests leave HTTP. Any other offer to upgrade is answered as the plain request it also is: some HTTP clients
 * offer HTTP/2 with every call, a till's webhook among them.
 */
export function isLiveUpgrade(request: IncomingMessage): boolean {
  return (
    request.method === 'GET' && pathOf(request.url) === LIVE_PATH && /^websocket$/i.test(request.headers.upgrade ?? '')
  );
}

/** Registered in a scope of its own, since the WebSocket plugin puts hooks on everything beside it. */
export async function liveRoute(app: FastifyInstance, options: LiveRouteOptions): Promise<void> {
  const { ports, access, doorman, limits } = options;
  const links = new Set<{ beat(): void }>();
  const stop = new AbortController();

  await app.register(fastifyWebsocket, {
    options: { maxPayload: limits.liveMessageBytes, perMessageDeflate: false, clientTracking: true },
    preClose(done: () => void) {
      stop.abort();
      closeAll(app.websocketServer);
      done();
    },
    errorHandler: (_error, socket) => socket.terminate(),
  });
  // A window in use keeps its cookie fresh: the renewed one rides on the answer to the upgrade.
  app.websocketServer.on('headers', (lines: string[], request: IncomingMessage) => {
    const visitor = access.visitor(request.headers.cookie);
    if (visitor?.renew) lines.push(`Set-Cookie: ${access.setCookie(visitor.role, isSecure(request))}`);
  });
  void beat(stop.signal);

  app.route({
    method: 'GET',
    url: LIVE_PATH,
    onRequest: doorman.origin,
    handler: (_request, reply) => refuse(reply, 426, RELAY_ERRORS.badRequest),
    wsHandler: admit,
  });

  function admit(socket: WebSocket, request: FastifyRequest): void {
    const query = liveQuerySchema.safeParse(request.query);
    if (!query.success) {
      socket.close(LIVE_CLOSE.badRequest);
      return;
    }
    const visitor = access.visitor(request.headers.cookie);
    const { window, till: wanted } = query.data;
    if (visitor === undefined || (visitor.role === 'display' && window !== 'display')) {
      socket.close(LIVE_CLOSE.notEntered);
      return;
    }
    if (links.size >= limits.windows) {
      socket.close(LIVE_CLOSE.tooManyWindows);
      return;
    }
    const tills = ports.windows.tills();
    const till = wanted === undefined ? tills[0] : tills.find(({ id }) => id === wanted);
    if (till === undefined) {
      socket.close(LIVE_CLOSE.noSuchTill);
      return;
    }
    open(socket, window, till.id);
  }

  function open<Kind extends WindowKind>(socket: WebSocket, window: Kind, till: TillId): void {
    const link = new LiveLink<Kind>({
      socket,
      window,
      build: options.build,
      clock: ports.clock,
      stallMs: limits.liveStallMs,
      silenceMs: limits.liveSilenceMs,
      // What a cashier's window shows is nobody's evidence of what stands before the guest.
      shown: (message) => {
        if (window === 'display') ports.windows.shown(till, message);
      },
    });
    links.add(link);
    ports.metrics.windows(window, 1);
    const unsubscribe = ports.windows.subscribe(window, till, (view) => link.view(view));
    socket.on('close', () => {
      unsubscribe();
      links.delete(link);
      ports.metrics.windows(window, -1);
    });
  }

  function closeAll(server: WebSocketServer): void {
    for (const client of server.clients) client.close(LIVE_CLOSE.goingAway);
    const gone = new AbortController();
    server.close(() => gone.abort());
    ports.clock.sleep(limits.drainMs, gone.signal).then(
      () => {
        for (const client of server.clients) client.terminate();
      },
      () => undefined,
    );
  }

  async function beat(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        await ports.clock.sleep(BEAT_EVERY_MS, signal);
        for (const link of links) link.beat();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}
