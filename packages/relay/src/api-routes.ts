import {
  COMMANDS_PATH,
  commandSchema,
  ENTER_PATH,
  enterSchema,
  PAIRING_PATH,
  pairingRequestSchema,
  type Role,
} from '@tillbridge/contracts';
import { describeError } from '@tillbridge/kernel';
import type { FastifyInstance } from 'fastify';
import type { AccessControl } from './access/access-control.ts';
import type { Doorman } from './access/doorman.ts';
import { isSecure } from './access/served-hosts.ts';
import { refuse } from './api-error.ts';
import { RELAY_ERRORS } from './errors.ts';
import type { RelayLimits } from './limits.ts';
import type { RelayPorts } from './ports.ts';
import { reconcileRoute } from './reconcile-route.ts';
import { terminalRoutes } from './terminal-routes.ts';
import { voucherRoutes } from './voucher-routes.ts';

export interface ApiRouteOptions {
  readonly ports: Pick<RelayPorts, 'windows' | 'terminals' | 'reconcile' | 'vouchers' | 'log'>;
  readonly access: AccessControl;
  readonly doorman: Doorman;
  readonly limits: RelayLimits;
}

/** The local API, registered in a scope of its own: JSON bodies, the Origin check, and its errors. */
export async function apiRoutes(app: FastifyInstance, options: ApiRouteOptions): Promise<void> {
  const { ports, access, doorman, limits } = options;

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: limits.apiBodyBytes },
    app.getDefaultJsonParser('error', 'error'),
  );
  app.addHook('onRequest', doorman.origin);
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    done(null, payload);
  });
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    switch (error.statusCode) {
      case 413:
        return refuse(reply, 413, RELAY_ERRORS.tooLong);
      case 415:
        return refuse(reply, 415, RELAY_ERRORS.notJson);
      case 400:
        return refuse(reply, 400, RELAY_ERRORS.badRequest);
      default:
        ports.log.error('the local API failed', { code: RELAY_ERRORS.inside.code, error: describeError(error) });
        return refuse(reply, 500, RELAY_ERRORS.inside);
    }
  });

  app.post(ENTER_PATH, async (request, reply) => {
    const enter = enterSchema.safeParse(request.body);
    if (!enter.success) return refuse(reply, 400, RELAY_ERRORS.badRequest);
    const answer = access.enter(enter.data);
    switch (answer.kind) {
      case 'entered':
        reply.header('set-cookie', access.setCookie(answer.role, isSecure(request.raw)));
        return { role: answer.role } satisfies { role: Role };
      case 'too-many-tries':
        ports.log.warn('wrong codes came too often', { code: RELAY_ERRORS.tooManyTries.code });
        return refuse(reply, 429, RELAY_ERRORS.tooManyTries);
      case 'refused':
        return refuse(
          reply,
          403,
          'launchToken' in enter.data ? RELAY_ERRORS.launchTokenRefused : RELAY_ERRORS.pairingCodeRefused,
        );
    }
  });

  app.post(PAIRING_PATH, async (request, reply) => {
    if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
    const wanted = pairingRequestSchema.safeParse(request.body);
    if (!wanted.success) return refuse(reply, 400, RELAY_ERRORS.badRequest);
    return access.pairingCode(wanted.data.role);
  });

  app.post<{ Querystring: { till?: unknown } }>(COMMANDS_PATH, async (request, reply) => {
    if (doorman.admit(request, reply, 'cashier') === undefined) return reply;
    const command = commandSchema.safeParse(request.body);
    if (!command.success) return refuse(reply, 400, RELAY_ERRORS.badRequest);
    const tills = ports.windows.tills();
    const wanted = request.query.till;
    const till = wanted === undefined ? tills[0] : tills.find(({ id }) => id === wanted);
    if (till === undefined) return refuse(reply, 404, RELAY_ERRORS.noSuchTill);
    return await ports.windows.command(till.id, command.data);
  });

  terminalRoutes(app, ports.terminals, doorman);
  reconcileRoute(app, ports.reconcile, doorman);
  if (ports.vouchers !== null) voucherRoutes(app, ports.vouchers, doorman);

  app.all('/api/*', (_request, reply) => refuse(reply, 404, RELAY_ERRORS.noSuchPath));
}
