export {
  TICKET_KINDS,
  type Ticket,
  type TicketKind,
  TicketShop,
  type TicketShopOptions,
  type TicketState,
} from './ticket-shop.ts';
