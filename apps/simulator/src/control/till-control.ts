import { createServer } from 'node:http';
import type { ExactJsonInput } from '@tillbridge/kernel';
import { JsonNumber } from '@tillbridge/kernel';
import type { SimulatedTill } from '@tillbridge/simulators/till';
import { z } from 'zod';
import { closeServer, isOurs, listenLoopback, openEvents, readJson, respondJson } from './json-http.ts';

const line = z.object({
  articleNumber: z.int(),
  text: z.string(),
  quantity: z.number(),
  unitCents: z.int(),
});

const knobs = z
  .object({
    pollStart: z.boolean(),
    wrongSignature: z.enum(['never', 'once', 'always']),
    damage: z.enum(['none', 'malformed', 'truncated', 'cut-off']),
    handheld: z.boolean(),
    clockSkewMs: z.int(),
    qrDialect: z.enum(['displayBarcode', 'code', 'both']),
    pollEveryMs: z.int().min(10),
    patienceMs: z.int().min(0),
    replyTimeoutMs: z.int().min(1),
    basketUnheard: z.boolean(),
    complains: z.boolean(),
  })
  .partial();

/** What may be asked of the till, by the last part of the path: `POST /control/<name>`. */
const COMMANDS = {
  ring: command(z.object({ lines: z.array(line).min(1) }), async (till, { lines }) => {
    await till.ring(lines);
  }),
  'add-line': command(line, (till, added) => till.addLine(added)),
  'remove-line': command(z.object({ lineId: z.string() }), (till, { lineId }) => till.removeLine(lineId)),
  'set-quantity': command(z.object({ lineId: z.string(), quantity: z.number().min(0) }), (till, { lineId, quantity }) =>
    till.setQuantity(lineId, quantity),
  ),
  /** `option`: what the guest chooses when the till asks; left out, the question is closed. */
  scan: command(
    z.object({ code: z.string().min(1), codeType: z.string().default('qrcode'), option: z.int().optional() }),
    (till, { code, codeType, option }) => till.scan(code, () => option ?? null, codeType),
  ),
  'pause-session': command(z.object({}), (till) => till.pauseSession()),
  'resume-session': command(z.object({ sessionId: z.string().optional() }), (till, { sessionId }) =>
    till.resumeSession(sessionId),
  ),
  'credit-session': command(z.object({ sessionId: z.string() }), (till, { sessionId }) =>
    till.creditSession(sessionId),
  ),
  'start-payment': command(z.object({}), (till) => till.startPayment()),
  'cancel-payment': command(z.object({}), (till) => till.cancelPayment()),
  'complete-session': command(z.object({}), (till) => till.completeSession()),
  'cancel-session': command(z.object({}), (till) => till.cancelSession()),
  /** Answers when the payment has ended; `GET /control/state` shows it meanwhile. */
  pay: command(
    z.object({ method: z.string(), amountCents: z.int(), externalPaymentId: z.string().optional() }),
    (till, { method, amountCents, externalPaymentId }) => till.pay(method, amountCents, externalPaymentId),
  ),
  'check-out': command(z.object({ method: z.string() }), (till, { method }) => till.checkOut(method)),
  'request-cancel': command(z.object({}), (till) => till.requestCancel()),
  cancel: command(z.object({}), (till) => till.cancel()),
  resend: command(z.object({ event: z.string().optional() }), (till, { event }) => till.resend(event)),
  send: command(
    z.object({ event: z.string(), members: z.record(z.string(), z.unknown()).default({}) }),
    (till, { event, members }) => till.send(event, exactMembers(members)),
  ),
  knobs: command(knobs, (till, turned) => {
    for (const [name, value] of Object.entries(turned)) {
      if (value !== undefined) Object.assign(till.knobs, { [name]: value });
    }
    return Promise.resolve({ ...till.knobs });
  }),
} as const;

interface Command {
  run(till: SimulatedTill, body: unknown): Promise<{ ok: true; result: unknown } | { ok: false; error: string }>;
}

function command<Schema extends z.ZodType>(
  schema: Schema,
  work: (till: SimulatedTill, body: z.output<Schema>) => Promise<unknown>,
): Command {
  return {
    async run(till, body) {
      const parsed = schema.safeParse(body);
      if (!parsed.success) return { ok: false, error: z.prettifyError(parsed.error) };
      return { ok: true, result: (await work(till, parsed.data)) ?? null };
    },
  };
}

/** JSON as it was parsed, with its numbers in the text a till would write them in. */
function exactMembers(members: Readonly<Record<string, unknown>>): Record<string, ExactJsonInput> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, exact(value)]));
}

function exact(value: unknown): ExactJsonInput {
  if (typeof value === 'number') return new JsonNumber(String(value));
  if (Array.isArray(value)) return value.map(exact);
  if (typeof value === 'object' && value !== null) return exactMembers(value as Record<string, unknown>);
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

export interface TillControl {
  readonly url: string;
  close(): Promise<void>;
}

/** The simulated till's control API: `GET /control/state`, `GET /control/events`, `POST /control/<command>`. */
export async function startTillControl(till: SimulatedTill, port: number): Promise<TillControl> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (!isOurs(request)) {
        respondJson(response, 403, { error: 'not for pages of other sites' });
        return;
      }
      const { pathname } = new URL(request.url ?? '/', 'http://till');
      const name = pathname.replace(/^\/control\//, '');
      if (request.method === 'GET' && name === 'state') {
        respondJson(response, 200, { ...till.state, knobs: till.knobs });
      } else if (request.method === 'GET' && name === 'events') {
        const events = openEvents(response);
        events.write(JSON.stringify(till.state));
        const stop = till.onChange((state) => events.write(JSON.stringify(state)));
        await events.ended;
        stop();
      } else if (request.method === 'POST' && Object.hasOwn(COMMANDS, name)) {
        const result = await COMMANDS[name as keyof typeof COMMANDS].run(till, await readJson(request));
        respondJson(response, result.ok ? 200 : 400, result);
      } else {
        respondJson(response, 404, { error: 'no such command', commands: Object.keys(COMMANDS) });
      }
    };
    answer().catch((error: unknown) => {
      if (response.headersSent) response.end();
      else respondJson(response, 409, { ok: false, error: error instanceof Error ? error.message : String(error) });
    });
  });
  const url = await listenLoopback(server, port);
  return { url, close: () => closeServer(server) };
}
