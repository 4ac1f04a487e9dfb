import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { controlPage } from './control-page.ts';
import { kcFaultSchema } from './faults.ts';
import { KC_PAGE_ACTIONS, type KcCloud } from './kc-cloud.ts';
import { KC_METHODS } from './options.ts';

const autopilot = z.object({ outcome: z.enum(['pay', 'decline', 'cancel']), afterMs: z.int().min(0) }).nullable();
const chosen = z.object({ method: z.enum(KC_METHODS), issuer: z.string().nullish() });
const arrived = z.object({ amountCents: z.int().min(1).nullish() }).nullish();
const ACTIONS = [...KC_PAGE_ACTIONS, 'choose', 'transfer', 'refund-completed', 'refund-failed'] as const;

/** The control API under `/control`: everything guests and banks could do, and every fault, as JSON; and its page. */
export function addControlRoutes(server: FastifyInstance, cloud: KcCloud, origin: string | undefined): void {
  server.get('/', (_request, reply) => {
    const nonce = randomBytes(16).toString('base64');
    return reply
      .header(
        'content-security-policy',
        `default-src 'none'; connect-src 'self'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'`,
      )
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(controlPage(nonce));
  });

  server.register(
    async (control) => {
      if (origin !== undefined) {
        control.addHook('onRequest', async (request, reply) => {
          reply.header('access-control-allow-origin', origin);
          reply.header('access-control-allow-methods', 'GET, POST, PUT, DELETE');
          reply.header('access-control-allow-headers', 'content-type');
          if (request.method === 'OPTIONS') await reply.code(204).send();
        });
        control.options('/*', (_request, reply) => reply.code(204).send());
      }

      control.get('/state', () => cloud.state());
      control.get('/charges', () => cloud.book.charges);
      control.get('/faults', () => cloud.faults.list());

      control.get('/events', (request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          ...(origin === undefined ? {} : { 'access-control-allow-origin': origin }),
        });
        const tell = () => reply.raw.write(`data: ${cloud.state().revision}\n\n`);
        tell();
        const stop = cloud.onChange(tell);
        request.raw.socket.once('close', stop);
      });

      control.post<{ Params: { name: string; action: string } }>('/orders/:name/:action', (request, reply) => {
        const order = cloud.book.find(request.params.name);
        const action = ACTIONS.find((known) => known === request.params.action);
        if (order === undefined || action === undefined) return noSuch(reply);
        const done = (happened: boolean) => reply.send({ done: happened, order: cloud.summary(order) });
        switch (action) {
          case 'choose': {
            const choice = chosen.safeParse(request.body);
            if (!choice.success) return reply.code(400).send({ error: z.prettifyError(choice.error) });
            return done(cloud.choose(order, choice.data.method, choice.data.issuer ?? null));
          }
          case 'transfer': {
            const money = arrived.safeParse(request.body);
            if (!money.success) return reply.code(400).send({ error: z.prettifyError(money.error) });
            return done(cloud.transfer(order, money.data?.amountCents ?? null));
          }
          case 'refund-completed':
            return done(cloud.endRefund(order, 'completed'));
          case 'refund-failed':
            return done(cloud.endRefund(order, 'failed'));
          default:
            return done(cloud.act(order, action));
        }
      });

      control.post('/faults', (request, reply) => {
        const fault = kcFaultSchema.safeParse(request.body);
        if (!fault.success) return reply.code(400).send({ error: z.prettifyError(fault.error) });
        const id = cloud.faults.add(fault.data);
        cloud.changed();
        return reply.code(201).send({ id });
      });

      control.delete<{ Params: { id: string } }>('/faults/:id', (request, reply) => {
        const removed = cloud.faults.remove(Number(request.params.id));
        cloud.changed();
        return reply.code(removed ? 200 : 404).send({ removed });
      });

      control.delete('/faults', (_request, reply) => {
        cloud.faults.clear();
        cloud.changed();
        return reply.send({ removed: true });
      });

      control.put('/autopilot', (request, reply) => {
        const wanted = autopilot.safeParse(request.body);
        if (!wanted.success) return reply.code(400).send({ error: z.prettifyError(wanted.error) });
        cloud.autopilot = wanted.data;
        cloud.changed();
        return reply.send(cloud.autopilot);
      });

      control.post('/reset', (_request, reply) => {
        cloud.reset();
        return reply.send({ reset: true });
      });
    },
    { prefix: '/control' },
  );
}

function noSuch(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: 'no such order or action', actions: ACTIONS });
}
