import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '@tillbridge/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type Answer as AnyAnswer,
  answerLate,
  cutShort,
  type Held,
  hangUp,
  sendSignInPage,
} from '../shared/call-faults.ts';
import type { CallFault, CallTarget } from './faults.ts';
import type { PayAccountKeys } from './options.ts';
import type { PayCloud } from './pay-cloud.ts';
import { PROBLEMS, type Problem, ProblemAnswer, problemBody } from './problems.ts';

export interface RoutePorts {
  readonly cloud: PayCloud;
  readonly clock: Clock;
  readonly account: PayAccountKeys;
  readonly held: Held;
}

export type Answer = AnyAnswer<unknown>;

/** Does the work of a call with the fault that is due, if one is. */
export async function answer(
  ports: RoutePorts,
  target: CallTarget,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Answer,
): Promise<unknown> {
  const fault = ports.cloud.faults.takeForCall(target, (due) => due.do !== 'late-approval');
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
      if (fault.worked === true) done(work);
      return sendSignInPage(reply);
    case 'cut-short': {
      const { status, body } = done(work);
      return cutShort(reply, status, JSON.stringify(body));
    }
    default: {
      if ('worked' in fault && fault.worked === true) done(work);
      return send(reply, problemAnswer(problemOf(fault)));
    }
  }
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
    case 'terminal-in-use':
      return PROBLEMS.terminalInUse;
    case 'terminal-offline':
      return PROBLEMS.terminalOffline;
    case 'method-not-enabled':
      return PROBLEMS.methodNotEnabled;
    case 'too-many':
      return fault.retryAfterSeconds === undefined
        ? PROBLEMS.tooMany
        : { ...PROBLEMS.tooMany, retryAfterSeconds: fault.retryAfterSeconds };
    case 'unavailable':
      return PROBLEMS.unavailable;
    default:
      return PROBLEMS.internal;
  }
}

export function problemAnswer(problem: Problem): Answer {
  const headers =
    problem.retryAfterSeconds === undefined ? undefined : { 'retry-after': String(problem.retryAfterSeconds) };
  return { status: problem.status, body: problemBody(problem), ...(headers && { headers }) };
}

export function send(reply: FastifyReply, { status, body, headers }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers(headers ?? {})
    .type('application/json')
    .send(JSON.stringify(body));
}

/** HTTP Basic with the token or with the sales location, as the Order API takes both. */
export function signedIn(request: FastifyRequest, account: PayAccountKeys): void {
  const [scheme, value] = (request.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || value === undefined) throw new ProblemAnswer(PROBLEMS.signIn);
  const given = Buffer.from(value, 'base64').toString('utf8');
  const accepted = [`${account.tokenCode}:${account.apiToken}`, `${account.serviceId}:${account.serviceSecret}`];
  if (!accepted.some((pair) => same(pair, given))) throw new ProblemAnswer(PROBLEMS.signIn);
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
