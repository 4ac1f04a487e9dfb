import type { FastifyInstance, FastifyReply } from 'fastify';
import { hostedPage } from './page.ts';
import { PAGE_ACTIONS, type PayCloud } from './pay-cloud.ts';

/** The hosted payment page under `/pay/{uuid}`. */
export function addPageRoutes(server: FastifyInstance, cloud: PayCloud, shopName: string): void {
  server.get<{ Params: { uuid: string } }>('/pay/:uuid', (request, reply) => {
    const order = cloud.book.find(request.params.uuid);
    if (order === undefined) return html(reply.code(404), '<!doctype html><title>404</title><p>Unknown payment.</p>');
    cloud.viewPage(order);
    return html(reply, hostedPage(order, shopName, request.headers['accept-language']));
  });

  server.post<{ Params: { uuid: string; action: string } }>('/pay/:uuid/:action', (request, reply) => {
    const { uuid, action } = request.params;
    const order = cloud.book.find(uuid);
    if (order !== undefined && action === 'choose') cloud.chooseOnPage(order);
    const known = PAGE_ACTIONS.find((candidate) => candidate === action && candidate !== 'expire');
    if (order !== undefined && known !== undefined) cloud.actOnPage(order, known);
    return reply.redirect(`/pay/${encodeURIComponent(uuid)}`, 303);
  });
}

function html(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page);
}
