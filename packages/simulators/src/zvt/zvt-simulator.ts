import { randomBytes } from 'node:crypto';
import { listenTcp, type TcpListener } from '@tillbridge/device-io/tcp';
import type { ByteLink, Clock, Random } from '@tillbridge/kernel';
import { type ApduLink, bareLink } from '@tillbridge/zvt/link';
import Fastify from 'fastify';
import { addScriptedPage } from '../shared/html.ts';
import { systemClock } from '../shared/system-clock.ts';
import { addZvtControlRoutes } from './control-routes.ts';
import type { ZvtOptions } from './options.ts';
import { terminalPage } from './page.ts';
import { type SerialPlace, serveSerial } from './serial-server.ts';
import { ZvtTerminal } from './zvt-terminal.ts';

export interface ZvtSimulatorOptions {
  /** Where the till connects: 0 picks a free port. */
  readonly tcp?: { readonly port: number; readonly host?: string };
  /** The port the till's cable ends at; 9600 8N2 when nothing else is said. */
  readonly serial?: SerialPlace;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly options?: Partial<ZvtOptions>;
  /** Where the control API and the page are, on 127.0.0.1; 0 picks a free port. Default: nowhere. */
  readonly controlPort?: number;
}

/** A ZVT terminal, running. */
export interface ZvtSimulator {
  /** Screen, keys, books and faults. */
  readonly terminal: ZvtTerminal;
  /** `tcp://127.0.0.1:20007`, `serial:/dev/pts/3`; null when links are attached by hand alone. */
  readonly address: string | null;
  readonly tcpPort: number | null;
  /** Base address of control API and page. */
  readonly controlUrl: string | null;
  /** Connects a till in memory. */
  attach(link: ApduLink): boolean;
  close(): Promise<void>;
}

const LOCAL = '127.0.0.1';

/** Starts a terminal on TCP, on a serial port, or in memory. */
export async function startZvtSimulator(options: ZvtSimulatorOptions): Promise<ZvtSimulator> {
  const clock = options.clock ?? systemClock();
  const random = options.random ?? systemRandom();
  const serialDefaults = options.serial === undefined ? {} : { closesOnSilence: false };
  const terminal = new ZvtTerminal({ clock, random, options: { ...serialDefaults, ...options.options } });
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    terminal.close();
    await Promise.all(closing.splice(0).map((end) => end()));
  };
  try {
    const { tcp, serial, controlPort } = options;
    const host = tcp?.host ?? LOCAL;
    const listener = tcp === undefined ? null : await listen(tcp.port, host, terminal, clock);
    if (listener !== null) closing.push(() => listener.close());
    if (serial !== undefined) closing.push(await serveSerial(serial, terminal, clock, random));
    const control = controlPort === undefined ? null : await serveControl(controlPort, terminal);
    if (control !== null) closing.push(control.close);
    const tcpAddress = listener === null ? null : `tcp://${host}:${listener.port}`;
    return {
      terminal,
      address: tcpAddress ?? (serial === undefined ? null : `serial:${serial.path}`),
      tcpPort: listener?.port ?? null,
      controlUrl: control?.url ?? null,
      attach: (link) => terminal.attach(link),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function listen(port: number, host: string, terminal: ZvtTerminal, clock: Clock): Promise<TcpListener> {
  return listenTcp({ host, port }, (link: ByteLink) => {
    terminal.attach(bareLink(link, { clock }));
  });
}

async function serveControl(port: number, terminal: ZvtTerminal) {
  const server = Fastify({ forceCloseConnections: true });
  addZvtControlRoutes(server, terminal);
  addScriptedPage(server, terminalPage);
  const url = await server.listen({ port, host: LOCAL });
  return { url, close: () => server.close() };
}

function systemRandom(): Random {
  return { fraction: Math.random, bytes: (length) => new Uint8Array(randomBytes(length)) };
}
