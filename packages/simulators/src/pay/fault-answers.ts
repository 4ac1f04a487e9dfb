import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '@tillbridge/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallFault, CallTarget } from './faults.ts';
import type { PayAccountKeys } from './options.ts';
import type { PayCloud } from './pay-cloud.ts';
import { PROBLEMS, type Problem, ProblemAnswer, problemBody } from './problems.ts';

export interface RoutePorts {
  readonly cloud: PayCloud;
  readonly clock: Clock;
  readonly account: PayAccountKeys;
  /** Calls that wait on the simulator's clock. */
  readonly held: { count: number };
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Does the work of a call with the fault that is due, if one is. */
export async function answer(
  { cloud, clock, held }: RoutePorts,
  target: CallTarget,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Answer,
): Promise<unknown> {
  const fault = cloud.faults.takeForCall(target, (due) => due.do !== 'late-approval');
  if (fault === undefined) return send(reply, done(work));
  cloud.changed();
  switch (fault.do) {
    case 'slow': {
      const early = fault.before === true ? undefined : done(work);
      held.count += 1;
      await clock.sleep(fault.ms, closed(request)).catch(() => undefined);
      held.count -= 1;
      return send(reply, early ?? done(work));
    }
    case 'drop':
      return hangUp(reply);
    case 'lose-reply':
      done(work);
      return hangUp(reply);
    case 'garbage':
      if (fault.worked === true) done(work);
      return reply.code(200).type('text/html').send('<html><body>Please sign in to this network</body></html>');
    case 'cut-short':
      return cutShort(reply, done(work));
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

function hangUp(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

function cutShort(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  const text = Buffer.from(JSON.stringify(body), 'utf8');
  reply.hijack();
  reply.raw.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
  reply.raw.write(text.subarray(0, Math.floor(text.length / 2)), () => reply.raw.destroy());
  return reply;
}

/** Aborts when the caller hangs up. */
function closed(request: FastifyRequest): AbortSignal {
  const gone = new AbortController();
  request.raw.socket.once('close', () => gone.abort());
  return gone.signal;
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
