import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Role } from '@tillbridge/contracts';
import { type Clock, describeError, TillbridgeError } from '@tillbridge/kernel';
import {
  type AccessCookie,
  type AssetBundle,
  buildRelay,
  createMetrics,
  type HealthReport,
  loadAssets,
  type Relay,
} from '@tillbridge/relay';
import { openStore } from '@tillbridge/store-sqlite';
import { type ComposePorts, compose, type Rooms } from './compose.ts';
import { AGENT_ERRORS } from './errors.ts';
import { CRASH_POINTS, type CrashPoint } from './host/crash-points.ts';
import { journalFile, openDataFolder, windowKey } from './host/data-folder.ts';
import { clockAhead } from './host/demo-clock.ts';
import { removeRunFile, writeRunFile } from './host/run-file.ts';
import { createNodeHttpExchange } from './http/node-http-exchange.ts';
import { type OpenLog, openLog } from './log/pino-log.ts';
import { systemClock, systemDigest, systemRandom } from './node-ports.ts';
import type { AgentSettings } from './settings.ts';
import { VERSION } from './version.ts';

export interface AgentOptions {
  readonly settings: AgentSettings;
  /** The built windows: folders, or already in memory. */
  readonly assets: { readonly cashier: string | AssetBundle; readonly display: string | AssetBundle };
  /** Other ports than the machine's, for tests. */
  readonly ports?: Partial<Omit<ComposePorts, 'store' | 'metrics'>>;
  /** A shop of invented data: the windows say so, and power cuts may be played. */
  readonly demo?: boolean;
  /** Origins that may show a window in a frame. None in a shop. */
  readonly frameAncestors?: readonly string[];
  /** One of `CRASH_POINTS`; ignored outside the demo. */
  readonly crashAt?: string;
  /** How far the wall clock is ahead of the machine's; ignored outside the demo. */
  readonly clockAheadMs?: number;
}

