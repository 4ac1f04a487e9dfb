import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError, type Log } from '@tillbridge/kernel';
import type { FastifyInstance } from 'fastify';
import { sendApiError } from './api-error.ts';
import { RELAY_ERRORS } from './errors.ts';
import type { RelayLimits } from './limits.ts';
import type { WebhookPort, WebhookReply } from './ports.ts';
import { readBody } from './read-body.ts';
import { isPlainPath, pathOf } from './request-path.ts';

/**
 * `POST` to any path that is not one of our own goes to the webhooks, byte for byte. This is the way every payment takes,
 * so it leaves Fastify as soon as the route is found: no content type is parsed, nothing is validated or logged here.
 */
export function webhookRoute(app: FastifyInstance, webhooks: WebhookPort, limits: RelayLimits, log: Log): void {
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request.url);
    if (!isPlainPath(path)) {
      sendApiError(response, 404, RELAY_ERRORS.noSuchPath);
      return;
    }
    readBody(request, limits.webhookBodyBytes, limits.discardBytes, (body) => {
      if (body === 'hung-up') return;
      if (body === 'too-long') {
        send(response, webhooks.tooLong(request.headers));
        return;
      }
      webhooks.handle({ path, headers: request.headers, body }).then(
        (reply) => send(response, reply),
        (error: unknown) => {
          log.error('a webhook could not be answered', { code: RELAY_ERRORS.inside.code, error: describeError(error) });
          sendApiError(response, 500, RELAY_ERRORS.inside);
        },
      );
    });
  };

  app.post('/*', {
    onRequest: (request, reply) => {
      reply.hijack();
      answer(request.raw, reply.raw);
    },
    handler: unreachable,
  });
}

function send(response: ServerResponse, reply: WebhookReply): void {
  // Node reports `finish` also for a response whose socket was gone before the first byte.
  if (response.destroyed || response.closed) return;
  const { sent } = reply;
  if (sent !== undefined) {
    response.once('finish', () => {
      if (!response.destroyed) sent();
    });
  }
  response.writeHead(reply.status, { ...reply.headers, 'content-length': reply.body.byteLength });
  response.end(reply.body);
}

/** The hook took the request over. */
function unreachable(): never {
  throw new Error('a webhook passed its hook');
}
