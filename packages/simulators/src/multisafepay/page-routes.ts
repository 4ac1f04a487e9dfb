import type { FastifyInstance, FastifyReply } from 'fastify';
import { sendForm } from '../shared/html.ts';
import { MSP_PAGE_ACTIONS, type MspCloud } from './msp-cloud.ts';
import { MOST_VIEWS, paymentPage } from './page.ts';
import { terminalsPage } from './screen.ts';
import { MSP_TERMINAL_ACTIONS } from './terminal.ts';

/** What people look at: the payment page under `/connect/{session}/`, the terminals under `/screen`. */
export function addPageRoutes(server: FastifyInstance, cloud: MspCloud, shopName: string): void {
  server.get<{ Params: { session: string } }>('/connect/:session/', (request, reply) => {
    const order = cloud.book.find(request.params.session);
    if (order === undefined || order.kind !== 'page' || order.pageViews >= MOST_VIEWS) return gone(reply);
    cloud.viewPage(order);
    return sendForm(reply, paymentPage(order, shopName, request.headers['accept-language']));
  });

  server.post<{ Params: { session: string; action: string } }>('/connect/:session/:action', (request, reply) => {
    const { session, action } = request.params;
    const order = cloud.book.find(session);
    const known = MSP_PAGE_ACTIONS.find((candidate) => candidate === action);
    if (order === undefined || known === undefined) return gone(reply);
    cloud.page(order, known);
    return reply.redirect(`/connect/${encodeURIComponent(session)}/`, 303);
  });

  server.get('/screen', (_request, reply) =>
    sendForm(reply, terminalsPage([...cloud.terminals.values()].map((terminal) => terminal.view()))),
  );

  server.post<{ Params: { id: string; action: string } }>('/screen/:id/:action', (request, reply) => {
    const terminal = cloud.terminals.get(request.params.id);
    const action = MSP_TERMINAL_ACTIONS.find((known) => known === request.params.action);
    if (terminal === undefined || action === undefined) return gone(reply);
    terminal.act(action);
    return reply.redirect('/screen', 303);
  });
}

function gone(reply: FastifyReply): FastifyReply {
  return sendForm(reply.code(404), '<!doctype html><title>404</title><p>Unknown payment.</p>');
}
