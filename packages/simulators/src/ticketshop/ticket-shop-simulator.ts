import Fastify from 'fastify';
import { addTicketShopControlRoutes } from './control-routes.ts';
import { TicketShop, type TicketShopOptions } from './ticket-shop.ts';

export interface TicketShopSimulatorOptions extends TicketShopOptions {
  /** Of the control API, on 127.0.0.1; 0 picks a free one. */
  readonly port: number;
}

/** A ticket shop, running. */
export interface TicketShopSimulator {
  readonly shop: TicketShop;
  readonly url: string;
  close(): Promise<void>;
}

const LOCAL = '127.0.0.1';

export async function startTicketShopSimulator({
  port,
  ...options
}: TicketShopSimulatorOptions): Promise<TicketShopSimulator> {
  const shop = new TicketShop(options);
  const server = Fastify({ forceCloseConnections: true });
  addTicketShopControlRoutes(server, shop);
  const url = await server.listen({ port, host: LOCAL });
  return { shop, url, close: () => server.close() };
}
