import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addControl, autopilotSchema, noSuch } from '../shared/control.ts';
import { SIM_CARD_NAMES } from './cards.ts';
import { zvtFaultSchema } from './faults.ts';
import type { ZvtTerminal } from './zvt-terminal.ts';

const card = z.object({ card: z.enum(SIM_CARD_NAMES).nullish() });
const code = z.object({ code: z.int().min(0).max(0xff).optional() });
const autopilot = autopilotSchema(['approve', 'decline', 'cancel']);

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
  addControl(server, terminal, {
    faultSchema: zvtFaultSchema,
    more: (control) => {
      control.get('/transactions', () => terminal.transactions().map((entry) => ({ ...entry, original: null })));
      control.get('/commands', () => terminal.commands());

      control.put('/autopilot', (request, reply) => {
        const wanted = autopilot.parse(request.body);
        terminal.autopilot(wanted);
        return reply.send(wanted);
      });

      control.post<{ Params: { action: string } }>('/:action', (request, reply) => {
        const action = Object.hasOwn(ACTIONS, request.params.action) ? ACTIONS[request.params.action] : undefined;
        if (action === undefined) return noSuch(reply, Object.keys(ACTIONS));
        return reply.send({ done: action(terminal, request.body ?? {}), screen: terminal.screen() });
      });
    },
  });
}
