import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { SIM_CARD_NAMES } from './cards.ts';
import { zvtFaultSchema } from './faults.ts';
import type { ZvtTerminal } from './zvt-terminal.ts';

const card = z.object({ card: z.enum(SIM_CARD_NAMES).nullish() });
const code = z.object({ code: z.int().min(0).max(0xff).optional() });
const autopilot = z.object({ outcome: z.enum(['approve', 'decline', 'cancel']), afterMs: z.int().min(0) }).nullable();

type Action = (terminal: ZvtTerminal, body: unknown) => boolean;

/** What `POST /control/{action}` does; a body that doesn't fit throws zod's error. */
const ACTIONS: Readonly<Record<string, Action>> = {
  tap: (terminal, body) => terminal.tap(card.parse(body).card ?? null),
  insert: (terminal, body) => terminal.insert(card.parse(body).card ?? null),
  pin: (terminal, body) => terminal.pin(z.object({ ok: z.boolean().default(true) }).parse(body).ok),
  cancel: (terminal) => terminal.cancel(),
  decline: (terminal, body) => terminal.decline(code.parse(body).code),
  approve: (terminal) => terminal.approve(),
  'remove-card': (terminal) => terminal.removeCard(),
  'no-paper': (terminal, body) => terminal.noPaper(z.object({ on: z.boolean().default(true) }).parse(body).on),
  unplug: (terminal, body) => terminal.unplug(z.object({ out: z.boolean().default(true) }).parse(body).out),
  reboot: (terminal, body) =>
    terminal.reboot(z.object({ backAfterMs: z.int().min(0).optional() }).parse(body).backAfterMs),
  condition: (terminal, body) => {
    terminal.setCondition(code.parse(body).code ?? 0);
    return true;
  },
};

/** The control API under `/control`: everything a person at the terminal could do, and every fault, as JSON. */
export function addZvtControlRoutes(server: FastifyInstance, terminal: ZvtTerminal): void {
  server.register(
    async (control) => {
      control.get('/state', () => terminal.state());
      control.get('/charges', () => terminal.charges());
      control.get('/transactions', () => terminal.transactions().map((entry) => ({ ...entry, original: null })));
      control.get('/commands', () => terminal.commands());
      control.get('/faults', () => terminal.faults.list());

      control.get('/events', (request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
        const tell = () => reply.raw.write(`data: ${terminal.state().revision}\n\n`);
        tell();
        const stop = terminal.onChange(tell);
        request.raw.socket.once('close', stop);
      });

      control.post('/faults', (request, reply) => {
        const fault = zvtFaultSchema.safeParse(request.body);
        if (!fault.success) return refused(reply, fault.error);
        return reply.code(201).send({ id: terminal.fault(fault.data) });
      });

      control.delete<{ Params: { id: string } }>('/faults/:id', (request, reply) => {
        const removed = terminal.faults.remove(Number(request.params.id));
        return reply.code(removed ? 200 : 404).send({ removed });
      });

      control.delete('/faults', (_request, reply) => {
        terminal.faults.clear();
        return reply.send({ removed: true });
      });

      control.put('/autopilot', (request, reply) => {
        const wanted = autopilot.safeParse(request.body);
        if (!wanted.success) return refused(reply, wanted.error);
        terminal.autopilot(wanted.data);
        return reply.send(wanted.data);
      });

      control.post<{ Params: { action: string } }>('/:action', (request, reply) => {
        const action = Object.hasOwn(ACTIONS, request.params.action) ? ACTIONS[request.params.action] : undefined;
        if (action === undefined) {
          return reply.code(404).send({ error: 'no such action', actions: Object.keys(ACTIONS) });
        }
        try {
          return reply.send({ done: action(terminal, request.body ?? {}), screen: terminal.screen() });
        } catch (error) {
          if (error instanceof z.ZodError) return refused(reply, error);
          throw error;
        }
      });
    },
    { prefix: '/control' },
  );
}

function refused(reply: FastifyReply, error: z.ZodError): FastifyReply {
  return reply.code(400).send({ error: z.prettifyError(error) });
}
