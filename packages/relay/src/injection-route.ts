import type { IncomingMessage, ServerResponse } from 'node:http';
import { OPENAPI_PATH, SOAP_PATH } from '@tillbridge/contracts/injection';
import { describeError, type Log } from '@tillbridge/kernel';
import type { FastifyInstance } from 'fastify';
import { isSecure } from './access/served-hosts.ts';
import { sendApiError } from './api-error.ts';
import { RELAY_ERRORS } from './errors.ts';
import type { RelayLimits } from './limits.ts';
import type { ReplyHeaders, RequestHeaders } from './ports.ts';
import { readBody } from './read-body.ts';
import { isPlainPath, pathOf } from './request-path.ts';

export interface InjectionRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Never logged: SOAP clients put their secret here. */
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
  readonly body: Uint8Array;
  /** `https://till.example:8621/soap`: as the caller reached us. */
  readonly address: string;
  /** The caller's address, for limits. */
  readonly from: string;
}

export interface InjectionReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: Uint8Array | string;
}

/** Vouchers from ticket shops, by REST and SOAP. Null answers: nothing at this address. */
export interface InjectionPort {
  handle(request: InjectionRequest): Promise<InjectionReply | null>;
  /** The answer to a body over the limit. */
  tooLong(path: string): InjectionReply;
}

const BASES = ['/v1/*', SOAP_PATH, `${SOAP_PATH}/`, OPENAPI_PATH] as const;

/** `/v1/…`, `/soap` and `/openapi.json`, byte for byte. */
export function injectionRoute(app: FastifyInstance, injection: InjectionPort, limits: RelayLimits, log: Log): void {
  const send = (response: ServerResponse, { status, headers, body }: InjectionReply) => {
    if (response.destroyed || response.closed) return;
    const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
    response.writeHead(status, { 'cache-control': 'no-store', ...headers, 'content-length': bytes.byteLength });
    response.end(bytes);
  };

  const take = async (request: IncomingMessage, response: ServerResponse, body: Uint8Array): Promise<void> => {
    const path = pathOf(request.url);
    const reply = isPlainPath(path)
      ? await injection.handle({
          method: request.method === 'GET' ? 'GET' : 'POST',
          path,
          query: new URLSearchParams((request.url ?? '').slice(path.length)),
          headers: request.headers,
          body,
          address: `${isSecure(request) ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}${path}`,
          from: request.socket.remoteAddress ?? '',
        })
      : null;
    if (reply === null) sendApiError(response, 404, RELAY_ERRORS.noSuchPath);
    else send(response, reply);
  };

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    readBody(request, limits.injectionBodyBytes, limits.discardBytes, (body) => {
      if (body === 'hung-up') return;
      if (body === 'too-long') {
        send(response, injection.tooLong(pathOf(request.url)));
        return;
      }
      take(request, response, body).catch((error: unknown) => {
        log.error('an injection could not be answered', {
          code: RELAY_ERRORS.inside.code,
          error: describeError(error),
        });
        sendApiError(response, 500, RELAY_ERRORS.inside);
      });
    });
  };

  for (const url of BASES) {
    app.route({
      method: ['GET', 'POST'],
      url,
      onRequest: (request, reply) => {
        reply.hijack();
        answer(request.raw, reply.raw);
      },
      handler: () => {
        throw new Error('an injection passed its hook');
      },
    });
  }
}
