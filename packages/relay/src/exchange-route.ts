import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError, type Log } from '@tillbridge/kernel';
import type { FastifyInstance } from 'fastify';
import { sendApiError } from './api-error.ts';
import { RELAY_ERRORS } from './errors.ts';
import type { RelayLimits } from './limits.ts';
import type { ExchangePort } from './ports.ts';
import { readBody } from './read-body.ts';
import { isPlainPath, pathOf } from './request-path.ts';

const BASE = '/exchange/';
const SOURCE = /^[A-Za-z0-9_.-]{1,64}$/;

/** Status calls of providers: `GET` and `POST /exchange/<source>`, and anything below it, byte for byte. */
export function exchangeRoute(app: FastifyInstance, exchanges: ExchangePort, limits: RelayLimits, log: Log): void {
  const take = async (request: IncomingMessage, response: ServerResponse, body: Uint8Array): Promise<void> => {
    const path = pathOf(request.url);
    const source = path.slice(BASE.length).split('/', 1)[0] ?? '';
    const reply =
      isPlainPath(path) && SOURCE.test(source)
        ? await exchanges.handle(source, {
            method: request.method === 'GET' ? 'GET' : 'POST',
            path,
            query: new URLSearchParams((request.url ?? '').slice(path.length)),
            headers: request.headers,
            body,
          })
        : undefined;
    if (reply === undefined) {
      sendApiError(response, 404, RELAY_ERRORS.noSuchPath);
      return;
    }
    if (response.destroyed || response.closed) return;
    const bytes = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body;
    response.writeHead(reply.status, { ...reply.headers, 'content-length': bytes.byteLength });
    response.end(bytes);
  };

  const answer = (request: IncomingMessage, response: ServerResponse) => {
    readBody(request, limits.webhookBodyBytes, limits.discardBytes, (body) => {
      if (body === 'hung-up') return;
      if (body === 'too-long') {
        sendApiError(response, 413, RELAY_ERRORS.tooLong);
        return;
      }
      take(request, response, body).catch((error: unknown) => {
        log.error('an exchange could not be answered', { code: RELAY_ERRORS.inside.code, error: describeError(error) });
        sendApiError(response, 500, RELAY_ERRORS.inside);
      });
    });
  };

  app.route({
    method: ['GET', 'POST'],
    url: `${BASE}*`,
    onRequest: (request, reply) => {
      reply.hijack();
      answer(request.raw, reply.raw);
    },
    handler: () => {
      throw new Error('an exchange passed its hook');
    },
  });
}
