import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { z } from 'zod';
import { FAULT_IDS, type ShopAction, type ShopActionResult, type ShopView } from './shop-view.ts';

export interface PageServerOptions {
  readonly port: number;
  /** Where the built page lies. */
  readonly dist: string;
  readonly view: () => ShopView;
  readonly act: (action: ShopAction) => Promise<ShopActionResult>;
}

export interface PageServer {
  readonly url: string;
  /** Sends the present view to every page, at most once per turn of the event loop. */
  changed(): void;
  close(): Promise<void>;
}

const LARGEST_BODY_BYTES = 16_384;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const actionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('add-article'), number: z.int() }),
  z.object({ do: z.literal('remove-line'), lineId: z.string() }),
  z.object({ do: z.literal('clear-sale') }),
  z.object({ do: z.literal('pay'), method: z.enum(['K_PAY_PIN', 'K_PAY_QR']) }),
  z.object({ do: z.literal('refund') }),
  z.object({ do: z.literal('cancel') }),
  z.object({ do: z.literal('give-up') }),
  z.object({ do: z.enum(['tap', 'insert']), card: z.enum(['good', 'empty']) }),
  z.object({ do: z.literal('pin') }),
  z.object({ do: z.literal('terminal-stop') }),
  z.object({ do: z.literal('scan') }),
  z.object({ do: z.literal('phone-home') }),
  z.object({ do: z.literal('fault'), id: z.enum(FAULT_IDS), on: z.boolean() }),
  z.object({ do: z.literal('kill-agent') }),
]) satisfies z.ZodType<ShopAction>;

/** Serves the page, its live view and its actions on 127.0.0.1. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const pages = new Set<ServerResponse>();
  let due = false;
  const send = (): void => {
    due = false;
    const text = `data: ${JSON.stringify(options.view())}\n\n`;
    for (const page of pages) page.write(text);
  };

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Pages of other sites must not press our buttons, whatever name they gave to 127.0.0.1.
    if (!isOurs(request)) {
      response.writeHead(403).end();
      return;
    }
    const path = new URL(request.url ?? '/', 'http://shop').pathname;
    if (path === '/shop/live') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      pages.add(response);
      response.once('close', () => pages.delete(response));
      response.write(`retry: 500\ndata: ${JSON.stringify(options.view())}\n\n`);
      return;
    }
    if (path === '/shop/view') {
      respondJson(response, 200, options.view());
      return;
    }
    if (path === '/shop/act' && request.method === 'POST') {
      const action = actionSchema.safeParse(parseJson(await readText(request)));
      if (!action.success) {
        respondJson(response, 400, { ok: false, why: z.prettifyError(action.error) } satisfies ShopActionResult);
        return;
      }
      respondJson(response, 200, await options.act(action.data));
      return;
    }
    await serveFile(options.dist, path === '/' ? '/index.html' : path, response);
  }

  const url = await listen(server, options.port);
  return {
    url,
    changed: () => {
      if (due) return;
      due = true;
      setImmediate(send);
    },
    close: () =>
      new Promise((resolve) => {
        for (const page of pages) page.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no address'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

function isOurs(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false;
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

async function serveFile(dist: string, path: string, response: ServerResponse): Promise<void> {
  const file = join(dist, normalize(decodeURIComponent(path)));
  const found = file.startsWith(dist) ? await stat(file).catch(() => undefined) : undefined;
  if (found === undefined || !found.isFile()) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src http://127.0.0.1:*; frame-ancestors 'none'",
  });
  createReadStream(file).pipe(response);
}

function respondJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > LARGEST_BODY_BYTES) throw new Error('the body is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
