import type { IncomingMessage, Server, ServerResponse } from 'node:http';

const LARGEST_BODY_BYTES = 1_048_576;

/** Listens on 127.0.0.1; port 0 picks a free one. Resolves with the base address. */
export function listenLoopback(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(`http://127.0.0.1:${address.port}`);
    });
  });
}

/**
 * Whether a request was meant for us: it names this machine, and no page of another site made it. Pages elsewhere can
 * give 127.0.0.1 a name of their own, but they can't change the Host and Origin headers.
 */
export function isOurs(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return false;
  const { origin } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

export function respondJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** The body as JSON; an empty one is `{}`. Undefined when it is no JSON or longer than 1 MiB. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.byteLength;
    if (bytes > LARGEST_BODY_BYTES) return undefined;
    parts.push(part);
  }
  const text = Buffer.concat(parts).toString('utf8');
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Opens a stream of server-sent events; `write` sends one. Ends when the reader goes. */
export function openEvents(response: ServerResponse): { write(text: string): void; ended: Promise<void> } {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 500\n\n');
  return {
    write: (text) => void response.write(`data: ${text}\n\n`),
    ended: new Promise((resolve) => response.once('close', resolve)),
  };
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
