import { payOnPhone, scan } from './support/phone.ts';
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

  await payOnPhone(display, browser, '7,35');

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
  await phone.goto(await scan(display));
  await phone.locator('form[action$="/cancel"] button').click();
  await expectTill(shop, 'cancelled');
  await expect(screen(display)).toHaveAttribute('data-screen', 'cancelled');
  await expect(card(cashier)).toHaveAttribute('data-state', 'stopped');
  expect(readQr(await display.screenshot())).toBeUndefined();
  expect(await charged(shop)).toEqual([]);
});
