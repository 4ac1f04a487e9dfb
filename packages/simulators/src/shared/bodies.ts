import type { FastifyInstance } from 'fastify';

/** Reads JSON that may be empty, and the forms of hosted pages. */
export function readBodies(server: FastifyInstance, jsonTypes: string[] = ['application/json']): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(jsonTypes, { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch (error) {
      done(error instanceof Error ? error : new Error('not JSON'));
    }
  });
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
}
