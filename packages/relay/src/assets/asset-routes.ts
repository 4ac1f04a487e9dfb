import type { WindowKind } from '@tillbridge/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Doorman } from '../access/doorman.ts';
import { refuse } from '../api-error.ts';
import { RELAY_ERRORS } from '../errors.ts';
import { isPlainPath, pathOf } from '../request-path.ts';
import type { Asset, AssetBundle } from './asset-bundle.ts';
import { securityHeaders } from './security-headers.ts';

const ONE_YEAR = 'public, max-age=31536000, immutable';
/** Kept, and asked about each time: a new build shows at once. */
const ASK_EACH_TIME = 'no-cache';

/** The windows at `/cashier/` and `/display/`; `/` leads to the first. The pages hold no data, so they need no cookie. */
export function assetRoutes(
  app: FastifyInstance,
  bundles: Readonly<Record<WindowKind, AssetBundle>>,
  doorman: Doorman,
  frameAncestors: readonly string[],
): void {
  const headers = securityHeaders(frameAncestors);
  const route = { method: ['GET', 'HEAD'], onRequest: doorman.host };

  const serve = (request: FastifyRequest, reply: FastifyReply, asset: Asset) => {
    reply.headers(headers);
    reply.header('etag', asset.etag).header('cache-control', asset.immutable ? ONE_YEAR : ASK_EACH_TIME);
    if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
    reply.header('content-type', asset.contentType).header('content-length', asset.bytes.byteLength);
    return request.method === 'HEAD' ? reply.send() : reply.send(asset.bytes);
  };

  app.route({ ...route, url: '/', handler: (_request, reply) => reply.redirect('/cashier/') });
  for (const window of ['cashier', 'display'] as const) {
    const base = `/${window}/`;
    app.route({
      ...route,
      url: `/${window}`,
      handler: (_request, reply) => reply.redirect(base, 308),
    });
    app.route({
      ...route,
      url: `${base}*`,
      handler: (request, reply) => {
        const path = pathOf(request.raw.url);
        const name = path.slice(base.length);
        const asset = isPlainPath(path) ? bundles[window].get(name === '' ? 'index.html' : name) : undefined;
        return asset === undefined ? refuse(reply, 404, RELAY_ERRORS.noSuchPath) : serve(request, reply, asset);
      },
    });
  }
}
