import { DEMO_SECOND_WORKPLACE } from '../rig/fixed-shop.ts';
import { DAY_MS } from '../rig/venue-time.ts';
import { expectNoComplaints, expectSame, expectThat } from './expect.ts';
import type { Scenario } from './scenario.ts';
import { BURGER, buy, expectAtVenue, expectBill, expectFacts, expectScan } from './voucher-visit.ts';

const reissue: Scenario = {
  name: 'voucher-reissue',
  about: 'A lost ticket gets a new code: the old one is refused with the reason, the new one has what was left.',
  shop: { atNoon: true },
  async play(shop) {
    const { code } = await buy(shop, 'family-day');
    const { till } = shop;
    await till.ringUp([BURGER, 1]);
    await expectScan(till, code, /Nog 3 van 4 over/);
    await till.till.completeSession();
    // The answer is lost: the shop asks for the same new code again.
    shop.tickets.faults.add({ do: 'miss-answer' });
    const fresh = await shop.tickets.reissue(code);
    expectSame([fresh.answer, fresh.earlierCodes], [null, [code]], 'the reissue');

    await till.ringUp([BURGER, 4]);
    await expectScan(till, code, /^Vervangen op .*\. Vraag om de nieuwe code\.$/);
    expectBill(till, 5000, [0]);
    await expectScan(till, fresh.code, /^Burgermenu: .* toegepast\. Niets over\.$/);
    expectBill(till, 1250, [3750]);
    await till.till.completeSession();
    await expectAtVenue(shop, fresh.code, 'used-up', ['3 at Balie 1, 37.50', '1 at Balie 1, 12.50']);
    await expectAtVenue(shop, code, 'used-up', ['3 at Balie 1, 37.50', '1 at Balie 1, 12.50']);
    await expectFacts(shop, fresh.code, ['held', 'redeemed', 'reissued', 'held', 'redeemed']);
    expectNoComplaints(shop);
    return 'old code refused as replaced, new one had the three that were left; both lead to the same history';
  },
};

const expiry: Scenario = {
  name: 'voucher-expiry',
  about: 'A ticket counts on its day: before and after it the cashier reads the date.',
  shop: { atNoon: true },
  async play(shop) {
    const past = await buy(shop, 'lunch', shop.dayFromNow(-7));
    const next = await buy(shop, 'lunch', shop.dayFromNow(1));
    const today = await buy(shop, 'lunch');
    const { till } = shop;
    await till.ringUp([BURGER, 1]);
    await expectScan(till, past.code, /^Verlopen op /);
    await expectScan(till, next.code, /^Nog niet geldig: vanaf .* 00:00\.$/);
    expectBill(till, 1250, [0]);
    await till.till.cancelSession();
    await expectAtVenue(shop, past.code, 'expired');
    await expectAtVenue(shop, next.code, 'not-yet');

    await shop.closeFor(DAY_MS);
    await till.ringUp([BURGER, 1]);
    await expectScan(till, today.code, /^Verlopen op /);
    await expectScan(till, next.code, /toegepast/);
    expectBill(till, 250, [1000]);
    await till.till.completeSession();
    await expectAtVenue(shop, next.code, 'used-up', ['1 at Balie 1, 10.00']);
    expectNoComplaints(shop);
    return 'last week’s expired, tomorrow’s not yet; overnight the one ended and the other began';
  },
};

const credit: Scenario = {
  name: 'voucher-credit',
  about: 'A sale that is taken back gives its vouchers back; a refunded ticket gives nothing any more.',
  shop: { atNoon: true },
  async play(shop) {
    const { code, orderReference } = await buy(shop, 'family-day');
    const here = shop.till;
    const there = shop.anotherTill(DEMO_SECOND_WORKPLACE);
    await here.ringUp([BURGER, 3]);
    await expectScan(here, code, /Nog 1 van 4 over/);
    const { sessionId } = here.till.state;
    await here.till.completeSession();
    await here.till.creditSession(sessionId ?? '');
    // The same event once more, as after a lost reply.
    await here.till.resend('creditSession');
    await expectAtVenue(shop, code, 'valid', ['3 at Balie 1, 37.50, given back']);

    await there.ringUp([BURGER, 4]);
    await expectScan(there, code, /toegepast/);
    expectBill(there, 0, [5000]);
    const { sessionId: second } = there.till.state;
    await there.till.completeSession();
    // Refunded although it was redeemed: nothing of it comes back, even when the sale does.
    const refunded = await shop.tickets.refund(code);
    expectSame([refunded.state, refunded.answer], ['refunded', null], 'the refund');
    await there.till.creditSession(second ?? '');
    await here.ringUp([BURGER, 1]);
    await expectScan(here, code, new RegExp(`^Ingetrokken door de ticketshop op .* \\(${orderReference}\\)\\.$`));
    expectBill(here, 1250, [0]);
    await expectAtVenue(shop, code, 'cancelled', [
      '4 at Balie 2, 50.00, given back',
      '3 at Balie 1, 37.50, given back',
    ]);
    await expectFacts(shop, code, ['held', 'redeemed', 'credited', 'held', 'redeemed', 'blocked', 'credited']);
    expectNoComplaints(shop);
    return 'three meals came back once, four were spent again; after the refund the code is refused with its order';
  },
};

const soap: Scenario = {
  name: 'voucher-soap',
  about:
    'By MplusKASSA’s own voucher operations: a repeat stores nothing, a used code is refused, and the till knows it all.',
  shop: { atNoon: true },
  async play(shop) {
    const { tickets, venue, till } = shop;
    tickets.faults.add({ do: 'miss-answer' });
    tickets.faults.add({ do: 'twice' });
    const sold = await tickets.sell(['family-day', 'season-pass'], { by: 'soap' });
    expectSame(
      sold.map(({ state, answer }) => [state, answer]),
      [
        ['injected', null],
        ['injected', null],
      ],
      'the order at the venue',
    );
    const order = sold[0]?.orderReference ?? '';
    const listed = await venue.byOrder(order);
    expectSame(listed.length, 2, 'vouchers of the order');

    tickets.faults.add({ do: 'forget-key' });
    const [again] = await tickets.sell(['lunch'], { by: 'soap' });
    expectThat(again?.answer?.includes('DUPLICATE') === true, 'a used code must be refused', again?.answer);
    tickets.faults.add({ do: 'wrong-key' });
    const [stranger] = await tickets.sell(['lunch'], { by: 'soap' });
    expectThat(stranger?.state === 'refused', 'a wrong secret must be refused', stranger?.answer);

    await till.ringUp([BURGER, 2]);
    await expectScan(till, sold[0]?.code ?? '', /Nog 2 van 4 over/);
    expectSame(
      await venue.dryRun(sold[0]?.code ?? '', 2),
      { ok: true, why: 'REDEEM-VOUCHER-ISSUANCE-OK' },
      'a dry run',
    );
    await till.till.completeSession();
    const tooMany = await venue.dryRun(sold[0]?.code ?? '', 3);
    expectThat(!tooMany.ok, 'three of two must be refused', tooMany);
    await expectAtVenue(shop, sold[0]?.code ?? '', 'valid', ['2 at Balie 1, 25.00']);
    expectNoComplaints(shop);
    return 'two vouchers from one order sent three times; a used code and a wrong secret refused; dry runs answered';
  },
};

export const VOUCHER_SHOP_SCENARIOS = [reissue, expiry, credit, soap] as const;
