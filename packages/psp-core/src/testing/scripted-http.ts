import { utf8 } from '../encoding.ts';
import type {
  HttpExchange,
  HttpReply,
  HttpRequest,
  HttpResponse,
  TransportFailure,
  TransportFault,
} from '../http-exchange.ts';

export type Scripted = HttpReply | ((request: HttpRequest, signal: AbortSignal) => HttpReply | Promise<HttpReply>);

/** An exchange that answers from a script and keeps what was asked. The last answer repeats. */
export class ScriptedHttp implements HttpExchange {
  readonly requests: HttpRequest[] = [];
  private readonly script: Scripted[];

  constructor(...script: Scripted[]) {
    this.script = script;
  }

  async exchange(request: HttpRequest, signal: AbortSignal): Promise<HttpReply> {
    signal.throwIfAborted();
    this.requests.push(request);
    const next = this.script.length > 1 ? this.script.shift() : this.script[0];
    if (next === undefined) throw new RangeError('nothing is scripted');
    return typeof next === 'function' ? await next(request, signal) : next;
  }

  /** What was asked, as `GET /v1/orders/…`. */
  get asked(): readonly string[] {
    return this.requests.map(({ method, url }) => `${method} ${url.replace(/^https?:\/\/[^/]+/, '')}`);
  }

  /** Which hosts were asked, in order. */
  get hosts(): readonly string[] {
    return this.requests.map(({ url }) => new URL(url).host);
  }
}

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'response', status, headers, body: utf8(text) };
}

export function notSent(fault: TransportFault = 'refused'): TransportFailure {
  return { kind: 'failure', reach: 'not-sent', fault, detail: 'api.example: ECONNREFUSED' };
}

export function noAnswer(fault: TransportFault = 'timeout'): TransportFailure {
  return { kind: 'failure', reach: 'no-answer', fault, detail: 'api.example: nothing in 4000 ms' };
}
