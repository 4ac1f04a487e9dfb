import { calendarDaySchema, RECONCILE_PATH, type ReconcileReport } from '@tillbridge/contracts';
import type { FastifyInstance } from 'fastify';
import type { Doorman } from './access/doorman.ts';
import { refuse } from './api-error.ts';
import { RELAY_ERRORS } from './errors.ts';

/** Compares a day of the venue's calendar. Undefined: the calendar has no such day. */
export interface ReconcilePort {
  report(day: string): Promise<ReconcileReport | undefined>;
}

/** Part of the local API: its Origin check and errors hold here too. Moves no money and changes nothing. */
export function reconcileRoute(app: FastifyInstance, reconcile: ReconcilePort, doorman: Doorman): void {
  app.get<{ Querystring: { day?: unknown } }>(RECONCILE_PATH, async (request, reply) => {
    if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
    const day = calendarDaySchema.safeParse(request.query.day);
    if (!day.success) return refuse(reply, 400, RELAY_ERRORS.badRequest);
    const report = await reconcile.report(day.data);
    return report === undefined ? refuse(reply, 400, RELAY_ERRORS.badRequest) : reply.send(report);
  });
}
