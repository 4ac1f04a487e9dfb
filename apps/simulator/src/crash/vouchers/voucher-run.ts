import type { VoucherView } from '@tillbridge/contracts/injection';
import { DEMO_SECOND_WORKPLACE } from '../../rig/fixed-shop.ts';
import type { ShopRig } from '../../rig/shop-rig.ts';
import { NeverHappened, until } from '../../rig/until.ts';
import type { VenueLookup } from '../../rig/venue-lookup.ts';
import { SeededRandom } from '../seeded-random.ts';
import { compareVouchers, type VoucherVerdict, type WitnessedTicket } from './compare-vouchers.ts';
import { journalRedemptions } from './journal-redemptions.ts';
import { type Deed, PowerCuts } from './power-cuts.ts';
import { TicketGuests } from './ticket-guests.ts';
import { TillGuests } from './till-guests.ts';

export interface VoucherCrashReport {
  readonly verdict: VoucherVerdict;
  /** What was under way when the power went. */
  readonly kills: Readonly<Partial<Record<Deed | 'nothing', number>>>;
  readonly slowestRestartMs: number;
}

/** Beyond every lease of the demo's settings. */
const AFTER_ALL_LEASES_MS = 45 * 60_000;

/** Two tills and a ticket shop at work while the power goes; then everybody's books are compared. */
export async function playVoucherCrash(
  shop: ShopRig,
  kills: number,
  seed: number,
  progress: (kills: number) => void,
): Promise<VoucherCrashReport> {
  const cuts = new PowerCuts(shop, kills, new SeededRandom(seed), progress);
  const guests = new TicketGuests(shop.agentUrl, cuts, new SeededRandom(seed + 1));
  const tills = [shop.till, shop.anotherTill(DEMO_SECOND_WORKPLACE)].map(
    ({ till }, index) => new TillGuests(till, guests, cuts, new SeededRandom(seed + 2 + index)),
  );
  await Promise.all([cuts.run(), guests.run(), ...tills.map((till) => till.run())]);

  const [facts] = await Promise.all([shop.journal.facts(), shop.journal.verify()]);
  await shop.closeFor(AFTER_ALL_LEASES_MS);
  const verdict = compareVouchers(
    await witnesses(guests, shop.venue),
    tills.flatMap(({ completed }) => completed),
    journalRedemptions(facts),
  );
  const complaints = tills.flatMap((till) => till.complaints.map((complaint) => `wrong: the till found ${complaint}`));
  return {
    verdict: {
      ...verdict,
      wrong: verdict.wrong + complaints.length,
      findings: [...verdict.findings, ...complaints],
    },
    kills: Object.fromEntries(cuts.kills),
    slowestRestartMs: cuts.slowestRestartMs,
  };
}

async function witnesses({ tickets }: TicketGuests, venue: VenueLookup): Promise<readonly WitnessedTicket[]> {
  const unanswered = tickets.find(({ state }) => state === 'sold' || state === 'refused');
  if (unanswered !== undefined) throw new Error(`the venue never took ${JSON.stringify(unanswered)}`);
  const orders = Map.groupBy(tickets, ({ orderReference }) => orderReference);
  const found: WitnessedTicket[] = [];
  for (const [orderReference, sold] of orders) {
    const ofOrder = { found: (await venue.byOrder(orderReference)).length, sold: sold.length };
    for (const ticket of sold) {
      const byCode = await whenFreed(venue, ticket.code);
      const byEarlierCodes = await Promise.all(ticket.earlierCodes.map((code) => venue.byCode(code)));
      found.push({ ticket, byCode, byEarlierCodes, ofOrder });
    }
  }
  return found;
}

/** The agent frees what lapsed soon after its start. What is still held then stands in the answer. */
async function whenFreed(venue: VenueLookup, code: string): Promise<VoucherView | null> {
  let last: VoucherView | null = null;
  try {
    await until('what lapsed is free', async () => {
      last = await venue.byCode(code);
      return last === null || last.entitlements.every(({ held }) => held === 0);
    });
  } catch (error) {
    if (!(error instanceof NeverHappened)) throw error;
  }
  return last;
}
