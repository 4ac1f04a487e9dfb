/**
 * Vouchers from ticket shops, by REST and SOAP. Like webhooks, these requests leave Fastify as soon as their route is
 * found, byte for byte. Who calls is looked at first: of a stranger's body nothing is kept.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { OPENAPI_PAGE_PATH, OPENAPI_PATH, SOAP_PATH } from '@tillbridge/contracts/injection';
import { describeError, type Log } from '@tillbridge/kernel';
import type { FastifyInstance } from 'fastify';
import type { Doorman } from './access/doorman.ts';
import type { ServedHosts } from './access/served-hosts.ts';
import { sendApiError } from './api-error.ts';
import { RELAY_ERRORS } from './errors.ts';
import type { RelayLimits } from './limits.ts';
import type { ReplyHeaders, RequestHeaders } from './ports.ts';
import { type BodyEnd, readBody } from './read-body.ts';
import { pathOf } from './request-path.ts';

/** A request without its body. */
export interface InjectionHead {
  readonly method: string;
  /** As it stood on the request line, undecoded, without the query. */
  readonly path: string;
  /** Never logged: SOAP clients put their secret here. */
  readonly query: URLSearchParams;
  readonly headers: RequestHeaders;
  /** `https://till.example:8621/soap`: as the caller reached us. */
  readonly address: string;
  /** The caller's IP address, for limits. */
  readonly from: string;
}

export interface InjectionReply {
  readonly status: number;
  readonly headers: ReplyHeaders;
  readonly body: string;
}

/** A request whose caller is known. */
export interface AdmittedInjection {
  /** Called once, with the body or why there is none. Of a caller that hung up the answer is thrown away. */
  end(body: Uint8Array | Exclude<BodyEnd, Buffer>): Promise<InjectionReply>;
}

export interface InjectionPort {
  /** Looks at the head alone. A reply: that is the answer, and the body is not wanted. */
  admit(head: InjectionHead): InjectionReply | AdmittedInjection;
}

export interface InjectionRouteOptions {
  readonly injection: InjectionPort;
  readonly doorman: Doorman;
  readonly hosts: ServedHosts;
  readonly limits: RelayLimits;
  readonly log: Log;
}

const ADDRESSES = ['/v1/*', SOAP_PATH, `${SOAP_PATH}/`, OPENAPI_PATH, OPENAPI_PAGE_PATH] as const;

export function injectionRoute(app: FastifyInstance, options: InjectionRouteOptions): void {
  const { injection, doorman, hosts, limits, log } = options;

  const failed = (response: ServerResponse, error: unknown) => {
    log.error('an injection could not be answered', { code: RELAY_ERRORS.inside.code, error: describeError(error) });
    sendApiError(response, 500, RELAY_ERRORS.inside);
  };

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request.url);
    const admitted = injection.admit({
      method: request.method ?? '',
      path,
      query: new URLSearchParams((request.url ?? '').slice(path.length)),
      headers: request.headers,
      address: `${hosts.originOf(request)}${path}`,
      from: hosts.callerOf(request),
    });
    if (!('end' in admitted)) {
      // What still comes is thrown away.
      readBody(request, 0, limits.discardBytes, () => undefined);
      send(response, admitted);
      return;
    }
    readBody(request, limits.injectionBodyBytes, limits.discardBytes, (body) => {
      admitted.end(body).then(
        (reply) => send(response, reply),
        (error: unknown) => failed(response, error),
      );
    });
  };

  for (const url of ADDRESSES) {
    app.route({
      method: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
      url,
      onRequest: [
        doorman.machine,
        (request, reply) => {
          reply.hijack();
          try {
            answer(request.raw, reply.raw);
          } catch (error) {
            failed(reply.raw, error);
          }
        },
      ],
      handler: () => {
        throw new Error('an injection passed its hook');
      },
    });
  }
}

function send(response: ServerResponse, { status, headers, body }: InjectionReply): void {
  if (response.destroyed || response.closed) return;
  response.writeHead(status, {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
