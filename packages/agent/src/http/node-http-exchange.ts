/**
 * HTTP for the providers, on node:http and node:https.
 *
 * Whether a request left is decided by one fact: until the connection (with TLS: its handshake) stands, no byte of the
 * request has gone. Everything that fails later may have reached the server.
 */
import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import type { Clock } from '@tillbridge/kernel';
import type { HttpExchange, HttpReply, HttpRequest, TransportFault } from '@tillbridge/psp-core';

export interface NodeHttpExchangeOptions {
  readonly clock: Clock;
  /** From the call until the connection stands. Default 3 000. */
  readonly connectTimeoutMs?: number;
  /** A longer answer is cut off and counts as none. Default 1 MiB. */
  readonly maxBodyBytes?: number;
  /** Certificate authorities to trust instead of the system's, PEM. For venues with their own, and for tests. */
  readonly ca?: string;
}

/** An exchange that holds connections open between calls. */
export interface NodeHttpExchange extends HttpExchange {
  /** Closes the connections that are kept for later. */
  close(): void;
}

const CONNECT_TIMEOUT_MS = 3_000;
const MAX_BODY_BYTES = 1_048_576;
/** Shorter than what servers usually keep an idle connection for, so that we let go first. */
const IDLE_MS = 4_000;
const MAX_SOCKETS_PER_HOST = 32;

export function createNodeHttpExchange(options: NodeHttpExchangeOptions): NodeHttpExchange {
  const kept = { keepAlive: true, timeout: IDLE_MS, maxSockets: MAX_SOCKETS_PER_HOST, maxFreeSockets: 4 };
  const trust = options.ca === undefined ? {} : { ca: options.ca };
  const agents = {
    http: new HttpAgent(kept),
    https: new HttpsAgent({ ...kept, ...trust }),
    // A create must not travel on a connection that the server may be closing this very moment: it would be lost
    // without our knowing whether it arrived. Connections of its own leave no such doubt, and TLS sessions are resumed.
    freshHttp: new HttpAgent({ keepAlive: false }),
    freshHttps: new HttpsAgent({ keepAlive: false, ...trust }),
  };
  return {
    exchange: (request, signal) => exchange(request, signal, agents, options),
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  readonly freshHttp: HttpAgent;
  readonly freshHttps: HttpsAgent;
}

function exchange(
  request: HttpRequest,
  signal: AbortSignal,
  agents: Agents,
  { clock, connectTimeoutMs = CONNECT_TIMEOUT_MS, maxBodyBytes = MAX_BODY_BYTES }: NodeHttpExchangeOptions,
): Promise<HttpReply> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    return Promise.resolve(notSent('bad-request', 'not an address'));
  }
  const secure = url.protocol === 'https:';
  const fresh = request.method === 'POST';
  const agent = secure ? (fresh ? agents.freshHttps : agents.https) : fresh ? agents.freshHttp : agents.http;
  const body = typeof request.body === 'string' ? Buffer.from(request.body, 'utf8') : request.body;
  const headers = { ...request.headers, ...(body === undefined ? {} : { 'content-length': String(body.byteLength) }) };

  return new Promise((resolve, reject) => {
    let connected = false;
    const over = new AbortController();
    const call = opened(() => (secure ? requestHttps : requestHttp)(url, { method: request.method, headers, agent }));
    if (call instanceof Error) {
      resolve(notSent('bad-request', codeOf(call)));
      return;
    }

    const leave = () => {
      over.abort();
      signal.removeEventListener('abort', calledOff);
    };
    const end = (reply: HttpReply) => {
      leave();
      resolve(reply);
      if (reply.kind === 'failure') call.destroy();
    };
    const calledOff = () => {
      leave();
      reject(signal.reason);
      call.destroy();
    };
    const fail = (fault: TransportFault, detail: string) =>
      end({ kind: 'failure', reach: connected ? 'no-answer' : 'not-sent', fault, detail: `${url.host}: ${detail}` });
    const after = (ms: number, work: () => void) => {
      clock.sleep(ms, over.signal).then(work, () => undefined);
    };

    signal.addEventListener('abort', calledOff, { once: true });
    call.on('error', (error) => fail(faultOf(error, connected, secure), codeOf(error)));
    call.on('socket', (socket: Socket) => {
      if (call.reusedSocket || !socket.connecting) connected = true;
      else socket.once(secure ? 'secureConnect' : 'connect', () => (connected = true));
    });
    call.on('response', (response) => {
      readBody(response, maxBodyBytes).then(
        (bytes) =>
          end({ kind: 'response', status: response.statusCode ?? 0, headers: flat(response.headers), body: bytes }),
        (error: unknown) => fail(error instanceof TooLarge ? 'answer-too-large' : 'broken-answer', codeOf(error)),
      );
    });
    after(request.timeoutMs, () =>
      fail(connected ? 'timeout' : 'connect-timeout', `nothing in ${request.timeoutMs} ms`),
    );
    if (connectTimeoutMs < request.timeoutMs) {
      after(connectTimeoutMs, () => {
        if (!connected) fail('connect-timeout', `no connection in ${connectTimeoutMs} ms`);
      });
    }
    call.end(body);
  });
}

/** Node throws for a header or path it won't write. */
function opened(open: () => ClientRequest): ClientRequest | Error {
  try {
    return open();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

class TooLarge extends Error {}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response) {
    length += part.length;
    if (length > maxBytes) throw new TooLarge(`more than ${maxBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function flat(headers: IncomingHttpHeaders): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function notSent(fault: TransportFault, detail: string): HttpReply {
  return { kind: 'failure', reach: 'not-sent', fault, detail };
}

const NO_SUCH_HOST = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const UNREACHABLE = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES']);

function faultOf(error: Error, connected: boolean, secure: boolean): TransportFault {
  const code = codeOf(error);
  if (NO_SUCH_HOST.has(code)) return 'no-such-host';
  if (code === 'ETIMEDOUT') return connected ? 'timeout' : 'connect-timeout';
  if (connected) return code.startsWith('HPE_') ? 'broken-answer' : 'reset';
  // Whatever else ends a secure connection before it stands is a handshake that failed.
  return secure && !UNREACHABLE.has(code) ? 'tls' : 'refused';
}

/** The system's or library's code: short, and never anything of the request. */
function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return 'unknown';
}