export interface RunningAgent {
  /** `http://127.0.0.1:<port>`: windows, and tills on this machine. */
  readonly address: string;
  /** `https://<host>:<port>` when other machines may come. */
  readonly lanAddress: string | null;
  readonly dataFolder: string;
  /** Lets a window in: `<address>/<window>/#t=<token>`. Valid until the agent ends. */
  launchToken(role: Role): string;
  /** The cookie itself, for a shell with a cookie store. */
  cookie(role: Role): AccessCookie;
  pairingCode(role: Role): { readonly code: string; readonly validMs: number };
  /** A payment is under way that a stop would leave to the next start. */
  busy(): boolean;
  health(): HealthReport;
  /** Takes nothing new, lets what is under way end, and closes the journal. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/**
 * Starts the agent: data folder, journal, rooms, open payments of the last run, server. Rejects with a
 * `TillbridgeError` that says what to do; nothing is left running then.
 */
export async function startAgent(options: AgentOptions): Promise<RunningAgent> {
  const { settings } = options;
  /** What has to be let go again, the newest first. */
  const held: (() => void)[] = [];
  const letGo = () => {
    for (const release of held.splice(0).toReversed()) release();
  };
  try {
    openDataFolder(settings.dataFolder);
    const ports = machinePorts(options, held);
    const file = journalFile(settings.dataFolder);
    const store = openStore({ file, digest: ports.digest, clock: ports.clock, log: ports.log });
    held.push(() => store.close());
    const [cashier, display] = await Promise.all([bundle(options.assets.cashier), bundle(options.assets.display)]);
    const build = buildOf(cashier, display);
    const metrics = createMetrics({ build });
    const demo = options.demo ?? false;
    const crashAt = demo ? crashPoint(options.crashAt) : null;
    const rooms = compose(settings, { ...ports, store, metrics }, { build, demo, crashAt });
    held.push(() => rooms.board.close());
    const relay = await buildRelay(
      { ...ports, ...rooms.relayPorts, metrics, assets: { cashier, display } },
      {
        build,
        accessKey: windowKey(settings.dataFolder, ports.random),
        cookieSuffix: ports.digest.sha256Hex(file).slice(0, 12),
        proxyNames: settings.listen.names,
        frameAncestors: [...settings.listen.frameOrigins, ...(options.frameAncestors ?? [])],
      },
    );
    // Begins before anybody can ask, and doesn't hold the door: until it is done the agent says that it isn't ready.
    rooms.recover().catch((error: unknown) => {
      ports.log.error('open payments could not be taken up', { error: describeError(error) });
    });
    const open = await listen(relay, settings, rooms);
    rooms.dispatcher.start();
    const launch = { cashier: relay.access.launchToken('cashier'), display: relay.access.launchToken('display') };
    try {
      writeRunFile(settings.dataFolder, { pid: process.pid, ...open, launch });
      held.push(() => removeRunFile(settings.dataFolder));
    } catch (error) {
      // The command line won't find us; a full disk must not keep the tills from hearing what they are owed.
      ports.log.warn('the run file could not be written', { error: describeError(error) });
    }
    return running({ ...open, relay, rooms, dataFolder: settings.dataFolder, idle: () => store.idle(), letGo });
  } catch (error) {
    letGo();
    throw error;
  }
}

type Ports = Omit<ComposePorts, 'store' | 'metrics'>;

function machinePorts(options: AgentOptions, held: (() => void)[]): Ports {
  const { settings, ports: given = {} } = options;
  const clock = given.clock ?? ownClock(options);
  let { log, http } = given;
  if (log === undefined) {
    const own = ownLog(settings);
    held.push(() => own.close());
    log = own;
  }
  if (http === undefined) {
    const own = createNodeHttpExchange({ clock });
    held.push(() => own.close());
    http = own;
  }
  return {
    clock,
    log,
    http,
    random: given.random ?? systemRandom(),
    digest: given.digest ?? systemDigest(),
    ...(given.devices === undefined ? {} : { devices: given.devices }),
    ...(given.stream === undefined ? {} : { stream: given.stream }),
  };
}

function ownClock({ demo = false, clockAheadMs = 0 }: AgentOptions): Clock {
  return demo && clockAheadMs !== 0 ? clockAhead(systemClock(), clockAheadMs) : systemClock();
}

function ownLog({ log: { level, file } }: AgentSettings): OpenLog {
  try {
    return openLog({ level, ...(file === null ? {} : { file }) });
  } catch (cause) {
    throw new TillbridgeError(AGENT_ERRORS.dataFolder, { ...(file === null ? {} : { about: file }), cause });
  }
}

/** A server that can't listen where it should is closed again, whatever else listens already. */
async function listen(
  relay: Relay,
  settings: AgentSettings,
  rooms: Rooms,
): Promise<{ address: string; lanAddress: string | null }> {
  try {
    const { port } = await relay.listenLoopback(settings.listen.port);
    const { lan } = settings.listen;
    const lanPort = lan === null ? null : (await relay.listenLan(lan)).port;
    return {
      address: `http://127.0.0.1:${port}`,
      lanAddress: lan === null ? null : `https://${reachableHost(lan.host)}:${lanPort}`,
    };
  } catch (error) {
    await relay.close();
    rooms.stopping();
    await rooms.close();
    throw error;
  }
}

/** Nobody can call "all addresses of this machine"; its name is the best there is. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname();
  return host.includes(':') ? `[${host}]` : host;
}

function bundle(assets: string | AssetBundle): Promise<AssetBundle> | AssetBundle {
  return typeof assets === 'string' ? loadAssets(assets) : assets;
}

/** The release and the windows it came with: a window of another build loads itself again. */
function buildOf(...bundles: readonly AssetBundle[]): string {
  const hash = createHash('sha256');
  for (const files of bundles) hash.update(files.get('index.html')?.etag ?? '');
  return `${VERSION}+${hash.digest('hex').slice(0, 8)}`;
}

function crashPoint(name: string | undefined): CrashPoint | null {
  return CRASH_POINTS.find((point) => point === name) ?? null;
}

interface Parts {
  readonly address: string;
  readonly lanAddress: string | null;
  readonly dataFolder: string;
  readonly relay: Relay;
  readonly rooms: Rooms;
  idle(): Promise<void>;
  letGo(): void;
}

function running({ address, lanAddress, dataFolder, relay, rooms, idle, letGo }: Parts): RunningAgent {
  const { access } = relay;
  const stop = async () => {
    rooms.stopping();
    // Intake first: whoever is being answered hears the end of it, nobody new comes in.
    await relay.close();
    await rooms.close();
    await idle();
    letGo();
  };
  let stopped: Promise<void> | null = null;
  return {
    address,
    lanAddress,
    dataFolder,
    launchToken: (role) => access.launchToken(role),
    cookie: (role) => access.cookie(role),
    pairingCode: (role) => access.pairingCode(role),
    busy: () => rooms.desk.busy(),
    health: () => rooms.relayPorts.health.report(),
    close: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}
