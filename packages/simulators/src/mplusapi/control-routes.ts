import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addControl } from '../shared/control.ts';
import { consumerDraftSchema } from './consumers.ts';
import { mplusApiFaultSchema } from './faults.ts';
import type { MplusCloud } from './mplus-cloud.ts';

const article = z.object({
  name: z.string(),
  group: z.int(),
  active: z.boolean().default(true),
});
const group = z.object({ name: z.string() });
const numbered = z.coerce.number().int();

/** The control API under `/control`: what the back office could do, and every fault, as JSON. */
export function addMplusApiControlRoutes(server: FastifyInstance, cloud: MplusCloud, origin: string | undefined): void {
  addControl(server, cloud, {
    faultSchema: mplusApiFaultSchema,
    origin,
    more: (control) => {
      control.put<{ Params: { number: string } }>('/articles/:number', (request, reply) => {
        cloud.putArticle({ number: request.params.number, ...article.parse(request.body) });
        return reply.send(cloud.state().articles);
      });
      control.delete<{ Params: { number: string } }>('/articles/:number', (request, reply) =>
        reply.send({ deleted: cloud.deleteArticle(request.params.number) }),
      );
      control.put<{ Params: { number: string } }>('/groups/:number', (request, reply) => {
        cloud.putGroup({ number: numbered.parse(request.params.number), ...group.parse(request.body) });
        return reply.send(cloud.state().groups);
      });
      control.delete<{ Params: { number: string } }>('/groups/:number', (request, reply) =>
        reply.send({ deleted: cloud.deleteGroup(numbered.parse(request.params.number)) }),
      );
      control.put('/consumers', (request, reply) => {
        cloud.subscribe(z.array(consumerDraftSchema).parse(request.body));
        return reply.send(cloud.state().consumers);
      });
    },
  });
}
