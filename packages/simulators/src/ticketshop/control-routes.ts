import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { addControl, noSuch } from '../shared/control.ts';
import { ticketShopFaultSchema } from './faults.ts';
import type { TicketShop } from './ticket-shop.ts';
import { TICKET_KINDS } from './tickets.ts';

const sale = z.object({
  kinds: z.array(z.enum(TICKET_KINDS.map(({ id }) => id))).min(1),
  visit: z.iso.date().nullable().default(null),
  by: z.enum(['rest', 'soap']).default('rest'),
});
const DEEDS = ['reissue', 'refund'] as const;

/** The control API under `/control`: what guests and the shop's people do, and every fault, as JSON. */
export function addTicketShopControlRoutes(server: FastifyInstance, shop: TicketShop): void {
  addControl(server, shop, {
    faultSchema: ticketShopFaultSchema,
    more: (control) => {
      control.get('/kinds', () => TICKET_KINDS);

      /** Answers when the venue has. */
      control.post('/sell', async (request, reply) => {
        const { kinds, ...how } = sale.parse(request.body);
        return await reply.code(201).send({ tickets: await shop.sell(kinds, how) });
      });

      control.post<{ Params: { code: string; deed: string } }>('/tickets/:code/:deed', async (request, reply) => {
        const { code, deed } = request.params;
        const known = DEEDS.find((each) => each === deed);
        if (known === undefined || !shop.tickets.some((ticket) => ticket.code === code)) return noSuch(reply, DEEDS);
        return await reply.send({ ticket: await shop[known](code) });
      });
    },
  });
}
