import type { ExactJsonInput } from '@tillbridge/kernel';
import type { FastifyInstance } from 'fastify';
import { type ApiTools, success } from './api-routes.ts';
import { exact } from './exact.ts';
import type { MspKey } from './options.ts';
import { isMembers } from './order-request.ts';
import { refundLine, transactionView } from './order-view.ts';
import { PROBLEMS, ProblemAnswer } from './problems.ts';
import type { SimOrder } from './sim-order.ts';

const DEFAULT_LIMIT = 100;
const MOST = 1_000;

/** `GET /transactions` with cursors, `GET /terminals` and `GET /terminal-groups/{id}/terminals` with pages. */
export function addListRoutes(api: FastifyInstance, { cloud, keyOf, answer }: ApiTools): void {
  api.get('/transactions', (request, reply) =>
    answer('list', request, reply, () => {
      const key = keyOf(request);
      const query = isMembers(request.query) ? request.query : {};
      const limit = whole(query.limit, DEFAULT_LIMIT, MOST);
      const start = query.after === undefined ? 0 : Number(String(query.after).replace(/^c/, ''));
      if (!Number.isInteger(start)) throw new ProblemAnswer(PROBLEMS.missing);
      const lines = cloud.book
        .all()
        .filter((order) => order.key.apiKey === key.apiKey || key.of === 'account')
        .flatMap((order) => linesOf(order))
        .filter(({ at }) => at >= since(query.created_from) && at < until(query.created_until))
        .sort((a, b) => b.at - a.at);
      const page = lines.slice(start, start + limit);
      const more = start + limit < lines.length;
      return success(
        page.map(({ line }) => line),
        {
          pager: {
            limit: exact(limit),
            cursor: {
              after: more ? `c${start + limit}` : null,
              before: start > 0 ? `c${Math.max(0, start - limit)}` : null,
            },
          },
        },
      );
    }),
  );

  api.get('/terminals', (request, reply) =>
    answer('terminals', request, reply, () => {
      const key = keyOf(request);
      return terminals(key, isMembers(request.query) ? request.query : {}, null);
    }),
  );

  api.get<{ Params: { group: string } }>('/terminal-groups/:group/terminals', (request, reply) =>
    answer('terminals', request, reply, () => {
      const key = keyOf(request);
      return terminals(key, isMembers(request.query) ? request.query : {}, Number(request.params.group));
    }),
  );

  function terminals(key: MspKey, query: { readonly [key: string]: unknown }, groupId: number | null) {
    // The pages of the documentation disagree about the key; the site's own is the one that is never right.
    if (key.of === 'site' || cloud.switches.testEnvironment) throw new ProblemAnswer(PROBLEMS.forbidden);
    const limit = whole(query.limit, DEFAULT_LIMIT, MOST);
    const page = whole(query.page, 1, 1_000_000);
    const all = [...cloud.terminals.values()]
      .map((terminal) => terminal.view())
      .filter((one) =>
        groupId === null ? key.groupId === null || one.groupId === key.groupId : one.groupId === groupId,
      );
    const shown = all.slice((page - 1) * limit, page * limit).map((one) => ({
      active: true,
      code: null,
      country: 'NL',
      created: '2024-05-01T10:00:00Z',
      group_id: exact(one.groupId),
      id: one.id,
      last_updated: '2024-05-01T10:00:00',
      manufacturer_id: 'SUNMI',
      name: one.name,
      provider: 'CTAP',
      serial_number: null,
    }));
    return success(shown, { pager: { total_items: exact(all.length), limit: exact(limit), page: exact(page) } });
  }

  function linesOf(order: SimOrder): { readonly at: number; readonly line: ExactJsonInput }[] {
    const { switches } = cloud;
    const open = order.status === 'initialized' || order.status === 'declined';
    const payments =
      order.attempts.length > 0
        ? order.attempts.map((attempt) => transactionView(order, attempt, switches))
        : open && !switches.listsOpenOrders
          ? []
          : [transactionView(order, undefined, switches)];
    return [
      ...payments.map((line) => ({ at: order.createdAt, line })),
      ...order.refunds.map((refund) => ({ at: refund.createdAt, line: refundLine(order, refund, switches) })),
    ];
  }
}

function whole(value: unknown, fallback: number, most: number): number {
  const number = value === undefined ? fallback : Number(value);
  if (!Number.isInteger(number) || number < 1 || number > most) throw new ProblemAnswer(PROBLEMS.missing);
  return number;
}

/** Unix seconds; the API also takes dates, which nobody asks for here. */
function since(value: unknown): number {
  return value === undefined ? Number.NEGATIVE_INFINITY : Number(value) * 1_000;
}

function until(value: unknown): number {
  return value === undefined ? Number.POSITIVE_INFINITY : Number(value) * 1_000;
}
