import { startTicketShopSimulator } from '@tillbridge/simulators/ticketshop';
import { DEMO_TICKET_SHOP, DEMO_TICKET_SHOP_KEY } from '../rig/fixed-shop.ts';
import { readNumber } from '../rig/flags.ts';
import { AGENT_VALUE, agentOf, PORT_VALUE, type Sim, USUAL_PORT } from './sim.ts';

export const TICKET_SHOP_SIM: Sim = {
  name: 'ticketshop',
  about: 'a ticket shop that injects vouchers into --agent, by REST or SOAP; control API under /control',
  values: [
    PORT_VALUE,
    AGENT_VALUE,
    { name: 'shop', word: 'ID', about: `its id in the settings (default ${DEMO_TICKET_SHOP})` },
    { name: 'key', word: 'TEXT', about: "its API key (default: the demo's)" },
  ],
  start: async (flags) => {
    const agentUrl = agentOf(flags);
    const { url, close } = await startTicketShopSimulator({
      port: readNumber('port', flags.port, USUAL_PORT),
      agentUrl,
      id: flags.shop ?? DEMO_TICKET_SHOP,
      key: flags.key ?? DEMO_TICKET_SHOP_KEY,
    });
    return {
      addresses: { ticketshop: url },
      introduction: `Ticket shop    ${url}   injects into ${agentUrl}
  tickets      ${url}/control/state    sorts ${url}/control/kinds    money ${url}/control/charges
  sell         curl -X POST ${url}/control/sell -H 'content-type: application/json' -d '{"kinds":["family-day"],"by":"rest"}'
  new code     curl -X POST ${url}/control/tickets/CODE/reissue    money back .../refund
  a fault      curl -X POST ${url}/control/faults -H 'content-type: application/json' -d '{"do":"miss-answer"}'`,
      close,
    };
  },
};
