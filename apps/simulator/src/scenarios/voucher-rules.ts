import { DEMO_SECOND_WORKPLACE } from '../rig/fixed-shop.ts';
import { DAY_MS } from '../rig/venue-time.ts';
import { expectNoComplaints, expectSame } from './expect.ts';
import type { Scenario } from './scenario.ts';
import {
  BURGER,
  buy,
  COFFEE,
  expectAtVenue,
  expectBill,
  expectFacts,
  expectScan,
  FRIES,
  MUG,
  PANCAKE,
  SOCKS,
  VEGGIE,
} from './voucher-visit.ts';

const familyDay: Scenario = {
  name: 'voucher-family-day',
  about:
    'A ticket with four meals: two today at one till, two tomorrow at another, and a fifth is refused with the history.',
  shop: { atNoon: true },
  async play(shop) {
    const { code } = await buy(shop, 'family-day');
    const here = shop.till;
    const there = shop.anotherTill(DEMO_SECOND_WORKPLACE);
    const window = await shop.window();

    await here.ringUp([BURGER, 2], [FRIES, 1]);
    await expectScan(here, code, /^Burgermenu: 2 toegepast\. Nog 2 van 4 over\.$/);
    expectBill(here, 395, [2500, 0]);
    await window.displayView('the display says what came off', ({ voucher }) => voucher?.kind === 'applied');
    await here.till.completeSession();
    await expectAtVenue(shop, code, 'valid', ['2 at Balie 1, 25.00']);

    await shop.closeFor(DAY_MS);
    await there.ringUp([VEGGIE, 3]);
    await expectScan(there, code, /toegepast/);
    expectBill(there, 1195, [2390]);
    await there.till.completeSession();

    const later = await shop.window();
    await here.ringUp([BURGER, 1]);
    await expectScan(here, code, /^Al gebruikt: .*, Balie 2\. Niets over\.$/);
    expectBill(here, 1250, [0]);
    const { sale } = await later.cashierView(
      'the cashier sees why',
      (view) => view.sale?.vouchers?.refused.length === 1,
    );
    expectSame(sale?.vouchers?.refused[0]?.refusal.why, 'used-up', 'why the cashier sees it refused');
    await later.displayView('the guest sees that it is used up', ({ voucher }) => {
      return voucher?.kind === 'refused' && voucher.refusal.why === 'used-up';
    });
    await expectAtVenue(shop, code, 'used-up', ['2 at Balie 2, 23.90', '2 at Balie 1, 25.00']);
    await expectFacts(shop, code, ['held', 'redeemed', 'held', 'redeemed']);
    expectNoComplaints(shop);
    return 'two burgers today, two veggies tomorrow at another till, the fifth refused with place and time on both screens';
  },
};

const seasonPass: Scenario = {
  name: 'voucher-season-pass',
  about: 'A season pass takes 10 % off food and drink, follows the basket, and counts twice a day.',
  shop: { atNoon: true },
  async play(shop) {
    const { code } = await buy(shop, 'season-pass');
    const { till } = shop;
    await till.ringUp([PANCAKE, 1], [SOCKS, 1]);
    await expectScan(till, code, /^Abonnement: €\s0,74 korting\.$/);
    expectBill(till, 735 + 250 - 74, [74, 0]);
    await till.till.addLine({ articleNumber: COFFEE, text: 'Koffie', quantity: 2, unitCents: 270 });
    expectBill(till, 735 + 250 + 540 - 128, [74, 0, 54]);
    const [first] = till.till.state.lines;
    await till.till.removeLine(first?.lineId ?? '');
    expectBill(till, 250 + 540 - 54, [0, 54]);
    await till.till.completeSession();

    await till.ringUp([COFFEE, 1]);
    await expectScan(till, code, /korting/);
    await till.till.completeSession();
    await till.ringUp([COFFEE, 1]);
    await expectScan(till, code, /^Abonnement: 2 keer per dag, laatst om .*, Balie 1\.$/);
    expectBill(till, 270, [0]);
    await till.till.cancelSession();

    await shop.closeFor(DAY_MS);
    await till.ringUp([COFFEE, 1]);
    await expectScan(till, code, /korting/);
    expectBill(till, 243, [27]);
    await till.till.completeSession();
    await expectAtVenue(shop, code, 'valid', ['1 at Balie 1, 0.27', '1 at Balie 1, 0.27', '1 at Balie 1, 0.54']);
    expectNoComplaints(shop);
    return '10 % off food and drink alone, kept right through two edits; a third time refused until tomorrow';
  },
};

const amount: Scenario = {
  name: 'voucher-amount',
  about: 'Ten euros off a basket from fifteen on, split over its lines to the cent, and never off an entrance ticket.',
  shop: { atNoon: true },
  async play(shop) {
    const { code } = await buy(shop, 'birthday');
    const { till } = shop;
    await till.ringUp([BURGER, 1]);
    await expectScan(till, code, /^Minimumbedrag €\s15,00, nu €\s12,50\.$/);
    expectBill(till, 1250, [0]);
    await till.till.addLine({ articleNumber: 4106, text: 'Entree kind', quantity: 1, unitCents: 1250 });
    expectBill(till, 2500, [0, 0]);
    await till.till.addLine({ articleNumber: MUG, text: 'Mok', quantity: 1, unitCents: 895 });
    // 1000 × 1250 / 2145 and 1000 × 895 / 2145; the cent that is left goes to the larger rest.
    expectBill(till, 2500 + 895 - 1000, [583, 0, 417]);
    await till.till.completeSession();
    await till.ringUp([BURGER, 2]);
    await expectScan(till, code, /^Al gebruikt/);
    await till.till.cancelSession();
    await expectAtVenue(shop, code, 'used-up', ['1 at Balie 1, 10.00']);
    expectNoComplaints(shop);
    return 'refused below the minimum with what is missing; 10.00 split as 5.83 and 4.17, nothing off the entrance';
  },
};

const category: Scenario = {
  name: 'voucher-category',
  about: 'A lunch is any warm dish, the dearest first and up to ten euros; while one till holds it, another waits.',
  shop: { atNoon: true },
  async play(shop) {
    const { code } = await buy(shop, 'lunch');
    const here = shop.till;
    const there = shop.anotherTill(DEMO_SECOND_WORKPLACE);
    await here.ringUp([COFFEE, 1], [MUG, 1]);
    await expectScan(here, code, /^Warme lunch: telt mee zodra/);
    expectBill(here, 270 + 895, [0, 0]);
    await here.till.addLine({ articleNumber: FRIES, text: 'Frites', quantity: 1, unitCents: 395 });
    expectBill(here, 270 + 895, [0, 0, 395]);
    await here.till.addLine({ articleNumber: BURGER, text: 'Burgermenu', quantity: 1, unitCents: 1250 });
    expectBill(here, 270 + 895 + 395 + 250, [0, 0, 0, 1000]);

    await there.ringUp([PANCAKE, 1]);
    await expectScan(there, code, /^In gebruik bij Balie 1 sinds/);
    expectBill(there, 735, [0]);
    await here.till.cancelSession();
    await expectScan(there, code, /toegepast/);
    expectBill(there, 0, [735]);
    await there.till.completeSession();
    await expectAtVenue(shop, code, 'used-up', ['1 at Balie 2, 7.35']);
    expectNoComplaints(shop);
    return 'waits for a warm dish, moves to the dearer one up to 10.00, in use elsewhere meanwhile, free after the cancel';
  },
};

export const VOUCHER_RULE_SCENARIOS = [familyDay, seasonPass, amount, category] as const;
