import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { answer, type RoutePorts, signedIn } from './fault-answers.ts';
import { atom } from './order-view.ts';
import { fieldProblem, PROBLEMS, ProblemAnswer } from './problems.ts';
import type { SimOrder } from './sim-order.ts';
import type { TerminalView } from './terminal.ts';
import { refundView } from './transaction-view.ts';

const refundSchema = z.object({
  amount: z.object({ value: z.int(), currency: z.string().length(3).nullish() }).nullish(),
  description: z.string().min(1).max(32).nullish(),
});
const pageSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(100),
  page: z.coerce.number().int().min(1).default(1),
});

/** The management API (`/v2/…`): transactions, refunds, terminals and the config of the sales location. */
export function addManagementRoutes(server: FastifyInstance, ports: RoutePorts): void {
  const { cloud, account } = ports;

  server.get<{ Params: { id: string } }>('/v2/transactions/:id', (request, reply) =>
    answer(ports, 'books', request, reply, () => {
      signedIn(request, account);
      return { status: 200, body: cloud.books.view(booked(request.params.id)) };
    }),
  );

  server.patch<{ Params: { id: string } }>('/v2/transactions/:id/refund', (request, reply) => {
    cloud.books.noteRefundCall(request.params.id);
    return answer(ports, 'refund', request, reply, () => {
      signedIn(request, account);
      const wanted = refundSchema.safeParse(request.body ?? {});
      if (!wanted.success) throw new ProblemAnswer(fieldProblem('amount', 'PAY-2828', 'This value is not valid.'));
      const order = booked(request.params.id);
      const { amount, description } = wanted.data;
      const made = cloud.books.giveBack(order, amount?.value ?? null, description ?? 'Refund');
      if (!('id' in made)) throw new ProblemAnswer(made);
      const refunds = cloud.book.refundsOf(order);
      return {
        status: 200,
        body: {
          orderId: order.orderId,
          transactionId: order.transactionId,
          description: made.description,
          processDate: atom(made.at),
          amount: { value: order.amountCents, currency: 'EUR' },
          amountRefunded: { value: made.amountCents, currency: 'EUR' },
          refundedTransactions: refunds.map((refund) => ({
            amountRefunded: { value: refund.amountCents, currency: 'EUR' },
            refund: { id: refund.id },
            createdAt: atom(refund.at),
            createdBy: null,
          })),
          createdAt: atom(made.at),
          createdBy: null,
          _links: [],
        },
      };
    });
  });

  server.get<{ Params: { id: string } }>('/v2/refunds/:id', (request, reply) =>
    answer(ports, 'books', request, reply, () => {
      signedIn(request, account);
      const refund = cloud.books.refund(request.params.id);
      if (refund === undefined) throw new ProblemAnswer(PROBLEMS.notFound);
      return { status: 200, body: refundView(refund) };
    }),
  );

  server.get('/v2/terminals', (request, reply) =>
    answer(ports, 'terminals', request, reply, () => {
      signedIn(request, account);
      const wanted = pageSchema.safeParse(request.query);
      if (!wanted.success) throw new ProblemAnswer(fieldProblem('limit', 'PAY-2828', 'This value is not valid.'));
      const { limit, page } = wanted.data;
      const all = [...cloud.terminals.values()].map((terminal) => terminal.view());
      const terminals = all.slice((page - 1) * limit, page * limit).map(listed);
      return { status: 200, body: { total: all.length, count: terminals.length, terminals, _links: {} } };
    }),
  );

  server.get<{ Params: { code: string } }>('/v2/terminals/:code', (request, reply) =>
    answer(ports, 'terminals', request, reply, () => {
      signedIn(request, account);
      const terminal = cloud.terminals.get(request.params.code);
      if (terminal === undefined) throw new ProblemAnswer(PROBLEMS.notFound);
      return { status: 200, body: listed(terminal.view()) };
    }),
  );

  server.get<{ Querystring: { serviceId?: string } }>('/v2/services/config', (request, reply) =>
    answer(ports, 'config', request, reply, () => {
      signedIn(request, account);
      if ((request.query.serviceId ?? account.serviceId) !== account.serviceId) {
        throw new ProblemAnswer(fieldProblem('serviceId', 'PAY-2852', 'Service location not found'));
      }
      return { status: 200, body: config() };
    }),
  );

  /** The books know paid and open orders alike; a payment taken offline they know once it has arrived. */
  function booked(name: string): SimOrder {
    const order = cloud.book.find(name);
    // The id of the Order API is not a name the books know.
    if (order === undefined || name === order.id) throw new ProblemAnswer(PROBLEMS.notFound);
    return order;
  }

  function listed(terminal: TerminalView) {
    return {
      code: terminal.code,
      name: terminal.name,
      status: 'ACTIVE',
      connectionStatus: terminal.online ? 'ONLINE' : cloud.inferred.offlineWord,
      terminalType: 'SIMULATED',
      supplier: { id: '4', name: 'Simulator', terminalId: terminal.code.replace(/\D/g, '') },
      ecrProtocol: 'WEB',
      paymentTypes: terminal.refunds ? ['SALE', 'REFUND'] : ['SALE'],
    };
  }

  function config() {
    const options = [...cloud.terminals.values()]
      .map((terminal) => terminal.view())
      .map(({ code, name, refunds }) => ({ code, name, paymentTypes: refunds ? ['SALE', 'REFUND'] : ['SALE'] }));
    const cores = cloud.cores();
    return {
      code: account.serviceId,
      secret: account.serviceSecret,
      testMode: false,
      name: 'Speelpark De Eik',
      status: 'ACTIVE',
      checkoutOptions: [
        { tag: 'PM_10', name: 'iDEAL', paymentMethods: [{ id: 10, name: 'iDEAL', minAmount: 1, maxAmount: 5_000_00 }] },
        { tag: 'PM_1927', name: 'Pin', paymentMethods: [{ id: 1927, name: 'Pin', options }] },
      ],
      checkoutSequence: [],
      encryptionKeys: [],
      tguList: cores.map(({ url, up }, at) => ({
        ID: at + 1,
        // Most of the traffic goes to the further cores, which are the ones that can be taken down.
        share: (at + 1) * 10,
        domain: new URL(url).host,
        status: up ? 'ACTIVE' : 'INACTIVE',
      })),
    };
  }
}
