/** What can go wrong with any call to a cloud, between its work and the caller. */
import type { Clock } from '@tillbridge/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { often } from './fault-box.ts';

/** Schemas of the faults that every cloud knows; `on`: the calls they can be armed for. */
export function callFaults<On extends z.ZodType>(on: On) {
  return [
    /** The work is done at once, the answer comes late; `before` true: the work is done late as well. */
    z.object({ on, do: z.literal('slow'), ms: z.int().min(0), before: z.boolean().optional(), ...often }),
    /** The work is done, and the connection is closed instead of an answer. */
    z.object({ on, do: z.literal('lose-reply'), ...often }),
    /** The connection is closed before anything is done. */
    z.object({ on, do: z.literal('drop'), ...often }),
    z.object({ on, do: z.literal('too-many'), retryAfterSeconds: z.int().min(0).optional(), ...often }),
  ] as const;
}

/** An answer before it is put on the wire. */
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls that wait on the simulator's clock because a fault makes them slow. */
export interface Held {
  count: number;
}

/** The answer of a slow call, and the work before or after the wait. A caller who hangs up waits no longer. */
export async function answerLate<Result>(
  fault: { readonly ms: number; readonly before?: boolean | undefined },
  request: FastifyRequest,
  { clock, held }: { readonly clock: Clock; readonly held: Held },
  work: () => Result,
): Promise<Result> {
  const early = fault.before === true ? undefined : { result: work() };
  const gone = new AbortController();
  const leave = () => gone.abort();
  request.raw.socket.once('close', leave);
  held.count += 1;
  await clock.sleep(fault.ms, gone.signal).catch(() => undefined);
  held.count -= 1;
  request.raw.socket.off('close', leave);
  return (early ?? { result: work() }).result;
}

/** The connection ends without an answer. */
export function hangUp(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

/** What a network answers that wants somebody to sign in first. */
export function sendSignInPage(reply: FastifyReply): FastifyReply {
  return reply.code(200).type('text/html').send('<html><body>Please sign in to this network</body></html>');
}

/** The connection ends in the middle of the answer. */
export function cutShort(reply: FastifyReply, status: number, text: string): FastifyReply {
  const bytes = Buffer.from(text, 'utf8');
  reply.hijack();
  reply.raw.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  reply.raw.write(firstHalf(bytes), () => reply.raw.destroy());
  return reply;
}

export function firstHalf(bytes: Buffer): Buffer {
  return bytes.subarray(0, Math.floor(bytes.length / 2));
}
