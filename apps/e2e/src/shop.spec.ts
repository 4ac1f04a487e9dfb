import { PANCAKE } from './support/shop.ts';
import { charged, expect, expectTill, test } from './support/test.ts';

test.use({ viewport: { width: 1600, height: 1400 } });

test('the shop opens: the till, both real windows, the terminal and the phone on one page', async ({ page, shop }) => {
  await page.goto(shop.pageUrl);
  const display = page.frameLocator('iframe[title="Customer display"]');
  const cashier = page.frameLocator('iframe[title="Cashier window"]');
  await expect(display.locator('main.display')).toHaveAttribute('data-screen', 'idle');
  await expect(cashier.locator('.window')).toHaveAttribute('data-link', 'live');
  await expect(page.getByText('Simulator · no real money')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Till' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Webhooks' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Faults' })).toBeVisible();
});

test('with the mouse: sell, insert a card, type a PIN, and see it paid everywhere', async ({ page, shop }) => {
  await page.goto(shop.pageUrl);
  const display = page.frameLocator('iframe[title="Customer display"]').locator('main.display');
  const cashier = page.frameLocator('iframe[title="Cashier window"]').locator('section.card');
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'Pay PIN' }).click();
  await expect(display).toHaveAttribute('data-screen', 'present-card');
  await page.locator('.card-good').getByRole('button', { name: 'Insert' }).click();
  for (const digit of ['1', '2', '3', '4']) await page.locator('.key', { hasText: new RegExp(`^${digit}$`) }).click();
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expect(display).toHaveAttribute('data-screen', 'approved');
  await expect(cashier).toHaveAttribute('data-state', 'approved');
  await expect(page.getByText('Paid €7.35', { exact: true })).toBeVisible();
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
});

test('with the mouse: a QR is scanned by the phone, and a lost order is found again', async ({ page, shop }) => {
  await page.goto(shop.pageUrl);
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'Pay QR' }).click();
  await page.getByRole('button', { name: 'Scan the QR' }).click();
  const phone = page.frameLocator('iframe[title="Payment page on the phone"]');
  await phone.getByRole('button', { name: 'Duinbank' }).click();
  await phone.locator('form[action$="/pay"] button').click();
  await expectTill(shop, 'confirmed');

  await page.getByRole('button', { name: /Lost reply/ }).click();
  await expect(page.getByRole('button', { name: /Lost reply/ })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'Pay PIN' }).click();
  await page.locator('.card-good').getByRole('button', { name: 'Tap' }).click();
  await expectTill(shop, 'confirmed');
  expect(await charged(shop)).toEqual([PANCAKE.cents, PANCAKE.cents]);
});
