import {
  INJECTION_LOG_PATH,
  type InjectionPage,
  type InjectionQuestion,
  injectionQuestionSchema,
  OVER_USE_PATH,
  type OverUse,
  VOUCHER_LOOK_UP_PATH,
  type VoucherAnswer,
  type VoucherQuestion,
  voucherQuestionSchema,
} from '@tillbridge/contracts';
import type { FastifyInstance } from 'fastify';
import type { Doorman } from './access/doorman.ts';
import { refuse } from './api-error.ts';
import { RELAY_ERRORS } from './errors.ts';

/** What people ask about vouchers. */
export interface VoucherPort {
  /** Undefined: no such till. */
  lookUp(question: VoucherQuestion): VoucherAnswer | undefined;
  log(question: InjectionQuestion): InjectionPage;
  overUse(): readonly OverUse[];
}

/** Part of the local API: its Origin check and errors hold here too. Changes nothing. */
export function voucherRoutes(app: FastifyInstance, vouchers: VoucherPort, doorman: Doorman): void {
  app.get(VOUCHER_LOOK_UP_PATH, (request, reply) => {
    if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
    const question = voucherQuestionSchema.safeParse(request.query);
    if (!question.success) return refuse(reply, 400, RELAY_ERRORS.badRequest);
    const answer = vouchers.lookUp(question.data);
    return answer === undefined ? refuse(reply, 404, RELAY_ERRORS.noSuchTill) : reply.send(answer);
  });

  app.get(INJECTION_LOG_PATH, (request, reply) => {
    if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
    const question = injectionQuestionSchema.safeParse(request.query);
    if (!question.success) return refuse(reply, 400, RELAY_ERRORS.badRequest);
    return reply.send(vouchers.log(question.data));
  });

  app.get(OVER_USE_PATH, (request, reply) => {
    if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
    return reply.send({ uses: vouchers.overUse() });
  });
}
