import { readQr } from './support/read-qr.ts';
import { PANCAKE } from './support/shop.ts';
import { card, charged, expect, expectTill, screen, test } from './support/test.ts';

test('a guest reads the QR from the display, pays on a phone, and both windows and the till turn paid', async ({
  shop,
  windows: { cashier, display },
  browser,
}) => {
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await shop.act({ do: 'pay', method: 'K_PAY_QR' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'qr');
  await expect(card(cashier)).toHaveAttribute('data-state', 'qr-waiting');

  // From the pixels, as a camera does: nothing of the page is asked.
  const url = await readUntilThere(() => display.screenshot());
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pay\//);

  const phone = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true, locale: 'nl-NL' });
  try {
    const page = await phone.newPage();
    await page.goto(url);
    await expect(page.getByText('7,35')).toBeVisible();
    await page.getByRole('button', { name: 'Duinbank' }).tap();
    await page.locator('form[action$="/pay"] button').tap();
    // A phone that is put away before its page has answered may not have sent anything.
    await expect(page.getByText('Betaald', { exact: true })).toBeVisible();
  } finally {
    await phone.close();
  }

  await expect(screen(display)).toHaveAttribute('data-screen', 'approved');
  await expect(card(cashier)).toHaveAttribute('data-state', 'approved');
  await expectTill(shop, 'confirmed');
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
  expect(readQr(await display.screenshot()), 'a QR on the display after the payment').toBeUndefined();
});

test('a guest stops on the phone: nothing is charged and the QR leaves the display', async ({
  shop,
  windows: { cashier, display },
  page: phone,
}) => {
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await shop.act({ do: 'pay', method: 'K_PAY_QR' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'qr');
  await phone.goto(await readUntilThere(() => display.screenshot()));
  await phone.locator('form[action$="/cancel"] button').click();
  await expectTill(shop, 'cancelled');
  await expect(screen(display)).toHaveAttribute('data-screen', 'cancelled');
  await expect(card(cashier)).toHaveAttribute('data-state', 'stopped');
  expect(readQr(await display.screenshot())).toBeUndefined();
  expect(await charged(shop)).toEqual([]);
});

async function readUntilThere(look: () => Promise<Buffer>): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      found = readQr(await look());
      return found;
    }, 'the QR in the pixels of the display')
    .toBeDefined();
  return found ?? '';
}
