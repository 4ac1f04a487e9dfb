import type { FastifyInstance } from 'fastify';
import type { MspCloud } from './msp-cloud.ts';
import type { MspSwitches } from './options.ts';
import { isMembers } from './order-request.ts';

/** The event stream under `/events/stream/`, with the token in any of the three ways. */
export function addStreamRoutes(server: FastifyInstance, cloud: MspCloud): void {
  server.get('/events/stream/', (request, reply) => {
    const refused = cloud.faults.takeForStream('connect');
    if (refused?.do === 'refuse') return reply.code(refused.status).send('');
    const shown = tokenOf(request.headers.authorization, isMembers(request.query) ? request.query.token : undefined);
    const accepted = shown !== null && cloud.switches.tokenWays.includes(shown.way);
    const order = accepted ? cloud.hub.orderOf(shown.token) : undefined;
    if (order === undefined) return reply.code(401).send('');
    reply.hijack();
    cloud.hub.listen(order, reply.raw);
    cloud.changed();
    return reply;
  });
}

function tokenOf(
  authorization: string | undefined,
  query: unknown,
): { readonly way: MspSwitches['tokenWays'][number]; readonly token: string } | null {
  if (authorization !== undefined && authorization !== '') {
    const bearer = /^Bearer\s+(.*)$/.exec(authorization)?.[1];
    return bearer === undefined ? { way: 'raw', token: authorization } : { way: 'bearer', token: bearer };
  }
  return typeof query === 'string' && query !== '' ? { way: 'query', token: query } : null;
}
