import { readQr } from './support/read-qr.ts';
import { PANCAKE } from './support/shop.ts';
import { card, charged, expect, expectTerminal, expectTill, screen, test } from './support/test.ts';

/** The display promises to blank this long after it lost its link; a slow machine gets a little more to look. */
const BLANK_WITHIN_MS = 2_000;
const LOOKING_MS = 500;

test('the agent is killed while a QR stands on the display: it is gone within two seconds, and comes back by itself', async ({
  shop,
  windows: { cashier, display },
}) => {
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await shop.act({ do: 'pay', method: 'K_PAY_QR' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'qr');
  await expect.poll(async () => readQr(await display.screenshot())).toBeDefined();

  await shop.act({ do: 'kill-agent' });
  await expect(screen(display)).not.toHaveAttribute('data-screen', 'qr', { timeout: BLANK_WITHIN_MS + LOOKING_MS });
  expect(readQr(await display.screenshot()), 'a QR in the pixels after the link was lost').toBeUndefined();
  await expect(cashier.locator('.window')).toHaveAttribute('data-link', 'lost');

  await expect.poll(async () => (await shop.view()).agent.restarts, { timeout: 15_000 }).toBe(1);
  await expect(cashier.locator('.window')).toHaveAttribute('data-link', 'live', { timeout: 15_000 });
  await expect(screen(display)).toHaveAttribute('data-screen', 'qr', { timeout: 15_000 });
  await expect(card(cashier)).toHaveAttribute('data-state', 'qr-waiting');
});

test('the guest pays while the agent is dead: after its restart both windows and the till say paid', async ({
  shop,
  windows: { cashier, display },
}) => {
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await shop.act({ do: 'pay', method: 'K_PAY_PIN' });
  await expectTerminal(shop, 'presenting');
  await expect(screen(display)).toHaveAttribute('data-screen', 'present-card');
  await shop.act({ do: 'kill-agent' });
  await shop.act({ do: 'tap', card: 'good' });
  await expectTill(shop, 'confirmed');
  await expect(card(cashier)).toHaveAttribute('data-state', 'approved', { timeout: 15_000 });
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
});
