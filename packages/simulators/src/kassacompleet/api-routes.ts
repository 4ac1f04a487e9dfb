import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '@tillbridge/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Answer as AnyAnswer,
  answerLate,
  cutShort,
  type Held,
  hangUp,
  sendSignInPage,
} from '../shared/call-faults.ts';
import type { CallFault, CallName } from './faults.ts';
import type { KcCloud } from './kc-cloud.ts';
import { readOrderRequest, readRefundRequest } from './order-request.ts';
import { PROBLEMS, type Problem, ProblemAnswer } from './problems.ts';
import type { SimOrder } from './sim-order.ts';

export interface ApiPorts {
  readonly cloud: KcCloud;
  readonly clock: Clock;
  readonly held: Held;
}

type Answer = AnyAnswer<unknown>;

interface ById {
  readonly Params: { readonly id: string };
}

const ISSUERS = [
  { id: 'INGBNL2A', list_type: 'Nederland', name: 'Issuer Simulation V3 - ING' },
  { id: 'RABONL2U', list_type: 'Nederland', name: 'Issuer Simulation V3 - RABO' },
];

/** The API under `/v1`. Paths have lost their last slash before they get here. */
export function addApiRoutes(server: FastifyInstance, { cloud, clock, held }: ApiPorts): void {
  const { switches } = cloud;

  server.post('/v1/orders', (request, reply) => {
    cloud.noteCreate(referenceOf(request.body));
    return answer('create', request, reply, (fault) => {
      const wanted = readOrderRequest(request.body, cloud.defaultLifeMs, switches.idealNeedsIssuer);
      return { status: 201, body: cloud.view(cloud.create(wanted, fault?.do === 'inactive-method')) };
    });
  });

  server.get<ById>('/v1/orders/:id', (request, reply) => {
    cloud.counts.statuses += 1;
    return answer('status', request, reply, (fault) => {
      const order = known(request.params.id);
      return { status: 200, body: disguised(order, cloud.view(order), fault) };
    });
  });

  server.put<ById>('/v1/orders/:id', (request, reply) =>
    answer(null, request, reply, () => ({ status: 200, body: cloud.view(known(request.params.id)) })),
  );

  server.delete<ById>('/v1/orders/:id', (request, reply) => {
    cloud.counts.cancels += 1;
    return answer('cancel', request, reply, () => {
      if (switches.cancel === 'none') throw new ProblemAnswer(PROBLEMS.notAllowed);
      const order = known(request.params.id);
      if (!cloud.cancel(order)) throw new ProblemAnswer(PROBLEMS.tooLate);
      return { status: 200, body: cloud.view(order) };
    });
  });

  server.post<ById>('/v1/orders/:id/refunds', (request, reply) => {
    cloud.noteRefund(request.params.id);
    return answer('refund', request, reply, () => {
      const made = cloud.refund(known(request.params.id), readRefundRequest(request.body));
      if (!('id' in made)) throw new ProblemAnswer(made);
      return { status: 201, body: cloud.view(made) };
    });
  });

  server.get<{ Querystring: { created_since?: string; created_until?: string } }>('/v1/orders', (request, reply) => {
    cloud.counts.lists += 1;
    return answer('list', request, reply, () => {
      if (!switches.lists) throw new ProblemAnswer(PROBLEMS.notAllowed);
      const from = Date.parse(request.query.created_since ?? '') || 0;
      const until = Date.parse(request.query.created_until ?? '') || Number.POSITIVE_INFINITY;
      const within = cloud.book.all().filter((order) => order.createdAt >= from && order.createdAt <= until);
      return { status: 200, body: within.map((order) => cloud.view(order)) };
    });
  });

  server.get('/v1/ideal/issuers', (request, reply) =>
    answer(null, request, reply, () => {
      if (!switches.issuers) throw new ProblemAnswer(PROBLEMS.notFound);
      return { status: 200, body: ISSUERS };
    }),
  );

  server.get('/v1/merchants/self/projects/self', (request, reply) =>
    answer(null, request, reply, () => {
      const rights = cloud.methods.map((method) => [`/payment-methods/${method}/`, { POST: true }] as const);
      const status = switches.testProject ? 'active-testing' : 'active';
      const permissions = Object.fromEntries([...rights, ['/payment-methods/paypal/', { POST: false }] as const]);
      return { status: 200, body: { id: cloud.account.projectId, status, permissions } };
    }),
  );

  function known(id: string): SimOrder {
    const order = cloud.book.find(id);
    if (order === undefined || order.id !== id) throw new ProblemAnswer(PROBLEMS.notFound);
    return order;
  }

  /** Does the work of a call with the fault that is due, if one is. */
  async function answer(
    target: CallName | null,
    request: FastifyRequest,
    reply: FastifyReply,
    work: (fault: CallFault | undefined) => Answer,
  ): Promise<unknown> {
    const fault = target === null ? undefined : cloud.faults.takeForCall(target);
    const done = () =>
      settled(() => {
        signedIn(request, cloud.account.apiKey);
        return work(fault);
      });
    if (fault === undefined) return send(reply, done());
    if ('worked' in fault && fault.worked === true) done();
    switch (fault.do) {
      case 'slow':
        return send(reply, await answerLate(fault, request, { clock, held }, done));
      case 'drop':
        return hangUp(reply);
      case 'lose-reply':
        done();
        return hangUp(reply);
      case 'garbage':
        return sendSignInPage(reply);
      case 'empty':
        return reply.code(200).type('application/json').send('');
      case 'cut-short': {
        const { status, body } = done();
        return cutShort(reply, status, JSON.stringify(body));
      }
      case 'bad-gateway':
        return reply.code(502).type('text/html').send('<html><h1>502 Bad Gateway</h1></html>');
      case 'gateway-timeout':
        return reply.code(504).type('text/html').send('<html><h1>504 Gateway Time-out</h1></html>');
      case 'internal-error':
        return send(reply, problemAnswer(PROBLEMS.internal));
      case 'unavailable':
        return send(reply, problemAnswer(PROBLEMS.unavailable));
      case 'too-many': {
        const { retryAfterSeconds } = fault;
        return send(reply, problemAnswer({ ...PROBLEMS.tooMany, ...(retryAfterSeconds && { retryAfterSeconds }) }));
      }
      case 'redirect':
        return reply.redirect('https://sign-in.example/portal', 302);
      case 'error-in-200': {
        const error = {
          type: 'ConnectionError',
          value: 'Something went wrong.',
          ...(fault.status && { status: fault.status }),
        };
        return send(reply, { status: 200, body: { error } });
      }
      case 'show': {
        const { status, body } = done();
        return send(reply, { status, body: { ...Object(body), ...fault.fields } });
      }
      default:
        return send(reply, done());
    }
  }
}

