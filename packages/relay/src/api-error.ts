import type { ServerResponse } from 'node:http';
import type { ApiError } from '@tillbridge/contracts';
import type { ErrorEntry } from '@tillbridge/kernel';
import type { FastifyReply } from 'fastify';

/** The body of every refusal. Never repeats what the caller sent. */
function apiErrorBody(entry: ErrorEntry): ApiError {
  return { error: { code: entry.code, message: `${entry.title}. ${entry.cashier}` } };
}

/** Refuses through Fastify. */
export function refuse(reply: FastifyReply, status: number, entry: ErrorEntry): FastifyReply {
  return reply.code(status).header('cache-control', 'no-store').send(apiErrorBody(entry));
}

/** Refuses on a response that Fastify no longer looks after. */
export function sendApiError(response: ServerResponse, status: number, entry: ErrorEntry): void {
  if (response.destroyed || response.headersSent) return;
  const body = Buffer.from(JSON.stringify(apiErrorBody(entry)), 'utf8');
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.byteLength,
    'cache-control': 'no-store',
  });
  response.end(body);
}
