import type { FastifyInstance } from 'fastify';
import { answer, type RoutePorts, signedIn } from './fault-answers.ts';
import { readOrderRequest } from './order-request.ts';
import { PROBLEMS, ProblemAnswer } from './problems.ts';
import type { SimOrder } from './sim-order.ts';

/** The Order API (`/v1/orders…`). */
export function addOrderRoutes(server: FastifyInstance, ports: RoutePorts): void {
  const { cloud, clock, account } = ports;

  server.post('/v1/orders', (request, reply) => {
    cloud.noteCreate(referenceOf(request.body));
    return answer(ports, 'create', request, reply, () => {
      signedIn(request, account);
      const made = cloud.create(readOrderRequest(request.body, account.serviceId, clock.now()));
      if (!('id' in made)) throw new ProblemAnswer(made);
      return { status: 201, body: cloud.view(made, true) };
    });
  });

  server.get<{ Params: { id: string } }>('/v1/orders/:id/status', (request, reply) => {
    cloud.counts.statuses += 1;
    return answer(ports, 'status', request, reply, () => {
      const full = request.headers.authorization !== undefined;
      if (full) signedIn(request, account);
      return { status: 200, body: cloud.view(known(request.params.id), full) };
    });
  });

  server.patch<{ Params: { id: string } }>('/v1/orders/:id/abort', (request, reply) => {
    cloud.counts.aborts += 1;
    return answer(ports, 'abort', request, reply, () => {
      signedIn(request, account);
      const order = known(request.params.id);
      if (!cloud.abort(order)) throw new ProblemAnswer(PROBLEMS.tooLate);
      return { status: 200, body: cloud.view(order, true) };
    });
  });

  function known(name: string): SimOrder {
    const order = cloud.book.find(name);
    if (order === undefined) throw new ProblemAnswer(PROBLEMS.notFound);
    return order;
  }
}

function referenceOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('reference' in body)) return null;
  return typeof body.reference === 'string' ? body.reference : null;
}
