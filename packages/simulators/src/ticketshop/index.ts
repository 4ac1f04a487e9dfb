export type { ListedTicketShopFault, TicketShopFault } from './faults.ts';
export {
  type Language,
  type SaleOptions,
  type TicketCharge,
  TicketShop,
  type TicketShopOptions,
  type TicketShopState,
} from './ticket-shop.ts';
export {
  startTicketShopSimulator,
  type TicketShopSimulator,
  type TicketShopSimulatorOptions,
} from './ticket-shop-simulator.ts';
export { TICKET_KINDS, type Ticket, type TicketKind, type TicketState } from './tickets.ts';
