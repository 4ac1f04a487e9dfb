import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import {
  type AgentMessage,
  type CashierView,
  COMMANDS_PATH,
  type DisplayView,
  LIVE_PATH,
  type ReconcileReport,
} from '@tillbridge/contracts';
import { type WebSocket, WebSocketServer } from 'ws';

/** An agent for looking at the windows: serves what Vite built and shows any view, with the agent's content policy. */
export interface FakeAgent {
  readonly url: string;
  /** What the windows asked for. */
  readonly commands: unknown[];
  show(view: { cashier?: CashierView; display?: DisplayView }): void;
  /** What the next questions for a day's reconciliation are answered with; null: nothing, ever. */
  answerReconcile(report: ReconcileReport | null): void;
  /** What a read of the local API is answered with. */
  answerRead(path: string, body: unknown): void;
  /** Cuts the links and refuses new ones until it is called with `false`. */
  goSilent(silent: boolean): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'";

export async function startFakeAgent(appsFolder: string, port = 0): Promise<FakeAgent> {
  const commands: unknown[] = [];
  const views: { cashier?: CashierView; display?: DisplayView } = {};
  const sockets = new Map<WebSocket, string>();
  const reads = new Map<string, unknown>();
  let silent = false;
  let report: ReconcileReport | null = null;

  function sendView(socket: WebSocket, kind: string): void {
    const agentNow = Date.now();
    if (kind === 'cashier' && views.cashier) send(socket, { type: 'cashier-view', agentNow, view: views.cashier });
    if (kind === 'display' && views.display) send(socket, { type: 'display-view', agentNow, view: views.display });
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '/', 'http://agent');
    if (request.method === 'POST') {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on('end', () => {
        const body = JSON.parse(text) as { readonly type?: string };
        commands.push({ path: pathname, body });
        const reconciles = body.type === 'reconcile';
        if (reconciles && report === null) return;
        response.setHeader('content-type', 'application/json');
        const done = { ok: true, ...(reconciles ? { report } : {}) };
        response.end(JSON.stringify(pathname === COMMANDS_PATH ? done : { role: 'cashier' }));
      });
      return;
    }
    if (reads.has(pathname)) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(reads.get(pathname)));
      return;
    }
    const [, app = '', ...rest] = normalize(pathname).split('/');
    const file = join(appsFolder, app, 'dist', rest.join('/') || 'index.html');
    if (!/^(cashier|display)$/.test(app) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-security-policy', POLICY);
    createReadStream(file).pipe(response);
  }

  const server = createServer(serve);
  const live = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const address = new URL(request.url ?? '/', 'http://agent');
    if (silent || address.pathname !== LIVE_PATH) {
      socket.destroy();
      return;
    }
    live.handleUpgrade(request, socket, head, (opened) => {
      const kind = address.searchParams.get('window') ?? 'display';
      sockets.set(opened, kind);
      opened.on('close', () => sockets.delete(opened));
      send(opened, { type: 'hello', protocol: 1, build: 'pictures', agentNow: Date.now() });
      sendView(opened, kind);
    });
  });
  const beat = setInterval(() => {
    for (const socket of sockets.keys()) send(socket, { type: 'beat', agentNow: Date.now() });
  }, 700);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    commands,
    show(next) {
      Object.assign(views, next);
      for (const [socket, kind] of sockets) sendView(socket, kind);
    },
    answerReconcile(next) {
      report = next;
    },
    answerRead(path, body) {
      reads.set(path, body);
    },
    goSilent(value) {
      silent = value;
      if (silent) for (const socket of sockets.keys()) socket.terminate();
    },
    async close() {
      clearInterval(beat);
      for (const socket of sockets.keys()) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(socket: WebSocket, message: AgentMessage): void {
  socket.send(JSON.stringify(message));
}
