import type { Role } from '@tillbridge/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../api-error.ts';
import { RELAY_ERRORS } from '../errors.ts';
import type { AccessControl, Visitor } from './access-control.ts';
import type { ServedHosts } from './served-hosts.ts';

/** The checks before our own pages and API, as Fastify hooks. Webhooks and exchanges are signed and don't pass here. */
export interface Doorman {
  /** The Host is one of ours. */
  readonly host: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;
  /** The Host is one of ours and the request was made by a page of it; a look without an Origin may come from anywhere. */
  readonly origin: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;
  /** The Host is one of ours, and no page of another site made the request: for machines, which send no Origin. */
  readonly machine: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;
  /** Refuses and answers undefined unless the window may act as `role`. */
  admit(request: FastifyRequest, reply: FastifyReply, role: Role): Visitor | undefined;
}

/**
 * Browsers send no Origin with what a page of ours reads here. Nothing changes by it, a page of another site can't read the
 * answer, and the cookie doesn't come along. A WebSocket always has one.
 */
function isPlainLook({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && headers.origin === undefined && headers.upgrade === undefined;
}

export function createDoorman(access: AccessControl, hosts: ServedHosts): Doorman {
  return {
    host: (request, reply, done) => {
      if (hosts.servesHost(request.raw)) done();
      else refuse(reply, 421, RELAY_ERRORS.wrongHost);
    },
    origin: (request, reply, done) => {
      if (!hosts.servesHost(request.raw)) refuse(reply, 421, RELAY_ERRORS.wrongHost);
      else if (!hosts.servesOrigin(request.raw) && !isPlainLook(request)) refuse(reply, 403, RELAY_ERRORS.wrongOrigin);
      else done();
    },
    machine: (request, reply, done) => {
      if (!hosts.servesHost(request.raw)) refuse(reply, 421, RELAY_ERRORS.wrongHost);
      else if (request.headers.origin !== undefined && !hosts.servesOrigin(request.raw)) {
        refuse(reply, 403, RELAY_ERRORS.wrongOrigin);
      } else done();
    },
    admit(request, reply, role) {
      const visitor = access.visitor(request.headers.cookie);
      if (visitor === undefined) {
        refuse(reply, 401, RELAY_ERRORS.notSignedIn);
        return undefined;
      }
      if (visitor.role !== role) {
        refuse(reply, 403, RELAY_ERRORS.roleNotAllowed);
        return undefined;
      }
      return visitor;
    },
  };
}
