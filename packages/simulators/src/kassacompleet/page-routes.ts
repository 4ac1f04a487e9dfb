import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sendForm } from '../shared/html.ts';
import { KC_PAGE_ACTIONS, type KcCloud } from './kc-cloud.ts';
import { KC_METHODS } from './options.ts';
import { hostedPage } from './page.ts';
import type { SimOrder } from './sim-order.ts';

const choice = z.object({ method: z.enum(KC_METHODS), issuer: z.string().max(20).optional() });
/** What a guest can press; the rest only happens. */
const PRESSED: ReadonlySet<string> = new Set(['pay', 'decline', 'cancel']);

/** The hosted payment page under `/pay/{id}/` and the start of one method under `/redirect/{transaction}/to/payment/`. */
export function addPageRoutes(server: FastifyInstance, cloud: KcCloud, shopName: string): void {
  server.get<{ Params: { id: string } }>('/pay/:id', (request, reply) => {
    const order = orderOf(request.params.id);
    if (order === undefined)
      return sendForm(reply.code(404), '<!doctype html><title>404</title><p>Unknown payment.</p>');
    cloud.act(order, 'open');
    const { retryAfterError } = cloud.switches;
    return sendForm(
      reply,
      hostedPage(order, cloud.methodsOf(order), retryAfterError, shopName, request.headers['accept-language']),
      // Its answer leads on to the shop's own return address.
      '*',
    );
  });

  server.get<{ Params: { transaction: string } }>('/redirect/:transaction/to/payment', (request, reply) => {
    const order = cloud.book.byTransaction(request.params.transaction);
    if (order === undefined)
      return sendForm(reply.code(404), '<!doctype html><title>404</title><p>Unknown payment.</p>');
    // A link that was visited is a payment under way, wherever the visitor goes from here.
    cloud.act(order, 'open');
    return reply.redirect(`/pay/${order.id}/`, 302);
  });

  server.post<{ Params: { id: string; action: string } }>('/pay/:id/:action', (request, reply) => {
    const order = orderOf(request.params.id);
    if (order === undefined) return reply.redirect('/pay/unknown/', 303);
    const { action } = request.params;
    const chosen = action === 'choose' ? choice.safeParse(request.body) : undefined;
    if (chosen?.success === true) cloud.choose(order, chosen.data.method, chosen.data.issuer ?? null);
    const known = KC_PAGE_ACTIONS.find((one) => one === action && PRESSED.has(one));
    if (known !== undefined) cloud.act(order, known);
    return reply.redirect(leaves(order) ?? `/pay/${order.id}/`, 303);
  });

  function orderOf(id: string): SimOrder | undefined {
    const order = cloud.book.find(id);
    return order?.id === id ? order : undefined;
  }

  /** Where the browser goes after an end: back to the shop, whatever the outcome, without saying which. */
  function leaves(order: SimOrder): string | null {
    const ended = ['completed', 'cancelled', 'expired'].includes(order.status);
    const back = order.status === 'completed' ? order.returnUrl : (order.failureUrl ?? order.returnUrl);
    if (!ended || back === null) return null;
    const to = new URL(back);
    to.searchParams.set('order_id', order.id);
    to.searchParams.set('project_id', cloud.account.projectId);
    return to.href;
  }
}
