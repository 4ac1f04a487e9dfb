import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addControl, autopilotSchema, noSuch } from '../shared/control.ts';
import { addScriptedPage } from '../shared/html.ts';
import { controlPage } from './control-page.ts';
import { kcFaultSchema } from './faults.ts';
import { KC_PAGE_ACTIONS, type KcCloud } from './kc-cloud.ts';
import { KC_METHODS } from './options.ts';

const autopilot = autopilotSchema(['pay', 'decline', 'cancel']);
const chosen = z.object({ method: z.enum(KC_METHODS), issuer: z.string().nullish() });
const arrived = z.object({ amountCents: z.int().min(1).nullish() }).nullish();
const ACTIONS = [...KC_PAGE_ACTIONS, 'choose', 'transfer', 'refund-completed', 'refund-failed'] as const;

/** The control API under `/control`: everything guests and banks could do, and every fault, as JSON; and its page. */
export function addControlRoutes(server: FastifyInstance, cloud: KcCloud, origin: string | undefined): void {
  addScriptedPage(server, controlPage);

  addControl(server, cloud, {
    faultSchema: kcFaultSchema,
    origin,
    more: (control) => {
      control.post<{ Params: { name: string; action: string } }>('/orders/:name/:action', (request, reply) => {
        const order = cloud.book.find(request.params.name);
        const action = ACTIONS.find((known) => known === request.params.action);
        if (order === undefined || action === undefined) return noSuch(reply, ACTIONS);
        const done = (happened: boolean) => reply.send({ done: happened, order: cloud.summary(order) });
        switch (action) {
          case 'choose': {
            const choice = chosen.parse(request.body);
            return done(cloud.choose(order, choice.method, choice.issuer ?? null));
          }
          case 'transfer': {
            const money = arrived.parse(request.body);
            return done(cloud.transfer(order, money?.amountCents ?? null));
          }
          case 'refund-completed':
            return done(cloud.endRefund(order, 'completed'));
          case 'refund-failed':
            return done(cloud.endRefund(order, 'failed'));
          default:
            return done(cloud.act(order, action));
        }
      });

      control.put('/autopilot', (request, reply) => {
        const wanted = autopilot.parse(request.body);
        cloud.autopilot = wanted;
        cloud.changed();
        return reply.send(cloud.autopilot);
      });
    },
  });
}
