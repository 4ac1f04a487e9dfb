import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addAutopilots, addControl, given, noSuch } from '../shared/control.ts';
import { mspFaultSchema } from './faults.ts';
import { MSP_PAGE_ACTIONS, type MspCloud } from './msp-cloud.ts';
import { MSP_TERMINAL_ACTIONS } from './terminal.ts';

const switches = z.strictObject({
  unknownKey: z.enum(['1032', '403']),
  unknownOrder: z.enum(['1006', '1000']),
  busyTerminal: z.enum(['queue', 'never-show', 'refuse']),
  unreachableTerminal: z.enum(['never-show', 'refuse']),
  sameOpenOrder: z.enum(['refuse', 'accept']),
  cancelOfPaid: z.enum(['refuse', 'pretend']),
  cancelDuringCard: z.enum(['refuse', 'pretend', 'cancel']),
  cancelledStatus: z.enum(['cancelled', 'void']),
  pageEvents: z.boolean(),
  pageDeclineEnds: z.boolean(),
  eventFields: z.enum(['events_', 'event_']),
  tokenWays: z.array(z.enum(['raw', 'bearer', 'query'])),
  streamReplays: z.boolean(),
  streamCloses: z.boolean(),
  streamNoise: z.boolean(),
  refundShowsOurId: z.boolean(),
  transactionIds: z.enum(['number', 'text']),
  unreferencedRefundEnds: z.enum(['completed', 'reserved']),
  listsOpenOrders: z.boolean(),
  strictNotificationUrl: z.boolean(),
  testEnvironment: z.boolean(),
  timeZone: z.enum(['Europe/Amsterdam', 'UTC']),
});

const forced = z.object({
  status: z.enum(['completed', 'cancelled', 'void', 'expired', 'declined', 'uncleared', 'shipped', 'chargeback']),
});

/** The control API under `/control`: everything a person in the shop could do, every switch and fault, as JSON. */
export function addControlRoutes(server: FastifyInstance, cloud: MspCloud, origin: string | undefined): void {
  addControl(server, cloud, {
    faultSchema: mspFaultSchema,
    origin,
    more: (control) => {
      addAutopilots(control, cloud);

      control.post<{ Params: { id: string; action: string } }>('/terminals/:id/:action', (request, reply) => {
        const terminal = cloud.terminals.get(request.params.id);
        const action = MSP_TERMINAL_ACTIONS.find((known) => known === request.params.action);
        if (terminal === undefined || action === undefined) return noSuch(reply, MSP_TERMINAL_ACTIONS);
        return reply.send({ done: terminal.act(action), terminal: terminal.view() });
      });

      control.post<{ Params: { name: string; action: string } }>('/orders/:name/:action', (request, reply) => {
        const order = cloud.book.find(request.params.name);
        const action = MSP_PAGE_ACTIONS.find((known) => known === request.params.action);
        if (order === undefined || action === undefined) return noSuch(reply, MSP_PAGE_ACTIONS);
        return reply.send({ done: cloud.page(order, action), order: cloud.summary(order) });
      });

      control.put<{ Params: { name: string } }>('/orders/:name/status', (request, reply) => {
        const order = cloud.book.find(request.params.name);
        if (order === undefined) return noSuch(reply, []);
        cloud.force(order, forced.parse(request.body).status);
        return reply.send({ order: cloud.summary(order) });
      });

      control.post<{ Params: { id: string; end: string } }>('/refunds/:id/:end', (request, reply) => {
        const { id, end } = request.params;
        if (end !== 'completed' && end !== 'declined' && end !== 'void') {
          return noSuch(reply, ['completed', 'declined', 'void']);
        }
        return reply.send({ done: cloud.settleRefund(id, end) });
      });

      control.patch('/switches', (request, reply) => {
        const wanted = switches.partial().parse(request.body);
        cloud.switches = { ...cloud.switches, ...given(wanted) };
        cloud.changed();
        return reply.send(cloud.switches);
      });
    },
  });
}
