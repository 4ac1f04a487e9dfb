import { timingSafeEqual } from 'node:crypto';
import { type Clock, type ExactJsonInput, stringifyExactJson } from '@tillbridge/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Answer as AnyAnswer,
  answerLate,
  cutShort,
  firstHalf,
  type Held,
  hangUp,
  sendSignInPage,
} from '../shared/call-faults.ts';
import { exact, withData } from './exact.ts';
import type { CallFault, CallName } from './faults.ts';
import { addListRoutes } from './list-routes.ts';
import type { MspCloud } from './msp-cloud.ts';
import type { MspKey } from './options.ts';
import { isMembers, readOrderRequest } from './order-request.ts';
import { cancelView, orderView, receiptView, transactionId } from './order-view.ts';
import { PROBLEMS, type Problem, ProblemAnswer, problemBody } from './problems.ts';
import type { SimOrder } from './sim-order.ts';

export interface ApiPorts {
  readonly cloud: MspCloud;
  readonly clock: Clock;
  readonly keys: readonly MspKey[];
  readonly held: Held;
}

export type Answer = AnyAnswer<ExactJsonInput>;

export interface ApiTools {
  readonly cloud: MspCloud;
  readonly clock: Clock;
  /** Whose key it is; throws the answer for one that isn't known. */
  keyOf(request: FastifyRequest): MspKey;
  answer(call: CallName, request: FastifyRequest, reply: FastifyReply, work: () => Answer): Promise<unknown>;
}

/** The API under `/v1/json`. */
export function addApiRoutes(server: FastifyInstance, ports: ApiPorts): void {
  const tools: ApiTools = {
    cloud: ports.cloud,
    clock: ports.clock,
    keyOf: (request) => keyOf(request, ports),
    answer: (call, request, reply, work) => answerWithFaults(ports, call, request, reply, work),
  };
  server.register(
    async (api) => {
      addOrderRoutes(api, tools);
      addListRoutes(api, tools);
    },
    { prefix: '/v1/json' },
  );
}

function addOrderRoutes(api: FastifyInstance, { cloud, clock, keyOf, answer }: ApiTools): void {
  type ById = { Params: { id: string } };

  api.post('/orders', (request, reply) => {
    cloud.noteCreate(
      isMembers(request.body) && typeof request.body.order_id === 'string' ? request.body.order_id : null,
    );
    return answer('create', request, reply, () => {
      const key = keyOf(request);
      const asked = readOrderRequest(request.body, clock.now(), cloud.switches.strictNotificationUrl);
      if ('status' in asked) throw new ProblemAnswer(asked);
      const made = cloud.create(asked, key);
      if (!('orderId' in made)) throw new ProblemAnswer(made);
      return success(createdView(made));
    });
  });

  api.get<ById>('/orders/:id', (request, reply) => {
    cloud.counts.statuses += 1;
    const stale = cloud.faults.takeForCall('status', (due) => due.do === 'stale') !== undefined;
    return answer('status', request, reply, () => {
      const order = known(request.params.id, keyOf(request));
      return success(orderView(order, cloud.switches, stale ? order.before : order.status));
    });
  });

  api.patch<ById>('/orders/:id', (request, reply) =>
    answer('cancel', request, reply, () => {
      const order = known(request.params.id, keyOf(request));
      const status = isMembers(request.body) ? String(request.body.status) : '';
      const patched = cloud.patch(order, status);
      if (patched !== 'done') throw new ProblemAnswer(patched);
      return success({});
    }),
  );

  api.post<ById>('/orders/:id/cancel', (request, reply) => {
    cloud.counts.cancels += 1;
    return answer('cancel', request, reply, () => {
      const order = known(request.params.id, keyOf(request));
      const done = cloud.cancel(order);
      if (done !== 'done') throw new ProblemAnswer(done);
      return success(cancelView(order, cloud.switches));
    });
  });

  api.post<ById>('/orders/:id/refunds', (request, reply) => {
    cloud.noteRefund(request.params.id);
    return answer('refund', request, reply, () => {
      const order = known(request.params.id, keyOf(request));
      const body = isMembers(request.body) ? request.body : {};
      const { amount = 0, currency, refund_order_id: refundOrderId, description } = body;
      if (currency !== order.currency) throw new ProblemAnswer(PROBLEMS.currency);
      if (typeof amount !== 'number' || !Number.isSafeInteger(amount)) throw new ProblemAnswer(PROBLEMS.amount);
      const refund = cloud.refund(order, {
        amountCents: amount,
        refundOrderId: typeof refundOrderId === 'string' ? refundOrderId : null,
        description: typeof description === 'string' ? description : '',
      });
      if ('code' in refund) throw new ProblemAnswer(refund);
      return success({
        transaction_id: transactionId(refund.transactionId, cloud.switches),
        order_id: refund.refundOrderId ?? order.orderId,
      });
    });
  });

  api.get<ById>('/pos/receipt/:id', (request, reply) =>
    answer('receipt', request, reply, () => {
      if (cloud.switches.testEnvironment) throw new ProblemAnswer(PROBLEMS.forbidden);
      const order = known(request.params.id, keyOf(request));
      if (order.kind !== 'terminal' || order.attempts.length === 0) throw new ProblemAnswer(PROBLEMS.orderId);
      return success(receiptView(order, cloud.switches, clock.now()));
    }),
  );

  /** An order can only be seen with the key it was made with. */
  function known(name: string, key: MspKey): SimOrder {
    const order = cloud.book.find(name);
    if (order === undefined || order.key.apiKey !== key.apiKey) {
      throw new ProblemAnswer(cloud.switches.unknownOrder === '1006' ? PROBLEMS.orderId : PROBLEMS.notFound);
    }
    return order;
  }

  function createdView(order: SimOrder): ExactJsonInput {
    const pageUrl = cloud.pageUrl(order);
    const events = order.kind === 'terminal' || cloud.switches.pageEvents;
    const prefix = cloud.switches.eventFields;
    return {
      order_id: order.orderId,
      session_id: order.sessionId,
      ...(pageUrl === null ? {} : { payment_url: pageUrl }),
      ...(events ? { [`${prefix}token`]: cloud.hub.token(order), [`${prefix}stream_url`]: cloud.streamUrl() } : {}),
    };
  }
}

