import type { Server as HttpServer } from 'node:http';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Clock, TillbridgeError } from '@tillbridge/kernel';
import fastify, { type InjectOptions, type LightMyRequestResponse } from 'fastify';
import { type AccessControl, createAccessControl } from './access/access-control.ts';
import { createDoorman } from './access/doorman.ts';
import { ServedHosts } from './access/served-hosts.ts';
import { refuse } from './api-error.ts';
import { apiRoutes } from './api-routes.ts';
import { assetRoutes } from './assets/asset-routes.ts';
import { RELAY_ERRORS } from './errors.ts';
import { exchangeRoute } from './exchange-route.ts';
import { healthRoutes } from './health-routes.ts';
import { injectionRoute } from './injection-route.ts';
import { certificateNames, createLanServer, type LanOptions } from './lan-server.ts';
import { type RelayLimits, relayLimits } from './limits.ts';
import { isLiveUpgrade, liveRoute } from './live/live-route.ts';
import type { RelayPorts } from './ports.ts';
import { webhookRoute } from './webhook-route.ts';

const LOOPBACK = '127.0.0.1';
const DRAIN_CHECK_MS = 50;

export interface RelaySettings {
  /** The agent's build; a window of another build loads itself again. */
  readonly build: string;
  /** 32 bytes that the agent keeps across restarts. */
  readonly accessKey: Uint8Array;
  /** Tells the agents of one machine apart in the browser's cookies: letters, digits, hyphens. */
  readonly cookieSuffix: string;
  readonly limits?: Partial<RelayLimits>;
  /** Origins that may show a window in a frame. None in a shop. */
  readonly frameAncestors?: readonly string[];
  /** Names by which a proxy, a tunnel or a forwarded port leads to us over TLS, as clients write them after `https://`. */
  readonly proxyNames?: readonly string[];
  /** Hosts with port beyond those we listen on. */
  readonly servedHosts?: readonly string[];
}

/** The HTTP server. It is reachable only after one of the `listen` methods. */
export interface Relay {
  readonly access: AccessControl;
  /** Listens on 127.0.0.1. Port 0: any free one. Rejects with TILL-420 or TILL-421. */
  listenLoopback(port: number): Promise<{ readonly port: number }>;
  /** Listens for other machines, with TLS and an allow-list. Rejects with TILL-420 to TILL-423. */
  listenLan(options: LanOptions): Promise<{ readonly port: number }>;
  /** Takes no new requests, lets open ones end, tells the windows to come back, and is done within `limits.drainMs`. */
  close(): Promise<void>;
  /** Answers a request without a socket, for tests. */
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
}

export async function buildRelay(ports: RelayPorts, settings: RelaySettings): Promise<Relay> {
  const limits = relayLimits(settings.limits);
  const hosts = new ServedHosts(settings.servedHosts, settings.proxyNames);
  const access = createAccessControl({
    key: settings.accessKey,
    cookieSuffix: settings.cookieSuffix,
    clock: ports.clock,
    random: ports.random,
    digest: ports.digest,
  });
  const doorman = createDoorman(access, hosts);

  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    requestIdHeader: false,
    // Nobody reads the ids, so none are counted.
    genReqId: () => '',
    forceCloseConnections: 'idle',
    connectionTimeout: limits.idleSocketMs,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    bodyLimit: limits.apiBodyBytes,
    routerOptions: { ignoreTrailingSlash: false, caseSensitive: true },
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.timeoutCheckMs,
      shouldUpgradeCallback: isLiveUpgrade,
    },
    frameworkErrors: (_error, _request, reply) => {
      refuse(reply, 400, RELAY_ERRORS.badRequest);
    },
  });
  app.server.maxConnections = limits.socketsLoopback;
  app.server.maxHeadersCount = limits.headerCount;
  app.setNotFoundHandler((_request, reply) => refuse(reply, 404, RELAY_ERRORS.noSuchPath));

  await app.register(async (scope) => liveRoute(scope, { ports, access, doorman, limits, build: settings.build }));
  await app.register(async (scope) => apiRoutes(scope, { ports, access, doorman, limits }));
  assetRoutes(app, ports.assets, doorman, settings.frameAncestors ?? []);
  healthRoutes(app, ports.health, ports.metrics, doorman);
  exchangeRoute(app, ports.exchanges, limits, ports.log);
  if (ports.injection !== null) {
    injectionRoute(app, { injection: ports.injection, doorman, hosts, limits, log: ports.log });
  }
  webhookRoute(app, ports.webhooks, limits, ports.log);
  await app.ready();

  const lanServers: Server[] = [];

  return {
    access,
    async listenLoopback(port) {
      try {
        await app.listen({ host: LOOPBACK, port });
      } catch (cause) {
        throw listenError(cause, `${LOOPBACK}:${port}`);
      }
      const bound = (app.server.address() as AddressInfo).port;
      hosts.add('localhost', bound, 80);
      ports.log.info('listening on loopback', { port: bound });
      return { port: bound };
    },
    async listenLan(options) {
      const server = createLanServer(options, limits, (request, response) => app.routing(request, response));
      server.on('upgrade', (request, socket, head) => app.server.emit('upgrade', request, socket, head));
      await new Promise<void>((resolve, reject) => {
        server.once('error', (cause) => reject(listenError(cause, `${options.host}:${options.port}`)));
        server.listen({ host: options.host, port: options.port }, resolve);
      });
      lanServers.push(server);
      const bound = (server.address() as AddressInfo).port;
      for (const name of certificateNames(options.certificatePem)) hosts.add(name, bound, 443);
      ports.log.info('listening on the network', { host: options.host, port: bound, networks: options.allow.length });
      return { port: bound };
    },
    async close() {
      const servers = [app.server, ...lanServers];
      const closed = new AbortController();
      const drained = drain(servers, ports.clock, limits.drainMs, closed.signal);
      await Promise.all([app.close(), ...lanServers.map(closeServer)]);
      closed.abort();
      await drained;
    },
    inject: (options) => app.inject(options),
  };
}

/** Resolves when the last connection is gone. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Closes what has had its answer, since a caller may keep its connection for the next request; at last, everything. */
async function drain(
  servers: readonly (HttpServer | Server)[],
  clock: Clock,
  withinMs: number,
  closed: AbortSignal,
): Promise<void> {
  const start = clock.monotonicMs();
  try {
    while (clock.monotonicMs() - start < withinMs) {
      await clock.sleep(DRAIN_CHECK_MS, closed);
      for (const server of servers) server.closeIdleConnections();
    }
    for (const server of servers) server.closeAllConnections();
  } catch (error) {
    if (!closed.aborted) throw error;
  }
}

function listenError(cause: unknown, about: string): TillbridgeError {
  const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
  return new TillbridgeError(taken ? RELAY_ERRORS.portTaken : RELAY_ERRORS.cannotListen, { about, cause });
}
