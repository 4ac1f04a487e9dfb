import type { FastifyInstance } from 'fastify';
import type { Doorman } from './access/doorman.ts';
import { securityHeaders } from './assets/security-headers.ts';
import type { Metrics } from './metrics.ts';
import type { HealthPort } from './ports.ts';
import { statusPage } from './status-page.ts';

/** `/healthz`: the process answers. `/readyz`: payments can be taken. `/status`: the same for people. `/metrics`. */
export function healthRoutes(app: FastifyInstance, health: HealthPort, metrics: Metrics, doorman: Doorman): void {
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  const route = { onRequest: doorman.host };

  app.get('/healthz', route, (_request, reply) => reply.headers(headers).send({ alive: true }));

  app.get('/readyz', route, (_request, reply) => {
    const { notReady } = health.report();
    const ready = notReady.length === 0;
    return reply
      .headers(headers)
      .code(ready ? 200 : 503)
      .send({ ready, reasons: notReady });
  });

  app.get('/status', route, (_request, reply) =>
    reply
      .headers({ ...headers, ...securityHeaders([]), 'content-type': 'text/html; charset=utf-8' })
      .send(statusPage(health.report())),
  );

  app.get('/metrics', route, async (_request, reply) =>
    reply.headers({ ...headers, 'content-type': metrics.contentType }).send(await metrics.text()),
  );
}
