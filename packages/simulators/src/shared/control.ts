/** The control API under `/control`, as every simulator has it: what a person could do, and every fault, as JSON. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { FaultBox } from './fault-box.ts';

/** What of a simulator everybody can look at. */
export interface Controlled<Fault extends object> {
  readonly faults: FaultBox<Fault>;
  /** `revision` rises with every change. */
  state(): { readonly revision: number };
  /** Money that moved. */
  charges(): unknown;
  onChange(listener: () => void): () => void;
  /** Forgets everything that happened. */
  reset?(): void;
}

export interface ControlOptions<Fault extends object> {
  readonly faultSchema: z.ZodType<Fault>;
  /** The origin of pages elsewhere that may use it. */
  readonly origin?: string | undefined;
  /** Adds what this simulator can do beside. A body that doesn't fit may throw zod's error: that is answered with 400. */
  readonly more: (control: FastifyInstance) => void;
}

export function addControl<Fault extends object>(
  server: FastifyInstance,
  simulator: Controlled<Fault>,
  { faultSchema, origin, more }: ControlOptions<Fault>,
): void {
  const { faults } = simulator;
  server.register(
    async (control) => {
      control.setErrorHandler((error, _request, reply) => {
        if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
        throw error;
      });
      if (origin !== undefined) admit(control, origin);

      control.get('/state', () => simulator.state());
      control.get('/charges', () => simulator.charges());
      control.get('/faults', () => faults.list());

      control.get('/events', (request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          ...(origin === undefined ? {} : { 'access-control-allow-origin': origin }),
        });
        const tell = () => reply.raw.write(`data: ${simulator.state().revision}\n\n`);
        tell();
        const stop = simulator.onChange(tell);
        request.raw.socket.once('close', stop);
      });

      control.post('/faults', (request, reply) =>
        reply.code(201).send({ id: faults.add(faultSchema.parse(request.body)) }),
      );

      control.delete<{ Params: { id: string } }>('/faults/:id', (request, reply) => {
        const removed = faults.remove(Number(request.params.id));
        return reply.code(removed ? 200 : 404).send({ removed });
      });

      control.delete('/faults', (_request, reply) => {
        faults.clear();
        return reply.send({ removed: true });
      });

      if (simulator.reset !== undefined) {
        control.post('/reset', (_request, reply) => {
          simulator.reset?.();
          return reply.send({ reset: true });
        });
      }
      more(control);
    },
    { prefix: '/control' },
  );
}

/** Lets pages of another origin in (CORS). */
function admit(control: FastifyInstance, origin: string): void {
  control.addHook('onRequest', async (request, reply) => {
    reply.header('access-control-allow-origin', origin);
    reply.header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE');
    reply.header('access-control-allow-headers', 'content-type');
    if (request.method === 'OPTIONS') await reply.code(204).send();
  });
  control.options('/*', (_request, reply) => reply.code(204).send());
}

/** What somebody does without being asked, or null for nobody. */
export function autopilotSchema<const Outcomes extends readonly string[]>(outcomes: Outcomes) {
  return z.object({ outcome: z.enum(outcomes), afterMs: z.int().min(0) }).nullable();
}

const autopilots = z.object({
  terminal: autopilotSchema(['approve', 'decline', 'cancel']).optional(),
  page: autopilotSchema(['approve', 'decline', 'cancel']).optional(),
});

type Autopilot = NonNullable<z.infer<typeof autopilots>['page']>;

/** `PUT /autopilot` of a cloud that has terminals and a payment page. */
export function addAutopilots(
  control: FastifyInstance,
  cloud: { terminalAutopilot: Autopilot | null; pageAutopilot: Autopilot | null; changed(): void },
): void {
  control.put('/autopilot', (request, reply) => {
    const { terminal, page } = autopilots.parse(request.body);
    if (terminal !== undefined) cloud.terminalAutopilot = terminal;
    if (page !== undefined) cloud.pageAutopilot = page;
    cloud.changed();
    return reply.send({ terminal: cloud.terminalAutopilot, page: cloud.pageAutopilot });
  });
}

export function noSuch(reply: FastifyReply, actions: readonly string[]): FastifyReply {
  return reply.code(404).send({ error: 'no such thing or action', actions });
}

/** Without the members that were left out. */
export function given<Parts extends object>(
  parts: Parts | undefined,
): { [Key in keyof Parts]?: Exclude<Parts[Key], undefined> } {
  const set = Object.entries(parts ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as { [Key in keyof Parts]?: Exclude<Parts[Key], undefined> };
}
