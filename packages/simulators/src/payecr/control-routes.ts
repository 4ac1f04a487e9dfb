import type { FastifyInstance } from 'fastify';
import { addControl, autopilotSchema, noSuch } from '../shared/control.ts';
import { payEcrFaultSchema } from './faults.ts';
import { PAY_ECR_ACTIONS, type PayEcrTerminal } from './payecr-terminal.ts';

const autopilot = autopilotSchema(['approve', 'decline', 'cancel', 'queue']);

/** The control API under `/control`: everything a person at the terminal could do, and every fault, as JSON. */
export function addPayEcrControlRoutes(server: FastifyInstance, terminal: PayEcrTerminal): void {
  const { faults } = terminal;
  const looks = {
    faults,
    state: () => terminal.view(),
    charges: () => terminal.charges(),
    onChange: (listener: () => void) => terminal.onChange(listener),
  };
  addControl(server, looks, {
    faultSchema: payEcrFaultSchema,
    more: (control) => {
      control.get('/history', () => terminal.view().history);

      control.put('/autopilot', (request, reply) => {
        const wanted = autopilot.parse(request.body);
        terminal.autopilot = wanted;
        terminal.changed();
        return reply.send(wanted);
      });

      control.post<{ Params: { action: string } }>('/:action', (request, reply) => {
        const action = PAY_ECR_ACTIONS.find((known) => known === request.params.action);
        if (action === undefined) return noSuch(reply, PAY_ECR_ACTIONS);
        return reply.send({ done: terminal.act(action), terminal: terminal.view() });
      });
    },
  });
}
