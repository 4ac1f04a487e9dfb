import type { FastifyInstance } from 'fastify';
import { sendForm } from '../shared/html.ts';
import { hostedPage } from './page.ts';
import { PAGE_ACTIONS, type PayCloud } from './pay-cloud.ts';

/** The hosted payment page under `/pay/{uuid}`. */
export function addPageRoutes(server: FastifyInstance, cloud: PayCloud, shopName: string): void {
  server.get<{ Params: { uuid: string } }>('/pay/:uuid', (request, reply) => {
    const order = cloud.book.find(request.params.uuid);
    if (order === undefined)
      return sendForm(reply.code(404), '<!doctype html><title>404</title><p>Unknown payment.</p>');
    cloud.viewPage(order);
    return sendForm(reply, hostedPage(order, shopName, request.headers['accept-language']));
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
