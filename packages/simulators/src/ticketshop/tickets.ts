/** What it sells. `product` is the venue's word for what a guest gets at the tills; null: a gate ticket alone. */
export interface TicketKind {
  readonly id: string;
  readonly name: string;
  readonly cents: number;
  readonly product: string | null;
}

export const TICKET_KINDS: readonly TicketKind[] = [
  { id: 'day', name: 'Dagticket', cents: 2450, product: null },
  { id: 'family-day', name: 'Familiedag met vier burgermenu’s', cents: 11_900, product: 'FAMILY-DAY' },
  { id: 'lunch', name: 'Dagticket met warme lunch', cents: 3350, product: 'LUNCH' },
  { id: 'ice-cream', name: 'IJsje erbij', cents: 220, product: 'ICE-CREAM' },
  { id: 'birthday', name: 'Verjaardag: € 10 te besteden', cents: 1000, product: 'BIRTHDAY' },
  { id: 'season-pass', name: 'Abonnement met 10 % op eten en drinken', cents: 8900, product: 'SEASON-PASS' },
];

/** `sold`: not acknowledged yet. */
export type TicketState = 'sold' | 'injected' | 'refused' | 'refunded';

export interface Ticket {
  readonly orderReference: string;
  readonly kind: TicketKind;
  /** The day it is for, `2026-07-14`; null: the day it is sold. */
  readonly visit: string | null;
  /** What stands in the QR; opens the gate and redeems at the tills. */
  readonly code: string;
  /** Codes it had before, for lost or damaged tickets. */
  readonly earlierCodes: readonly string[];
  readonly state: TicketState;
  /** What the venue said to the last call, when it refused; null: nothing to say. */
  readonly answer: string | null;
}