/** The order as a fault of its status call shows it. */
function disguised(order: SimOrder, view: Readonly<Record<string, unknown>>, fault: CallFault | undefined): unknown {
  if (fault?.do === 'earlier') return { ...view, status: order.earlier };
  if (fault?.do !== 'half-completed') return view;
  const completed = view.completed ?? view.modified;
  const transactions = Array.isArray(view.transactions) ? view.transactions : [];
  const pending = transactions.map((one: object) => ({ ...one, status: 'pending', completed }));
  return { ...view, status: 'processing', completed, transactions: pending };
}

function settled(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProblemAnswer) return problemAnswer(error.problem);
    throw error;
  }
}

export function problemAnswer({ status, error, retryAfterSeconds }: Problem): Answer {
  const headers = retryAfterSeconds === undefined ? undefined : { 'retry-after': String(retryAfterSeconds) };
  return { status, body: { error }, ...(headers && { headers }) };
}

export function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers(headers ?? {})
    .type('application/json')
    .send(JSON.stringify(body));
}

/** HTTP Basic with the key as user and an empty password; a key without its colon is none. */
function signedIn(request: FastifyRequest, apiKey: string): void {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ');
  const given = Buffer.from(value ?? '', 'base64');
  const right = Buffer.from(`${apiKey}:`);
  const same = given.length === right.length && timingSafeEqual(given, right);
  if (scheme?.toLowerCase() !== 'basic' || !same) throw new ProblemAnswer(PROBLEMS.signIn);
}

function referenceOf(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('merchant_order_id' in body)) return null;
  return typeof body.merchant_order_id === 'string' ? body.merchant_order_id : null;
}
