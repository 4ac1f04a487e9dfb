import { readQr } from './support/read-qr.ts';
import { expect, test } from './support/test.ts';
import {
  BURGER,
  buy,
  expectBill,
  expectNoComplaints,
  FRIES,
  newestCode,
  ringUp,
  scanTicket,
  sleep,
  TILL_A,
  TILL_B,
  VEGGIE,
} from './support/tickets.ts';

test.use({ atNoon: true, viewport: { width: 1600, height: 1400 } });

test('a family ticket with four meals: two today, two tomorrow at another till, and then the history says where they went', async ({
  page,
  shop,
}) => {
  await page.goto(shop.pageUrl);
  const display = page.frameLocator('iframe[title="Customer display"]');
  const cashier = page.frameLocator('iframe[title="Cashier window"]');
  await page.getByRole('tab', { name: 'Tickets' }).click();
  await page
    .getByRole('button', { name: /Familiedag/ })
    .first()
    .click();
  const ticket = page.getByRole('img', { name: /QR of ticket/ });
  await expect(page.getByText('the venue has it')).toBeVisible();
  const code = await newestCode(shop);
  expect(readQr(await ticket.screenshot()), 'the QR on the ticket, from its pixels').toBe(code);

  for (const { text } of [BURGER, BURGER, FRIES]) await page.getByRole('button', { name: text }).first().click();
  await page.getByRole('button', { name: 'Scan at the till' }).click();
  await expect(page.getByText('Burgermenu: 2 toegepast. Nog 2 van 4 over.')).toBeVisible();
  await expect(display.locator('.voucher-strip')).toHaveAttribute('data-field', 'ok');
  await expect(display.locator('.basket-discount')).toContainText('Burgermenu');
  await expect(display.locator('.basket-total')).toContainText(/3,95/);
  await expect(cashier.locator('.sale-vouchers li')).toHaveAttribute('data-voucher', 'applied');
  await expectBill(shop, FRIES.cents, [2 * BURGER.cents, 0]);
  await page.getByRole('button', { name: 'Cash' }).click();

  await page.getByRole('button', { name: 'Next day' }).click();
  await expect.poll(async () => (await shop.view()).agent.restarts, { timeout: 20_000 }).toBe(1);
  await expect(page.getByText(/runs · pid/)).toBeVisible({ timeout: 20_000 });
  await page.getByRole('tab', { name: /Balie 2/ }).click();
  for (const { text } of [VEGGIE, VEGGIE, VEGGIE]) await page.getByRole('button', { name: text }).first().click();
  await page.getByRole('tab', { name: 'Tickets' }).click();
  await page.getByRole('button', { name: 'Scan at the till' }).click();
  await expectBill(shop, VEGGIE.cents, [2 * VEGGIE.cents]);
  await expectNoComplaints(shop);
  await page.getByRole('button', { name: 'Cash' }).click();

  await page.getByRole('tab', { name: /Balie 1/ }).click();
  await page.getByRole('button', { name: BURGER.text }).first().click();
  await page.getByRole('tab', { name: 'Tickets' }).click();
  await page.getByRole('button', { name: 'Scan at the till' }).click();
  await expect(page.getByText(/^Al gebruikt: .*, Balie 2\. Niets over\.$/)).toBeVisible();
  await expectBill(shop, BURGER.cents, [0]);
  await expect(display.locator('.voucher-strip')).toContainText('Deze voucher is al gebruikt.');
  const refused = cashier.locator('.sale-vouchers li[data-voucher="refused"]');
  await expect(refused).toHaveAttribute('data-why', 'used-up');
  await refused.getByRole('button', { name: 'Opzoeken' }).click();
  const history = cashier.locator('.voucher-story .story-history li');
  await expect(history).toHaveCount(2);
  await expect(history.nth(0)).toContainText('Balie 2');
  await expect(history.nth(0)).toContainText(/23,90/);
  await expect(history.nth(1)).toContainText('Balie 1');
  await expect(history.nth(1)).toContainText(/25,00/);
  await expectNoComplaints(shop);
});

test('into an empty sale: the till asks which meal, and puts it on the bill for nothing', async ({ page, shop }) => {
  await page.goto(shop.pageUrl);
  await page.getByRole('tab', { name: 'Tickets' }).click();
  await page
    .getByRole('button', { name: /Familiedag/ })
    .first()
    .click();
  await expect(page.getByText('the venue has it')).toBeVisible();
  await page.getByRole('button', { name: 'Scan at the till' }).click();
  await page.getByRole('dialog', { name: 'Burgermenu' }).getByRole('button', { name: 'Veggie' }).click();
  await expect(page.getByRole('list', { name: 'Sale' })).toContainText('Veggiemenu');
  await expectBill(shop, 0, [VEGGIE.cents]);
  await page.getByRole('button', { name: 'Cash' }).click();
  await expect.poll(async () => (await shop.view()).till.sale).toBe('done');
  await expectNoComplaints(shop);
});

test('the power goes between scan and payment: the meals stay off the bill, and are spent once', async ({
  shop,
  windows: { cashier, display },
}) => {
  const code = await buy(shop, 'family-day');
  await ringUp(shop, BURGER, BURGER);
  await scanTicket(shop, code, /Nog 2 van 4 over/);
  await shop.act({ do: 'kill-agent' });
  await expect.poll(async () => (await shop.view()).agent.restarts, { timeout: 15_000 }).toBe(1);
  await expect(cashier.locator('.window')).toHaveAttribute('data-link', 'live', { timeout: 15_000 });
  await shop.act({ do: 'counter', workplace: TILL_B });
  await ringUp(shop, BURGER, BURGER, BURGER);
  // What the other till holds came through the power cut.
  await scanTicket(shop, code, /^Burgermenu: 2 toegepast/);
  await expectBill(shop, BURGER.cents, [2 * BURGER.cents]);
  await shop.act({ do: 'counter', workplace: TILL_A });
  await ringUp(shop, FRIES);
  await expectBill(shop, FRIES.cents, [2 * BURGER.cents, 0]);
  await expect(display.locator('.basket-discount')).toContainText('Burgermenu');
  await shop.act({ do: 'cash' });
  await expectNoComplaints(shop);
});

test('a second till is refused while the first one holds all of it, and told when it is free', async ({ shop }) => {
  const code = await buy(shop, 'ice-cream');
  await ringUp(shop, { number: 4105 });
  await scanTicket(shop, code, /toegepast/);
  await shop.act({ do: 'counter', workplace: TILL_B });
  await ringUp(shop, { number: 4105 });
  await scanTicket(shop, code, /^In gebruik bij Balie 1 sinds .*\. Vrij om /);
  await expectBill(shop, 220, [0]);
  await shop.act({ do: 'counter', workplace: TILL_A });
  await shop.act({ do: 'clear-sale' });
  await shop.act({ do: 'counter', workplace: TILL_B });
  await scanTicket(shop, code, /toegepast/);
  await expectBill(shop, 0, [220]);
});

test('on the next day the family ticket still counts, on the day after it does not', async ({ shop }) => {
  const code = await buy(shop, 'family-day');
  await sleep(shop);
  await ringUp(shop, BURGER);
  await scanTicket(shop, code, /Nog 3 van 4 over/);
  await shop.act({ do: 'cash' });
  await sleep(shop);
  await ringUp(shop, BURGER);
  await scanTicket(shop, code, /^Verlopen op /);
  await expectBill(shop, BURGER.cents, [0]);
});
