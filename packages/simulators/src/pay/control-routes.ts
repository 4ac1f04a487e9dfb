import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addAutopilots, addControl, given, noSuch } from '../shared/control.ts';
import { exchangeStyleSchema } from './exchange-styles.ts';
import { payFaultSchema } from './faults.ts';
import { PAGE_ACTIONS, type PayCloud } from './pay-cloud.ts';
import { TERMINAL_ACTIONS } from './terminal.ts';

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
  addControl(server, cloud, {
    faultSchema: payFaultSchema,
    origin,
    more: (control) => {
      addAutopilots(control, cloud);

      control.get('/refunds', () => cloud.refunds());

      control.post<{ Params: { id: string } }>('/refunds/:id/fail', (request, reply) => {
        const failed = cloud.books.failRefund(request.params.id);
        return reply.code(failed ? 200 : 404).send({ done: failed });
      });

      control.post<{ Params: { code: string } }>('/terminals/:code/device', (request, reply) => {
        const start = deviceStart.parse(request.body);
        if (!cloud.terminals.has(request.params.code)) return noSuch(reply, ['device', ...TERMINAL_ACTIONS]);
        return reply.send({ done: cloud.startOnDevice(request.params.code, start) });
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

      control.put('/exchange', (request, reply) => {
        const wanted = styles.parse(request.body);
        cloud.exchangeStyle = { ...cloud.exchangeStyle, ...given(wanted.order) };
        cloud.deviceExchangeStyle = { ...cloud.deviceExchangeStyle, ...given(wanted.device) };
        cloud.changed();
        return reply.send({ order: cloud.exchangeStyle, device: cloud.deviceExchangeStyle });
      });

      control.put('/inferred', (request, reply) => {
        const wanted = switches.parse(request.body);
        cloud.inferred = { ...cloud.inferred, ...given(wanted) };
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
    },
  });
}
