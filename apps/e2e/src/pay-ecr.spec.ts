import { PANCAKE } from './support/shop.ts';
import { charged, expect, expectTill, test } from './support/test.ts';

test.use({ viewport: { width: 1600, height: 1400 } });

test('at the PAY.POS counter: the basket on the terminal; taken offline is not paid, and paid once it is sent', async ({
  page,
  shop,
}) => {
  await page.goto(shop.pageUrl);
  await page.getByRole('tab', { name: /^Balie 4/ }).click();
  const display = page.frameLocator('iframe[title="Customer display"]').locator('main.display');
  const cashier = page.frameLocator('iframe[title="Cashier window"]').locator('section.card');
  const terminal = page.getByRole('status', { name: 'Terminal screen' });
  await expect(display).toHaveAttribute('data-screen', 'idle');
  await page.getByRole('button', { name: PANCAKE.text }).click();
  await expect(terminal).toContainText(`1× ${PANCAKE.text}`);

  await page.getByRole('button', { name: /Taken offline/ }).click();
  await page.getByRole('button', { name: 'Pay PIN' }).click();
  await expect(display).toHaveAttribute('data-screen', 'present-card');
  await page.locator('.card-good').getByRole('button', { name: 'Tap' }).click();
  await expect(cashier).toHaveAttribute('data-state', 'taken-offline');
  await expectTill(shop, 'started');
  expect(await charged(shop)).toEqual([]);

  await page.getByRole('button', { name: 'Send what was taken offline' }).click();
  await expectTill(shop, 'confirmed');
  await expect(cashier).toHaveAttribute('data-state', 'approved');
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
});
