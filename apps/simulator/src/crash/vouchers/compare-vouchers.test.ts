import type { VoucherView } from '@tillbridge/contracts/injection';
import { TICKET_KINDS, type Ticket } from '@tillbridge/simulators/ticketshop';
import { describe, expect, it } from 'vitest';
import {
  compareVouchers,
  isCleanOfVouchers,
  type JournalRedemption,
  type WitnessedTicket,
} from './compare-vouchers.ts';

const [, KIND] = TICKET_KINDS;
if (KIND === undefined) throw new TypeError('no such kind');
const TICKET: Ticket = {
  orderReference: 'TCK-1',
  kind: KIND,
  visit: null,
  code: 'TCK-NEW',
  earlierCodes: ['TCK-OLD'],
  state: 'injected',
  answer: null,
};
const VIEW: VoucherView = {
  id: 'voucher',
  code: 'TCK-NEW',
  orderReference: 'TCK-1',
  receivedAt: '2026-07-01T10:00:00.000Z',
  standing: 'valid',
  earlierCodes: [{ code: 'TCK-OLD', replacedAt: '2026-07-01T11:00:00.000Z' }],
  withdrawn: null,
  entitlements: [
    {
      id: 'meals',
      name: 'FAMILY-DAY',
      label: {},
      code: null,
      issued: 4,
      redeemed: 2,
      held: 0,
      validFrom: null,
      validUntil: null,
    },
  ],
  redemptions: [],
};
const FOUND: WitnessedTicket = {
  ticket: TICKET,
  byCode: VIEW,
  byEarlierCodes: [VIEW],
  ofOrder: { found: 2, sold: 2 },
};
const SALE = { session: 'sale', discountCents: 2500, credited: false };
const SPENT: JournalRedemption = {
  session: 'sale',
  voucher: 'voucher',
  entitlement: 'meals',
  units: 2,
  cents: 2500,
  over: false,
  credited: false,
};

describe('comparing the shop, the venue, the tills and the journal', () => {
  it('finds nothing when they agree', () => {
    const verdict = compareVouchers([FOUND], [SALE], [SPENT]);
    expect(verdict).toMatchObject({ vouchers: 1, redeemed: 2, credited: 0, findings: [] });
    expect(isCleanOfVouchers(verdict)).toBe(true);
  });

  it('counts what was given back as given back', () => {
    const unspent = { ...VIEW, entitlements: VIEW.entitlements.map((one) => ({ ...one, redeemed: 0 })) };
    const verdict = compareVouchers(
      [{ ...FOUND, byCode: unspent, byEarlierCodes: [unspent] }],
      [{ ...SALE, credited: true }],
      [{ ...SPENT, credited: true }],
    );
    expect(verdict).toMatchObject({ redeemed: 0, credited: 2, findings: [] });
  });

  const counting = (redeemed: number, held = 0): WitnessedTicket => {
    const view = { ...VIEW, entitlements: VIEW.entitlements.map((one) => ({ ...one, redeemed, held })) };
    return { ...FOUND, byCode: view, byEarlierCodes: [view] };
  };

  it.each([
    ['lost', { ...FOUND, byCode: null }, SALE, SPENT],
    ['lost', { ...FOUND, byEarlierCodes: [null] }, SALE, SPENT],
    ['lost', { ...FOUND, ofOrder: { found: 1, sold: 2 } }, SALE, SPENT],
    ['doubled', { ...FOUND, ofOrder: { found: 3, sold: 2 } }, SALE, SPENT],
    ['doubled', counting(5), SALE, { ...SPENT, units: 5 }],
    ['wrong', counting(3), SALE, SPENT],
    ['wrong', { ...FOUND, ticket: { ...TICKET, code: 'TCK-OTHER' } }, SALE, SPENT],
    ['wrong', { ...FOUND, ticket: { ...TICKET, state: 'refunded' } }, SALE, SPENT],
    ['wrong', FOUND, { ...SALE, discountCents: 1250 }, SPENT],
    ['wrong', FOUND, { ...SALE, session: 'another' }, SPENT],
    ['wrong', FOUND, { ...SALE, credited: true }, SPENT],
    ['overUse', counting(0), SALE, { ...SPENT, over: true }],
    ['held', counting(2, 1), SALE, SPENT],
  ] as const)('counts as %s what is not as it has to be', (column, ticket, sale, redemption) => {
    const verdict = compareVouchers([ticket], [sale], [redemption]);
    expect(verdict[column]).toBeGreaterThan(0);
    expect(verdict.findings).not.toHaveLength(0);
    expect(isCleanOfVouchers(verdict)).toBe(false);
  });
});
