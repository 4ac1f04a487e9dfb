/** What scenarios of vouchers do and look at. */
import type { Ticket } from '@tillbridge/simulators/ticketshop';
import type { RigTill } from '../rig/rig-till.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import { expectSame, expectThat } from './expect.ts';

export const BURGER = 4201;
export const VEGGIE = 4202;
export const FRIES = 4104;
export const COFFEE = 4102;
export const PANCAKE = 4101;
export const SOCKS = 4108;
export const MUG = 4801;

/** A guest buys one ticket, and the venue has it. */
export async function buy(shop: ShopRig, kind: string, visit: string | null = null): Promise<Ticket> {
  const [ticket] = await shop.tickets.sell([kind], { visit });
  if (ticket === undefined) throw new TypeError('nothing was sold');
  expectSame(ticket.state, 'injected', 'the ticket at the venue');
  return ticket;
}

/** Scans a ticket; the cashier must read this. */
export async function expectScan({ till }: RigTill, code: string, says: RegExp): Promise<void> {
  const { recognized, message } = await till.scan(code);
  expectThat(recognized, 'the code must be one of ours', message);
  expectThat(message !== null && says.test(message), `the cashier must read ${says}`, message);
}

/** What the guest has to pay, and what came off each line. */
export function expectBill({ till }: RigTill, totalCents: number, off: readonly number[]): void {
  const { lines } = till.state;
  expectSame(
    lines.map(({ discount }) => discount?.cents ?? 0),
    off,
    'what comes off the lines',
  );
  expectSame(till.state.totalCents, totalCents, 'the total');
}

/** What the venue tells the ticket shop about it: redemptions as units at a till, newest first. */
export async function expectAtVenue(
  shop: ShopRig,
  code: string,
  standing: string,
  redemptions: readonly string[] = [],
): Promise<void> {
  const found = await shop.venue.byCode(code);
  const spent = found?.redemptions.map(({ units, place, euros, credited }) => {
    return `${units} at ${place}, ${euros}${credited ? ', given back' : ''}`;
  });
  expectSame([found?.standing, spent], [standing, redemptions], 'the voucher at the venue');
}

/** The journal tells this of the voucher, in this order: held, released, redeemed, credited, reissued, blocked. */
export async function expectFacts(shop: ShopRig, code: string, wanted: readonly string[]): Promise<void> {
  const found = await shop.venue.byCode(code);
  const [facts] = await Promise.all([shop.journal.facts(), shop.journal.verify()]);
  const own = facts.filter(({ subject }) => subject === found?.id).map(({ kind }) => kind.replace(/^voucher\./, ''));
  expectSame(own, wanted, 'what the journal tells of the voucher');
}
