import { listenTcp } from '@tillbridge/device-io/tcp';
import type { ByteLink, Clock } from '@tillbridge/kernel';
import Fastify from 'fastify';
import { addScriptedPage } from '../shared/html.ts';
import { systemClock } from '../shared/system-clock.ts';
import { addPayEcrControlRoutes } from './control-routes.ts';
import { answerDiscovery } from './discovery-answerer.ts';
import type { PayEcrTerminalOptions } from './options.ts';
import { terminalPage } from './page.ts';
import { PayEcrTerminal } from './payecr-terminal.ts';

export interface PayEcrSimulatorOptions {
  /** Where the till connects; 0 picks a free port. A real terminal has 8888. */
  readonly tcp?: { readonly port: number; readonly host?: string };
  /** Where it answers discovery; 0 picks a free port. A real terminal has 8889. Default: nowhere. */
  readonly udp?: { readonly port: number; readonly host?: string };
  /** Where the control API and the page are, on 127.0.0.1; 0 picks a free port. Default: nowhere. */
  readonly controlPort?: number;
  readonly clock?: Clock;
  readonly options?: Partial<Omit<PayEcrTerminalOptions, 'clock'>>;
}

/** A PAY.POS terminal, running. */
export interface PayEcrSimulator {
  /** Screen, history and faults. */
  readonly terminal: PayEcrTerminal;
  readonly tcpPort: number | null;
  readonly udpPort: number | null;
  /** Base address of control API and page. */
  readonly controlUrl: string | null;
  /** Connects a till in memory. */
  attach(link: ByteLink): void;
  close(): Promise<void>;
}

const LOCAL = '127.0.0.1';

/** Starts a terminal on TCP, or in memory. */
export async function startPayEcrSimulator(options: PayEcrSimulatorOptions): Promise<PayEcrSimulator> {
  const terminal = new PayEcrTerminal({ clock: options.clock ?? systemClock(), ...options.options });
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    terminal.close();
    await Promise.all(closing.splice(0).map((end) => end()));
  };
  try {
    const { tcp, udp, controlPort } = options;
    const attach = (link: ByteLink) => terminal.accept(link);
    const listener = tcp === undefined ? null : await listenTcp({ host: tcp.host ?? LOCAL, port: tcp.port }, attach);
    if (listener !== null) closing.push(() => listener.close());
    const discovery = udp === undefined ? null : await answerDiscovery({ host: LOCAL, ...udp }, terminal);
    if (discovery !== null) closing.push(() => discovery.close());
    const control = controlPort === undefined ? null : await serveControl(controlPort, terminal);
    if (control !== null) closing.push(() => control.close());
    return {
      terminal,
      tcpPort: listener?.port ?? null,
      udpPort: discovery?.port ?? null,
      controlUrl: control?.url ?? null,
      attach,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function serveControl(port: number, terminal: PayEcrTerminal) {
  const server = Fastify({ forceCloseConnections: true });
  addPayEcrControlRoutes(server, terminal);
  addScriptedPage(server, terminalPage);
  const url = await server.listen({ port, host: LOCAL });
  return { url, close: () => server.close() };
}
