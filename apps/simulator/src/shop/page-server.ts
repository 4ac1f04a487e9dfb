import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { z } from 'zod';
import { closeServer, isOurs, listenLoopback, openEvents, readJson, respondJson } from '../control/json-http.ts';
import type { DemoLanguage } from '../rig/settings.ts';
import { FAULT_IDS } from './fault-ids.ts';
import { RETURN_PATH, returnPage } from './return-page.ts';
import { SHOP_METHODS, type ShopAction, type ShopActionResult, type ShopView, SWITCH_IDS } from './shop-view.ts';

export interface PageServerOptions {
  readonly port: number;
  /** Where the built page lies. */
  readonly dist: string;
  /** Of the page that phones come back to. */
  readonly language: DemoLanguage;
  readonly view: () => ShopView;
  readonly act: (action: ShopAction) => Promise<ShopActionResult>;
}

export interface PageServer {
  readonly url: string;
  /** Sends the present view to every page, at most once per turn of the event loop. */
  changed(): void;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const actionSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('counter'), workplace: z.int() }),
  z.object({ do: z.literal('add-article'), number: z.int() }),
  z.object({ do: z.literal('remove-line'), lineId: z.string() }),
  z.object({ do: z.literal('clear-sale') }),
  z.object({ do: z.literal('pay'), method: z.enum(SHOP_METHODS) }),
  z.object({ do: z.literal('refund') }),
  z.object({ do: z.literal('cancel') }),
  z.object({ do: z.literal('give-up') }),
  z.object({ do: z.enum(['tap', 'insert']), card: z.enum(['good', 'empty']) }),
  z.object({ do: z.literal('pin') }),
  z.object({ do: z.literal('terminal-stop') }),
  z.object({ do: z.literal('switch'), id: z.enum(SWITCH_IDS) }),
  z.object({ do: z.literal('scan') }),
  z.object({ do: z.literal('transfer') }),
  z.object({ do: z.literal('phone-home') }),
  z.object({ do: z.literal('buy-ticket'), kind: z.string(), visit: z.iso.date().nullable() }),
  z.object({ do: z.enum(['scan-ticket', 'reissue-ticket', 'refund-ticket']), code: z.string() }),
  z.object({ do: z.literal('choose'), option: z.int().nullable() }),
  z.object({ do: z.literal('cash') }),
  z.object({ do: z.literal('take-back') }),
  z.object({ do: z.literal('fault'), id: z.enum(FAULT_IDS), on: z.boolean() }),
  z.object({ do: z.literal('kill-agent') }),
  z.object({ do: z.literal('next-day') }),
]) satisfies z.ZodType<ShopAction>;

/** Serves the page, its live view and its actions on 127.0.0.1. */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const pages = new Set<(text: string) => void>();
  let due = false;
  const send = (): void => {
    due = false;
    const text = JSON.stringify(options.view());
    for (const write of pages) write(text);
  };

  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurs(request)) {
      response.writeHead(403).end();
      return;
    }
    const path = new URL(request.url ?? '/', 'http://shop').pathname;
    if (path === '/shop/live') {
      const { write, ended } = openEvents(response);
      pages.add(write);
      write(JSON.stringify(options.view()));
      await ended;
      pages.delete(write);
      return;
    }
    if (path === '/shop/view') {
      respondJson(response, 200, options.view());
      return;
    }
    if (path === '/shop/act' && request.method === 'POST') {
      const action = actionSchema.safeParse(await readJson(request));
      if (!action.success) {
        respondJson(response, 400, { ok: false, why: z.prettifyError(action.error) } satisfies ShopActionResult);
        return;
      }
      respondJson(response, 200, await options.act(action.data));
      return;
    }
    if (path === RETURN_PATH) {
      response.writeHead(200, {
        'content-type': TYPES['.html'],
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      });
      response.end(returnPage(options.language));
      return;
    }
    await serveFile(options.dist, path === '/' ? '/index.html' : path, response);
  }

  const url = await listenLoopback(server, options.port);
  return {
    url,
    changed: () => {
      if (due) return;
      due = true;
      setImmediate(send);
    },
    close: () => closeServer(server),
  };
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
      "default-src 'self'; img-src 'self' data:; frame-src http://127.0.0.1:*; frame-ancestors 'none'",
  });
  createReadStream(file).pipe(response);
}
