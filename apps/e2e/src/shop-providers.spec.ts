import { PANCAKE } from './support/shop.ts';
import { charged, expect, expectTill, test } from './support/test.ts';

test.use({ viewport: { width: 1600, height: 1400 } });

test('at the MultiSafepay counter: the bank wants the PIN of a tapped card, and then it is paid everywhere', async ({
  page,
  shop,
}) => {
  await page.goto(shop.pageUrl);
  await page.getByRole('tab', { name: /MultiSafepay/ }).click();
  const display = page.frameLocator('iframe[title="Customer display"]').locator('main.display');
  const cashier = page.frameLocator('iframe[title="Cashier window"]').locator('section.card');
  await expect(display).toHaveAttribute('data-screen', 'idle');
  await page.getByRole('button', { name: /Soft decline/ }).click();
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'Pay PIN' }).click();
  await expect(display).toHaveAttribute('data-screen', 'present-card');
  await page.locator('.card-good').getByRole('button', { name: 'Tap' }).click();
  await expect(page.getByRole('status', { name: 'Terminal screen' })).toContainText('Uw pincode');
  await expectTill(shop, 'started');
  for (const digit of ['1', '2', '3', '4']) await page.locator('.key', { hasText: new RegExp(`^${digit}$`) }).click();
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await expect(display).toHaveAttribute('data-screen', 'approved');
  await expect(cashier).toHaveAttribute('data-state', 'approved');
  await expect(page.getByText('Paid €7.35', { exact: true })).toBeVisible();
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
});

test('at the MultiSafepay counter: the payment page behind the QR', async ({ page, shop }) => {
  await page.goto(shop.pageUrl);
  await page.getByRole('tab', { name: /MultiSafepay/ }).click();
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'Pay QR' }).click();
  await page.getByRole('button', { name: 'Scan the QR' }).click();
  const phone = page.frameLocator('iframe[title="Payment page on the phone"]');
  await phone.getByRole('button', { name: 'Bancontact' }).click();
  await phone.locator('form[action$="/pay"] button').click();
  await expectTill(shop, 'confirmed');
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
});

test('at the Kassa Compleet counter: iDEAL by QR, given back in the cashier window', async ({ page, shop }) => {
  await page.goto(shop.pageUrl);
  await page.getByRole('tab', { name: /Kassa Compleet/ }).click();
  const display = page.frameLocator('iframe[title="Customer display"]').locator('main.display');
  const window = page.frameLocator('iframe[title="Cashier window"]');
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'iDEAL' }).click();
  await expect(display).toHaveAttribute('data-screen', 'qr');
  await page.getByRole('button', { name: 'Scan the QR' }).click();
  const phone = page.frameLocator('iframe[title="Payment page on the phone"]');
  await phone.locator('form[action$="/pay"] button').click();
  await expect(phone.getByRole('heading', { name: 'Bedankt' })).toBeVisible();
  await expect(display).toHaveAttribute('data-screen', 'approved');
  await expect(window.locator('section.card')).toHaveAttribute('data-state', 'approved');
  await expect(page.getByText('Paid €7.35', { exact: true })).toBeVisible();

  await window.locator('.recent-refund').click();
  const panel = window.locator('.refund-panel');
  await panel.getByLabel('Reden').fill('verkeerd besteld');
  await panel.getByText('Anja').click();
  await panel.getByLabel('Pincode').fill('2468');
  const key = panel.locator('.hold-button');
  await expect(key).toHaveAttribute('aria-disabled', 'false');
  await key.hover();
  await page.mouse.down();
  await expect(panel).toBeHidden();
  await page.mouse.up();
  await expect.poll(async () => (await shop.view()).ledger.filter(({ state }) => state === 'paid').length).toBe(2);
  await expect(page.getByRole('region', { name: 'Money that moved' })).toContainText('−€7.35');
});

test('at the Kassa Compleet counter: a banking app fills the transfer in from the QR', async ({ page, shop }) => {
  await page.goto(shop.pageUrl);
  await page.getByRole('tab', { name: /Kassa Compleet/ }).click();
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await page.getByRole('button', { name: 'Transfer', exact: true }).click();
  await page.getByRole('button', { name: 'Scan the QR' }).click();
  const app = page.getByRole('region', { name: 'Banking app' });
  await expect(app).toContainText('NL13 INGB 0005 3000 60');
  await expectTill(shop, 'started');
  await app.getByRole('button', { name: 'Transfer €7.35' }).click();
  await expectTill(shop, 'confirmed');
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
});
