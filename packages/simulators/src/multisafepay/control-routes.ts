import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { mspFaultSchema } from './faults.ts';
import { MSP_PAGE_ACTIONS, type MspCloud } from './msp-cloud.ts';
import { MSP_TERMINAL_ACTIONS } from './terminal.ts';

const autopilot = z.object({ outcome: z.enum(['approve', 'decline', 'cancel']), afterMs: z.int().min(0) }).nullable();
const autopilots = z.object({ terminal: autopilot.optional(), page: autopilot.optional() });

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
  server.register(
    async (control) => {
      if (origin !== undefined) {
        control.addHook('onRequest', async (request, reply) => {
          reply.header('access-control-allow-origin', origin);
          reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
          reply.header('access-control-allow-headers', 'content-type');
          if (request.method === 'OPTIONS') await reply.code(204).send();
        });
        control.options('/*', (_request, reply) => reply.code(204).send());
      }

      control.get('/state', () => cloud.state());
      control.get('/charges', () => cloud.charges());
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
        const wanted = forced.safeParse(request.body);
        if (order === undefined) return noSuch(reply, []);
        if (!wanted.success) return reply.code(400).send({ error: z.prettifyError(wanted.error) });
        cloud.force(order, wanted.data.status);
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
        const wanted = switches.partial().safeParse(request.body);
        if (!wanted.success) return reply.code(400).send({ error: z.prettifyError(wanted.error) });
        const given = Object.entries(wanted.data).filter(([, value]) => value !== undefined);
        cloud.switches = { ...cloud.switches, ...Object.fromEntries(given) };
        cloud.changed();
        return reply.send(cloud.switches);
      });

      control.post('/faults', (request, reply) => {
        const fault = mspFaultSchema.safeParse(request.body);
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
        const wanted = autopilots.safeParse(request.body);
        if (!wanted.success) return reply.code(400).send({ error: z.prettifyError(wanted.error) });
        if (wanted.data.terminal !== undefined) cloud.terminalAutopilot = wanted.data.terminal;
        if (wanted.data.page !== undefined) cloud.pageAutopilot = wanted.data.page;
        cloud.changed();
        return reply.send({ terminal: cloud.terminalAutopilot, page: cloud.pageAutopilot });
      });

      control.post('/reset', (_request, reply) => {
        cloud.reset();
        return reply.send({ reset: true });
      });
    },
    { prefix: '/control' },
  );
}

function noSuch(reply: FastifyReply, actions: readonly string[]): FastifyReply {
  return reply.code(404).send({ error: 'no such thing or action', actions });
}
