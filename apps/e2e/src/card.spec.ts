import { PANCAKE } from './support/shop.ts';
import { card, charged, expect, expectTerminal, expectTill, screen, test } from './support/test.ts';

test.beforeEach(async ({ shop, windows }) => {
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await expect(screen(windows.display)).toHaveAttribute('data-screen', 'basket');
  await shop.act({ do: 'pay', method: 'K_PAY_PIN' });
  await expect(screen(windows.display)).toHaveAttribute('data-screen', 'present-card');
  await expect(card(windows.cashier)).toHaveAttribute('data-state', 'waiting-for-card');
  await expectTerminal(shop, 'presenting');
});

test('a card is approved: both windows and the till say so, and the guest’s receipt is printed', async ({
  shop,
  windows: { cashier, display },
}) => {
  await shop.act({ do: 'tap', card: 'good' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'approved');
  await expect(card(cashier)).toHaveAttribute('data-state', 'approved');
  await expectTill(shop, 'confirmed');
  expect((await shop.view()).till.payment?.receipt.join('\n')).toContain('TOTAAL');
  expect(await charged(shop)).toEqual([PANCAKE.cents]);
  // The next guest must not see this one's amount.
  await expect(screen(display)).toHaveAttribute('data-screen', 'idle', { timeout: 15_000 });
});

test('a card is declined: nothing is charged and nobody is told more than that', async ({
  shop,
  windows: { cashier, display },
}) => {
  await shop.act({ do: 'insert', card: 'empty' });
  await shop.act({ do: 'pin' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'declined');
  await expect(card(cashier)).toHaveAttribute('data-state', 'declined');
  await expectTill(shop, 'cancelled');
  expect(await charged(shop)).toEqual([]);
});

test('the guest presses stop on the terminal', async ({ shop, windows: { cashier, display } }) => {
  await shop.act({ do: 'terminal-stop' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'cancelled');
  await expect(card(cashier)).toHaveAttribute('data-state', 'stopped');
  await expectTill(shop, 'cancelled');
  expect(await charged(shop)).toEqual([]);
});

test('the cashier holds the stop button: the terminal is cleared before anybody says "stopped"', async ({
  shop,
  windows: { cashier, display },
}) => {
  const stop = cashier.locator('.stop-button');
  await expect(stop).toHaveAttribute('aria-disabled', 'false');
  await stop.hover();
  await cashier.mouse.down();
  await expect(card(cashier)).not.toHaveAttribute('data-state', 'waiting-for-card');
  await cashier.mouse.up();
  await expect(screen(display)).toHaveAttribute('data-screen', 'cancelled');
  await expect(card(cashier)).toHaveAttribute('data-state', 'stopped');
  await expectTill(shop, 'cancelled');
  await expect.poll(async () => (await shop.view()).terminal.state).not.toBe('presenting');
  expect(await charged(shop)).toEqual([]);
});

test('a cancel at the till', async ({ shop, windows: { cashier, display } }) => {
  await expectTill(shop, 'started');
  await shop.act({ do: 'cancel' });
  await expectTill(shop, 'cancelled');
  await expect(screen(display)).toHaveAttribute('data-screen', 'cancelled');
  await expect(card(cashier)).toHaveAttribute('data-state', 'stopped');
  expect(await charged(shop)).toEqual([]);
});
