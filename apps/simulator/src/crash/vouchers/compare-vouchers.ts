import type { VoucherView } from '@tillbridge/contracts/injection';
import type { Ticket } from '@tillbridge/simulators/ticketshop';
import type { CompletedSale } from './till-guests.ts';

/** A ticket the venue acknowledged, and what is found of it in the end. */
export interface WitnessedTicket {
  readonly ticket: Ticket;
  /** By its code, and by those it had before. Null: not found. */
  readonly byCode: VoucherView | null;
  readonly byEarlierCodes: readonly (VoucherView | null)[];
  /** How many of its order are found, and how many were sold. */
  readonly ofOrder: { readonly found: number; readonly sold: number };
}

/** One redemption in the journal. */
export interface JournalRedemption {
  readonly session: string;
  readonly voucher: string;
  readonly entitlement: string;
  readonly units: number;
  readonly cents: number;
  /** Given away beyond what was left. */
  readonly over: boolean;
  readonly credited: boolean;
}

export interface VoucherCounts {
  /** Tickets that the venue acknowledged. */
  readonly vouchers: number;
  /** Units spent and not given back. */
  readonly redeemed: number;
  /** Units given back. */
  readonly credited: number;
  /** Acknowledged, and not found by code or by order. */
  readonly lost: number;
  /** Stored twice, or spent beyond what was issued. */
  readonly doubled: number;
  /** What the venue says is not what the journal or the tills say. */
  readonly wrong: number;
  /** Given away although nothing was left. */
  readonly overUse: number;
  /** Still held after every lease has ended. */
  readonly held: number;
}

export interface VoucherVerdict extends VoucherCounts {
  readonly byKind: Readonly<Record<string, VoucherCounts>>;
  /** Sales of the tills, and what came off them. */
  readonly sales: { readonly completed: number; readonly credited: number; readonly discountCents: number };
  /** One line each. */
  readonly findings: readonly string[];
}

const NOTHING: VoucherCounts = {
  vouchers: 0,
  redeemed: 0,
  credited: 0,
  lost: 0,
  doubled: 0,
  wrong: 0,
  overUse: 0,
  held: 0,
};

type Fault = 'lost' | 'doubled' | 'wrong' | 'overUse' | 'held';

/** Compares what the shop was acknowledged, what the tills sold and what the journal says, voucher by voucher and sale by sale. */
export function compareVouchers(
  tickets: readonly WitnessedTicket[],
  sales: readonly CompletedSale[],
  redemptions: readonly JournalRedemption[],
): VoucherVerdict {
  const findings: string[] = [];
  const ofVoucher = Map.groupBy(redemptions, ({ voucher }) => voucher);
  const byKind: Record<string, VoucherCounts> = {};
  for (const witnessed of tickets) {
    const { kind } = witnessed.ticket;
    const spent = ofVoucher.get(witnessed.byCode?.id ?? '') ?? [];
    byKind[kind.id] = add(byKind[kind.id] ?? NOTHING, judgeTicket(witnessed, spent, findings));
  }
  const all = Object.values(byKind).reduce(add, NOTHING);
  return {
    ...all,
    wrong: all.wrong + judgeSales(sales, redemptions, findings),
    byKind,
    sales: {
      completed: sales.length,
      credited: sales.filter(({ credited }) => credited).length,
      discountCents: sales.reduce((sum, { discountCents }) => sum + discountCents, 0),
    },
    findings,
  };
}

export function isCleanOfVouchers({ lost, doubled, wrong, overUse, held }: VoucherCounts): boolean {
  return lost + doubled + wrong + overUse + held === 0;
}

function judgeTicket(
  { ticket, byCode, byEarlierCodes, ofOrder }: WitnessedTicket,
  spent: readonly JournalRedemption[],
  findings: string[],
): VoucherCounts {
  const counts = { ...NOTHING, vouchers: 1 };
  const find = (fault: Fault, why: string): void => {
    counts[fault] += 1;
    findings.push(`${fault}: ${ticket.kind.id} of order ${ticket.orderReference} ${why}`);
  };
  if (byCode === null) {
    find('lost', 'is not found by its code');
    return counts;
  }
  if (byEarlierCodes.some((one) => one?.id !== byCode.id)) find('lost', 'is not found by a code it had before');
  if (byCode.code !== ticket.code) find('wrong', 'has another code at the venue');
  if (byCode.orderReference !== ticket.orderReference) find('wrong', `has the order ${byCode.orderReference}`);
  if (ofOrder.found < ofOrder.sold) find('lost', `is one of ${ofOrder.sold}, and ${ofOrder.found} are found`);
  if (ofOrder.found > ofOrder.sold) find('doubled', `is one of ${ofOrder.sold}, and ${ofOrder.found} are found`);
  if ((ticket.state === 'refunded') !== (byCode.standing === 'cancelled')) {
    find('wrong', `is ${ticket.state} for the shop and ${byCode.standing} for the venue`);
  }
  for (const { id, issued, redeemed, held } of byCode.entitlements) {
    const own = spent.filter(({ entitlement, over }) => entitlement === id && !over);
    const units = unitsOf(own.filter(({ credited }) => !credited));
    counts.redeemed += units;
    counts.credited += unitsOf(own.filter(({ credited }) => credited));
    if (issued !== null && units > issued) find('doubled', `has ${units} redemptions for ${issued} issued`);
    if (held > 0) find('held', `has ${held} held by sales that ended long ago`);
    if (units !== redeemed) find('wrong', `counts ${redeemed} redeemed, and the journal has ${units}`);
  }
  counts.overUse += unitsOf(spent.filter(({ over }) => over));
  if (counts.overUse > 0) findings.push(`overUse: ${ticket.kind.id} of order ${ticket.orderReference}`);
  return counts;
}

/** Sale by sale, what came off at the till is what was redeemed, to the cent; and nothing was redeemed without a sale. */
function judgeSales(
  sales: readonly CompletedSale[],
  redemptions: readonly JournalRedemption[],
  findings: string[],
): number {
  const before = findings.length;
  const ofSession = Map.groupBy(redemptions, ({ session }) => session);
  const known = new Set(sales.map(({ session }) => session));
  for (const { session, discountCents, credited } of sales) {
    const own = ofSession.get(session) ?? [];
    const cents = own.reduce((sum, one) => sum + one.cents, 0);
    if (cents !== discountCents) {
      findings.push(`wrong: ${discountCents} cents came off sale ${session}, and ${cents} were redeemed`);
    }
    if (own.some((one) => one.credited !== credited)) {
      findings.push(`wrong: sale ${session} was ${credited ? '' : 'not '}taken back, and the journal says otherwise`);
    }
  }
  for (const session of ofSession.keys()) {
    if (!known.has(session)) findings.push(`wrong: redeemed in sale ${session}, which no till completed`);
  }
  return findings.length - before;
}

function unitsOf(redemptions: readonly JournalRedemption[]): number {
  return redemptions.reduce((sum, { units }) => sum + units, 0);
}

function add(one: VoucherCounts, other: VoucherCounts): VoucherCounts {
  return {
    vouchers: one.vouchers + other.vouchers,
    redeemed: one.redeemed + other.redeemed,
    credited: one.credited + other.credited,
    lost: one.lost + other.lost,
    doubled: one.doubled + other.doubled,
    wrong: one.wrong + other.wrong,
    overUse: one.overUse + other.overUse,
    held: one.held + other.held,
  };
}
