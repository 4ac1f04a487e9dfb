import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { payEcrFaultSchema } from './faults.ts';
import { PAY_ECR_ACTIONS, type PayEcrTerminal } from './payecr-terminal.ts';

const autopilot = z
  .object({ outcome: z.enum(['approve', 'decline', 'cancel', 'queue']), afterMs: z.int().min(0) })
  .nullable();

/** The control API under `/control`: everything a person at the terminal could do, and every fault, as JSON. */
export function addPayEcrControlRoutes(server: FastifyInstance, terminal: PayEcrTerminal): void {
  server.register(
    async (control) => {
      control.get('/state', () => terminal.view());
      control.get('/charges', () => terminal.charges());
      control.get('/history', () => terminal.view().history);
      control.get('/faults', () => terminal.faults.list());

      control.get('/events', (request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        const tell = () => reply.raw.write(`data: ${terminal.view().revision}\n\n`);
        tell();
        const stop = terminal.onChange(tell);
        request.raw.socket.once('close', stop);
      });

      control.post('/faults', (request, reply) => {
        const fault = payEcrFaultSchema.safeParse(request.body);
        if (!fault.success) return refused(reply, fault.error);
        return reply.code(201).send({ id: terminal.fault(fault.data) });
      });

      control.delete<{ Params: { id: string } }>('/faults/:id', (request, reply) => {
        const removed = terminal.faults.remove(Number(request.params.id));
        terminal.changed();
        return reply.code(removed ? 200 : 404).send({ removed });
      });

      control.delete('/faults', (_request, reply) => {
        terminal.faults.clear();
        terminal.changed();
        return reply.send({ removed: true });
      });

      control.put('/autopilot', (request, reply) => {
        const wanted = autopilot.safeParse(request.body);
        if (!wanted.success) return refused(reply, wanted.error);
        terminal.autopilot = wanted.data;
        terminal.changed();
        return reply.send(wanted.data);
      });

      control.post<{ Params: { action: string } }>('/:action', (request, reply) => {
        const action = PAY_ECR_ACTIONS.find((known) => known === request.params.action);
        if (action === undefined) return reply.code(404).send({ error: 'no such action', actions: PAY_ECR_ACTIONS });
        return reply.send({ done: terminal.act(action), terminal: terminal.view() });
      });
    },
    { prefix: '/control' },
  );
}

function refused(reply: FastifyReply, error: z.ZodError): FastifyReply {
  return reply.code(400).send({ error: z.prettifyError(error) });
}
