/** Server-sent events for the providers, on node:http and node:https. Each stream has a connection of its own. */
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { Clock } from '@tillbridge/kernel';
import { type EventStream, StreamRefused } from '@tillbridge/psp-multisafepay';

export interface NodeEventStreamOptions {
  readonly clock: Clock;
  /** From the call until the answer's head. Default 5 000. */
  readonly connectTimeoutMs?: number;
  /** Certificate authorities to trust instead of the system's, PEM. */
  readonly ca?: string;
}

const CONNECT_TIMEOUT_MS = 5_000;
const TOO_LATE = new Error('no answer to the opening of a stream');

export function createNodeEventStream(options: NodeEventStreamOptions): EventStream {
  const trust = options.ca === undefined ? {} : { ca: options.ca };
  const agents = { http: new HttpAgent({ keepAlive: false }), https: new HttpsAgent({ keepAlive: false, ...trust }) };
  return {
    async *open(url, headers, signal) {
      const response = await head(url, headers, signal, agents, options);
      const calledOff = () => response.destroy();
      signal.addEventListener('abort', calledOff, { once: true });
      try {
        if (response.statusCode !== 200) throw new StreamRefused(response.statusCode ?? 0);
        yield new Uint8Array();
        for await (const part of response) yield part as Uint8Array;
        signal.throwIfAborted();
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      } finally {
        signal.removeEventListener('abort', calledOff);
        response.destroy();
      }
    },
  };
}

/** The answer once its head is there. */
function head(
  address: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
  agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
  { clock, connectTimeoutMs = CONNECT_TIMEOUT_MS }: NodeEventStreamOptions,
): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const url = new URL(address);
  const secure = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const over = new AbortController();
    const call = (secure ? requestHttps : requestHttp)(url, { headers, agent: secure ? agents.https : agents.http });
    const leave = () => {
      over.abort();
      signal.removeEventListener('abort', calledOff);
    };
    const fail = (reason: unknown) => {
      leave();
      reject(reason);
      call.destroy();
    };
    const calledOff = () => fail(signal.reason);
    signal.addEventListener('abort', calledOff, { once: true });
    call.on('error', fail);
    call.on('response', (response) => {
      leave();
      resolve(response);
    });
    clock.sleep(connectTimeoutMs, over.signal).then(
      () => fail(TOO_LATE),
      () => undefined,
    );
    call.end();
  });
}
