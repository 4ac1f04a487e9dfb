import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** A request as it arrives, before anything answers it. */
export interface HeardCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Resolves when it was answered or its caller is gone. */
  readonly over: Promise<void>;
}

export type Heard = (call: HeardCall) => void;

/** Tells of every request of a server. */
export function tellCalls(server: FastifyInstance, heard: Heard | undefined): void {
  if (heard === undefined) return;
  server.addHook('onRequest', async (request, reply) => {
    const over = new Promise<void>((resolve) => reply.raw.once('close', () => resolve()));
    heard({ method: request.method, path: request.originalUrl, headers: request.headers, over });
  });
}
