import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { exchangeStyleSchema } from './exchange-styles.ts';
import { payFaultSchema } from './faults.ts';
import { PAGE_ACTIONS, type PayCloud } from './pay-cloud.ts';
import { TERMINAL_ACTIONS } from './terminal.ts';

const autopilot = z.object({ outcome: z.enum(['approve', 'decline', 'cancel']), afterMs: z.int().min(0) }).nullable();
const autopilots = z.object({ terminal: autopilot.optional(), page: autopilot.optional() });

const styles = z.object({ order: exchangeStyleSchema.optional(), device: exchangeStyleSchema.optional() });
const switches = z
  .object({
    noCardEnds: z.union([z.literal(-80), z.literal(-90)]),
    busyAs: z.enum(['code', 'words', 'violation']),
    createShowsPayment: z.boolean(),
    abortInProcessing: z.enum(['refused', 'ignored']),
    booksListRefunds: z.boolean(),
    booksDelayMs: z.int().min(0),
    offlineWord: z.enum(['UNKNOWN', 'OFFLINE']),
  })
  .partial();
const deviceStart = z.object({
  amountCents: z.int().min(1),
  outcome: z.enum(['approve', 'decline']).default('approve'),
  offlineMs: z.int().min(0).nullable().default(null),
});

/** What the control API does beside the cloud itself. */
export interface ControlPorts {
  readonly setCore: (at: number, up: boolean) => Promise<boolean>;
}

/** The control API under `/control`: everything a person in the shop could do, and every fault, as JSON. */
export function addControlRoutes(
  server: FastifyInstance,
  cloud: PayCloud,
  origin: string | undefined,
  ports: ControlPorts,
): void {
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

      control.get('/refunds', () => cloud.refunds());

      control.post<{ Params: { id: string } }>('/refunds/:id/fail', (request, reply) => {
        const failed = cloud.books.failRefund(request.params.id);
        return reply.code(failed ? 200 : 404).send({ done: failed });
      });

      control.post<{ Params: { code: string } }>('/terminals/:code/device', (request, reply) => {
        const start = deviceStart.safeParse(request.body);
        if (!start.success) return reply.code(400).send({ error: z.prettifyError(start.error) });
        if (!cloud.terminals.has(request.params.code)) return noSuch(reply, ['device', ...TERMINAL_ACTIONS]);
        return reply.send({ done: cloud.startOnDevice(request.params.code, start.data) });
      });

      control.post<{ Params: { code: string; action: string } }>('/terminals/:code/:action', (request, reply) => {
        const terminal = cloud.terminals.get(request.params.code);
        const action = TERMINAL_ACTIONS.find((known) => known === request.params.action);
        if (terminal === undefined || action === undefined) return noSuch(reply, TERMINAL_ACTIONS);
        return reply.send({ done: terminal.act(action), terminal: terminal.view() });
      });

      control.post<{ Params: { name: string; action: string } }>('/orders/:name/:action', (request, reply) => {
        const order = cloud.book.find(request.params.name);
        const action = PAGE_ACTIONS.find((known) => known === request.params.action);
        const chooses = request.params.action === 'choose';
        if (order !== undefined && request.params.action === 'chargeback') {
          return reply.send({ done: cloud.chargeBack(order), order: cloud.summary(order) });
        }
        if (order === undefined || (action === undefined && !chooses)) {
          return noSuch(reply, ['choose', 'chargeback', ...PAGE_ACTIONS]);
        }
        const done = action === undefined ? cloud.chooseOnPage(order) : cloud.actOnPage(order, action);
        return reply.send({ done, order: cloud.summary(order) });
      });

      control.post('/faults', (request, reply) => {
        const fault = payFaultSchema.safeParse(request.body);
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

      control.put('/exchange', (request, reply) => {
        const wanted = styles.safeParse(request.body);
        if (!wanted.success) return reply.code(400).send({ error: z.prettifyError(wanted.error) });
        cloud.exchangeStyle = { ...cloud.exchangeStyle, ...given(wanted.data.order) };
        cloud.deviceExchangeStyle = { ...cloud.deviceExchangeStyle, ...given(wanted.data.device) };
        cloud.changed();
        return reply.send({ order: cloud.exchangeStyle, device: cloud.deviceExchangeStyle });
      });

      control.put('/inferred', (request, reply) => {
        const wanted = switches.safeParse(request.body);
        if (!wanted.success) return reply.code(400).send({ error: z.prettifyError(wanted.error) });
        cloud.inferred = { ...cloud.inferred, ...given(wanted.data) };
        cloud.changed();
        return reply.send(cloud.inferred);
      });

      control.get('/cores', () => cloud.cores());

      control.put<{ Params: { at: string; state: string } }>('/cores/:at/:state', async (request, reply) => {
        const { at, state } = request.params;
        if (state !== 'up' && state !== 'down') return noSuch(reply, ['up', 'down']);
        const done = await ports.setCore(Number(at), state === 'up');
        cloud.changed();
        return reply.code(done ? 200 : 404).send({ done, cores: cloud.cores() });
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

/** Without the members that were left out. */
function given<T extends object>(parts: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const set = Object.entries(parts ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