export function success(data: ExactJsonInput, beside: { readonly [key: string]: ExactJsonInput } = {}): Answer {
  return { status: 200, body: { success: true, data, ...beside } };
}

/** Does the work of a call with the fault that is due, if one is. */
async function answerWithFaults(
  ports: ApiPorts,
  call: CallName,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Answer,
): Promise<unknown> {
  const fault = ports.cloud.faults.takeForCall(call, (due) => due.do !== 'late-approval' && due.do !== 'stale');
  if (fault === undefined) return send(reply, done(work));
  switch (fault.do) {
    case 'slow':
      return send(reply, await answerLate(fault, request, ports, () => done(work)));
    case 'drop':
      return hangUp(reply);
    case 'lose-reply':
      done(work);
      return hangUp(reply);
    case 'garbage':
    case 'empty':
      if (fault.worked === true) done(work);
      return fault.do === 'garbage' ? sendSignInPage(reply) : reply.code(200).type('text/html').send('');
    case 'cut-short': {
      const { status, body } = done(work);
      const text = stringifyExactJson(body);
      if (fault.transport === true) return cutShort(reply, status, text);
      return reply
        .code(status)
        .type('application/json')
        .send(firstHalf(Buffer.from(text, 'utf8')));
    }
    case 'alter':
      return send(reply, altered(done(work), fault.set));
    default:
      if ('worked' in fault && fault.worked === true) done(work);
      return send(reply, problemAnswer(problemOf(fault)));
  }
}

function altered(answer: Answer, set: { readonly [key: string]: unknown }): Answer {
  return { ...answer, body: withData(answer.body, set) };
}

function done(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProblemAnswer) return problemAnswer(error.problem);
    throw error;
  }
}

function problemOf(fault: CallFault): Problem {
  switch (fault.do) {
    case 'too-many':
      return fault.retryAfterSeconds === undefined
        ? PROBLEMS.tooMany
        : { ...PROBLEMS.tooMany, retryAfterSeconds: fault.retryAfterSeconds };
    case 'unavailable':
      return PROBLEMS.unavailable;
    case 'refuse':
      return PROBLEMS.forbidden;
    case 'no-balance':
      return PROBLEMS.refund;
    case 'error':
      return { status: fault.status ?? 404, code: fault.code, info: 'As asked for' };
    default:
      return PROBLEMS.internal;
  }
}

export function problemAnswer(problem: Problem): Answer {
  const headers =
    problem.retryAfterSeconds === undefined ? undefined : { 'retry-after': String(problem.retryAfterSeconds) };
  return { status: problem.status, body: exact(problemBody(problem)), ...(headers && { headers }) };
}

export function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers(headers ?? {})
    .type('application/json')
    .send(stringifyExactJson(body));
}

/** By header or in the address; both ways work. */
function keyOf(request: FastifyRequest, { cloud, keys }: ApiPorts): MspKey {
  const query = isMembers(request.query) ? request.query.api_key : undefined;
  const given = String(request.headers.api_key ?? query ?? '');
  const key = keys.find((known) => same(known.apiKey, given));
  if (key !== undefined) return key;
  throw new ProblemAnswer(cloud.switches.unknownKey === '1032' ? PROBLEMS.apiKey : PROBLEMS.forbidden);
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
