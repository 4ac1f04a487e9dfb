import type { Autopilot } from '@tillbridge/simulators/pay';
import { DEMO_WORKPLACE, DEMO_ZVT_WORKPLACE, PIN_METHOD, QR_METHOD } from '../rig/fixed-shop.ts';
import type { RigTill } from '../rig/rig-till.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import { ZVT_COMMAND } from '../rig/zvt-client.ts';
import type { Means } from './plan.ts';

/** What a person finds on the terminal's paper; null: they leave it to the machines. */
export type Paper = 'approved' | 'declined' | null;

/** Whoever takes the money of a payment, as a crash run looks at it from outside. Amounts tell payments apart. */
export interface Taker {
  readonly till: RigTill;
  readonly workplace: number;
  readonly method: typeof PIN_METHOD | typeof QR_METHOD;
  /** How long machines get to prove the outcome before a person looks, in milliseconds. */
  readonly personAfterMs: number;
  setGuest(guest: Autopilot): Promise<void>;
  /** Orders to take this amount that arrived. */
  orders(amountCents: number): Promise<number>;
  /** `reference`: the payment's id in the journal. */
  paper(amountCents: number, reference: string): Promise<Paper>;
  /** Asked right after a payment: nothing about it can be had from the taker itself. */
  forgot(amountCents: number): Promise<boolean>;
  /** At the end: what was taken for a payment. */
  charges(): Promise<readonly Taken[]>;
  /** At the end: orders that arrived in all. */
  allOrders(): Promise<number>;
}

export interface Taken {
  readonly amountCents: number;
  readonly reference: string | null;
}

/** A cloud answers at once what it has; a terminal may be busy, and what it shows as taken is looked at twice. */
const CLOUD_PERSON_AFTER_MS = 1_500;
const TERMINAL_PERSON_AFTER_MS = 20_000;

export function takersOf(shop: ShopRig): Readonly<Record<Means, Taker>> {
  return {
    card: payCloud(shop, PIN_METHOD),
    qr: payCloud(shop, QR_METHOD),
    zvt: zvtTerminal(shop),
  };
}

function payCloud(shop: ShopRig, method: Taker['method']): Taker {
  const orders = async (amountCents: number) =>
    (await shop.orders()).filter((order) => order.amountCents === amountCents).length;
  return {
    till: shop.till,
    workplace: DEMO_WORKPLACE,
    method,
    personAfterMs: CLOUD_PERSON_AFTER_MS,
    setGuest: async (guest) => void (await shop.pay.autopilot({ terminal: guest })),
    orders,
    // Only without an order is the paper certain to be empty.
    paper: async (_amount, reference) =>
      (await shop.orders()).some((order) => order.reference === reference) ? null : 'declined',
    forgot: async (amountCents) => (await orders(amountCents)) === 0,
    charges: () => shop.charges(),
    allOrders: async () => (await shop.pay.state()).counts.creates,
  };
}

function zvtTerminal(shop: ShopRig): Taker {
  const { zvt } = shop;
  const starts = async () => (await zvt.commands()).filter(({ control }) => control === ZVT_COMMAND.authorisation);
  return {
    till: shop.anotherTill(DEMO_ZVT_WORKPLACE),
    workplace: DEMO_ZVT_WORKPLACE,
    method: PIN_METHOD,
    personAfterMs: TERMINAL_PERSON_AFTER_MS,
    setGuest: async (guest) => {
      const { outcome, afterMs } = guest;
      if (outcome !== 'approve' && outcome !== 'decline' && outcome !== 'cancel') {
        throw new RangeError(`no guest of a ZVT terminal does "${outcome}"`);
      }
      await zvt.autopilot({ outcome, afterMs });
    },
    orders: async (amountCents) => (await starts()).filter((command) => command.amountCents === amountCents).length,
    paper: async (amountCents) =>
      (await zvt.charges()).some((charge) => charge.amountCents === amountCents) ? 'approved' : 'declined',
    forgot: async (amountCents) => (await zvt.lastTransaction())?.amountCents !== amountCents,
    charges: async () => (await zvt.charges()).map(({ amountCents }) => ({ amountCents, reference: null })),
    allOrders: async () => (await starts()).length,
  };
}
