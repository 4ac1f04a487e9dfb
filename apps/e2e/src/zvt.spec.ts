import type { Page } from 'playwright/test';
import { PANCAKE } from './support/shop.ts';
import { charged, expect, expectTill, test } from './support/test.ts';

test.use({ viewport: { width: 1600, height: 1400 } });

/** The visitor goes to the counter whose terminal speaks ZVT; resolves with what its windows show. */
async function goToZvtCounter(page: Page) {
  await page.getByRole('tab', { name: /^Balie 3/ }).click();
  const display = page.frameLocator('iframe[title="Customer display"]').locator('main.display');
  const cashier = page.frameLocator('iframe[title="Cashier window"]').locator('section.card');
  await expect(display).toHaveAttribute('data-screen', 'idle');
  return { display, cashier };
}

test('at the ZVT counter with the mouse: insert a card, type a PIN, and see it paid everywhere', async ({
  page,
  shop,
}) => {
  await page.goto(shop.pageUrl);
  const { display, cashier } = await goToZvtCounter(page);
  const terminal = page.getByRole('status', { name: 'Terminal screen' });
  await expect(terminal).toContainText('Pin 3');

  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'Pay PIN' }).click();
  await expect(terminal).toContainText('€7.35');
  await expect(display).toHaveAttribute('data-screen', 'present-card');
  await expect(cashier).toHaveAttribute('data-state', 'waiting-for-card');

  await page.locator('.card-good').getByRole('button', { name: 'Insert' }).click();
  await expect(display).toHaveAttribute('data-screen', 'pin');
  for (const digit of ['1', '2', '3', '4']) await page.locator('.key', { hasText: new RegExp(`^${digit}$`) }).click();
  await page.getByRole('button', { name: 'OK', exact: true }).click();

  await expect(display).toHaveAttribute('data-screen', 'approved');
  await expect(cashier).toHaveAttribute('data-state', 'approved');
  await expect(page.getByText('Paid €7.35', { exact: true })).toBeVisible();
  expect((await shop.view()).till.payment?.receipt.join('\n')).toContain('7,35');
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
  expect((await shop.view()).ledger.map(({ by }) => by)).toEqual(['Pin 3']);
});

test('the cable is pulled while a card is awaited: nothing is charged, nobody is told "paid", and it works again', async ({
  page,
  shop,
}) => {
  await page.goto(shop.pageUrl);
  const { display } = await goToZvtCounter(page);
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'Pay PIN' }).click();
  await expect(display).toHaveAttribute('data-screen', 'present-card');

  await page.getByRole('button', { name: 'Pull the cable' }).click();
  await expect(display).not.toHaveAttribute('data-screen', 'present-card');
  await page.getByRole('button', { name: 'Plug the cable in' }).click();
  await expectTill(shop, 'cancelled');
  expect(await charged(shop)).toEqual([]);

  await page.getByRole('button', { name: 'Pay PIN' }).click();
  await expect(display).toHaveAttribute('data-screen', 'present-card');
  await page.locator('.card-good').getByRole('button', { name: 'Tap' }).click();
  await expectTill(shop, 'confirmed');
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
});
