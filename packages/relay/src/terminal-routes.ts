import { TERMINALS_PATH, terminalQuestionSchema, traceSwitchSchema } from '@tillbridge/contracts';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Doorman } from './access/doorman.ts';
import { refuse } from './api-error.ts';
import { RELAY_ERRORS } from './errors.ts';
import type { TerminalPort } from './ports.ts';

/** What IT may ask of the terminals on a wire. Part of the local API: its Origin check and errors hold here too. */
export function terminalRoutes(app: FastifyInstance, terminals: TerminalPort, doorman: Doorman): void {
  app.get(TERMINALS_PATH, (request, reply) => {
    if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
    return reply.send(terminals.list());
  });

  app.get<{ Params: { route: string }; Querystring: { after?: unknown } }>(
    `${TERMINALS_PATH}/:route/trace`,
    (request, reply) => {
      if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
      const after = lineNumber(request.query.after);
      if (after === undefined) return refuse(reply, 400, RELAY_ERRORS.badRequest);
      return found(reply, terminals.traced(request.params.route, after));
    },
  );

  app.post<{ Params: { route: string } }>(`${TERMINALS_PATH}/:route/trace`, (request, reply) => {
    if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
    const wanted = traceSwitchSchema.safeParse(request.body);
    if (!wanted.success) return refuse(reply, 400, RELAY_ERRORS.badRequest);
    return found(reply, terminals.switchTrace(request.params.route, wanted.data.on));
  });

  app.post<{ Params: { route: string; question: string } }>(
    `${TERMINALS_PATH}/:route/:question`,
    async (request, reply) => {
      if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
      const question = terminalQuestionSchema.safeParse(request.params.question);
      if (!question.success) return refuse(reply, 404, RELAY_ERRORS.noSuchPath);
      const answer = await terminals.ask(request.params.route, question.data);
      if (answer?.kind === 'pending') reply.code(202);
      return found(reply, answer);
    },
  );
}

function found(reply: FastifyReply, answer: object | undefined): FastifyReply {
  return answer === undefined ? refuse(reply, 404, RELAY_ERRORS.noSuchTerminal) : reply.send(answer);
}

/** Absent: from the beginning. Undefined: no number. */
function lineNumber(text: unknown): number | undefined {
  if (text === undefined) return 0;
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
