import type { Page } from 'playwright/test';
import { expect, test } from './support/test.ts';
import {
  BURGER,
  buy,
  COFFEE,
  dayFromNow,
  expectBill,
  expectNoComplaints,
  FRIES,
  MUG,
  newestCode,
  ringUp,
  scanTicket,
  sleep,
  TILL_A,
  TILL_B,
} from './support/tickets.ts';

test.use({ atNoon: true });

/** What the guest reads over the basket. */
async function expectStrip(display: Page, field: 'ok' | 'no' | 'neutral', says: RegExp): Promise<void> {
  const strip = display.locator('.voucher-strip');
  await expect(strip).toHaveAttribute('data-field', field);
  await expect(strip).toContainText(says);
}

async function expectRefused(cashier: Page, why: string): Promise<void> {
  await expect(cashier.locator(`.sale-vouchers li[data-why="${why}"]`)).toBeVisible();
}

test.afterEach(async ({ shop }) => expectNoComplaints(shop));

test('a season pass: ten per cent off food and drink, twice a day at any till, and again tomorrow', async ({
  shop,
  windows: { cashier, display },
}) => {
  const code = await buy(shop, 'season-pass');
  await ringUp(shop, BURGER, COFFEE, MUG);
  await scanTicket(shop, code, /^Abonnement: €\s1,52 korting\.$/);
  await expectBill(shop, 1250 + 270 + 895 - 152, [125, 27, 0]);
  await expectStrip(display, 'ok', /Met uw abonnement: €\s1,52/);
  await ringUp(shop, FRIES);
  await expectBill(shop, 1250 + 270 + 895 + 395 - 192, [125, 27, 0, 40]);
  await shop.act({ do: 'cash' });

  await shop.act({ do: 'counter', workplace: TILL_B });
  await ringUp(shop, COFFEE);
  await scanTicket(shop, code, /korting/);
  await shop.act({ do: 'cash' });
  await shop.act({ do: 'counter', workplace: TILL_A });
  await ringUp(shop, COFFEE);
  await scanTicket(shop, code, /^Abonnement: 2 keer per dag, laatst om .*, Balie 2\.$/);
  await expectBill(shop, COFFEE.cents, [0]);
  await expectStrip(display, 'no', /korting van vandaag is al gebruikt/);
  await expectRefused(cashier, 'limit-reached');

  await shop.act({ do: 'clear-sale' });
  await sleep(shop);
  await ringUp(shop, COFFEE);
  await scanTicket(shop, code, /korting/);
  await expectBill(shop, 243, [27]);
});

test('ten euros off a basket: from fifteen on, split over its lines to the cent', async ({
  shop,
  windows: { cashier, display },
}) => {
  const code = await buy(shop, 'birthday');
  await ringUp(shop, BURGER);
  await scanTicket(shop, code, /^Minimumbedrag €\s15,00, nu €\s12,50\.$/);
  await expectStrip(display, 'no', /geldt vanaf €\s15,00/);
  await expectRefused(cashier, 'minimum');
  await ringUp(shop, MUG);
  await expectBill(shop, 1250 + 895 - 1000, [583, 417]);
  await expect(cashier.locator('.sale-vouchers li')).toHaveAttribute('data-voucher', 'applied');
  await expect(display.locator('.basket-discount')).toContainText(/10,00/);
  await shop.act({ do: 'cash' });
  await ringUp(shop, BURGER, BURGER);
  await scanTicket(shop, code, /^Al gebruikt/);
});

test('a category: any warm dish, the dearest first, up to the cap; a mug and a coffee are none', async ({
  shop,
  windows: { display },
}) => {
  const code = await buy(shop, 'lunch');
  await ringUp(shop, COFFEE, MUG);
  await scanTicket(shop, code, /^Warme lunch: telt mee zodra/);
  await expectBill(shop, 270 + 895, [0, 0]);
  await ringUp(shop, FRIES);
  await expectBill(shop, 270 + 895, [0, 0, 395]);
  await ringUp(shop, BURGER);
  await expectBill(shop, 270 + 895 + 395 + 250, [0, 0, 0, 1000]);
  await expect(display.locator('.basket-discount')).toContainText(/10,00/);
});

test('a reissued ticket: the old code is refused with the reason, the new one has what was left', async ({
  shop,
  windows: { cashier, display },
}) => {
  const old = await buy(shop, 'family-day');
  await ringUp(shop, BURGER);
  await scanTicket(shop, old, /Nog 3 van 4 over/);
  await shop.act({ do: 'cash' });
  await shop.act({ do: 'reissue-ticket', code: old });
  const fresh = await newestCode(shop);
  expect(fresh).not.toBe(old);
  await ringUp(shop, BURGER);
  await scanTicket(shop, old, /^Vervangen op .*\. Vraag om de nieuwe code\.$/);
  await expectBill(shop, BURGER.cents, [0]);
  await expectStrip(display, 'no', /nieuwere code/);
  await expectRefused(cashier, 'replaced');
  await scanTicket(shop, fresh, /Nog 2 van 4 over/);
  await expectBill(shop, 0, [BURGER.cents]);
});

test('a ticket counts on its day alone: expired and not yet valid, each with its date', async ({
  shop,
  windows: { cashier, display },
}) => {
  const past = await buy(shop, 'lunch', dayFromNow(-7));
  const next = await buy(shop, 'lunch', dayFromNow(7));
  await ringUp(shop, BURGER);
  await scanTicket(shop, past, /^Verlopen op .*coulance\.$/);
  await expectStrip(display, 'no', /was geldig tot en met/);
  await expectRefused(cashier, 'expired');
  await scanTicket(shop, next, /^Nog niet geldig: vanaf .* 00:00\.$/);
  await expectRefused(cashier, 'not-yet');
  await expectBill(shop, BURGER.cents, [0]);
});

test('a redeemed sale that is taken back gives the meals back; a refunded ticket gives nothing any more', async ({
  shop,
  windows: { cashier, display },
}) => {
  const code = await buy(shop, 'family-day');
  await ringUp(shop, BURGER, BURGER, BURGER, BURGER);
  await scanTicket(shop, code, /Niets over|Nog 0/);
  await expectBill(shop, 0, [4 * BURGER.cents]);
  await shop.act({ do: 'cash' });
  await shop.act({ do: 'take-back' });
  await ringUp(shop, BURGER);
  await scanTicket(shop, code, /Nog 3 van 4 over/);
  await shop.act({ do: 'cash' });

  await shop.act({ do: 'refund-ticket', code });
  await ringUp(shop, BURGER);
  await scanTicket(shop, code, /^Ingetrokken door de ticketshop op .* \(TCK-\d+\)\.$/);
  await expectBill(shop, BURGER.cents, [0]);
  await expectStrip(display, 'no', /niet meer geldig/);
  await expectRefused(cashier, 'cancelled');
  await cashier.locator('.sale-vouchers').getByRole('button', { name: 'Opzoeken' }).click();
  const history = cashier.locator('.voucher-story .story-history li');
  await expect(history).toHaveCount(2);
  await expect(history.nth(0)).toHaveAttribute('data-credited', 'false');
  await expect(history.nth(1)).toHaveAttribute('data-credited', 'true');
});
