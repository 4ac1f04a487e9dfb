import { PANCAKE, type Shop } from './support/shop.ts';
import { charged, expect, screen, test } from './support/test.ts';

const TERMINAL = 'TH-1234-5678';
/** Pay. is asked to sign what it tells of its devices: the demo shop believes nobody who doesn't. */
const SIGNED = JSON.stringify({ device: { signed: true } });

async function signStatusCalls(shop: Shop): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${shop.payUrl}/control/exchange`, { method: 'PUT', headers, body: SIGNED });
  expect(answer.ok).toBe(true);
}

test('a payment that somebody starts on the terminal is in the list, marked, and stays there after a power cut', async ({
  shop,
  windows: { cashier, display },
  page: device,
}) => {
  await signStatusCalls(shop);
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await expect(screen(display)).toHaveAttribute('data-screen', 'basket');

  await device.goto(`${shop.payUrl}/device/${TERMINAL}`);
  await device.getByTestId('euros').fill('12,50');
  await device.getByTestId('device-approve').click();

  const line = cashier.locator('.recent li[data-terminal="true"]');
  await expect(line).toHaveCount(1);
  await expect(line).toHaveAttribute('data-state', 'approved');
  await expect(line).toContainText('12,50');
  await expect(line).toContainText('Pin 1');
  await expect(line).toContainText('op de automaat gestart, niet door de kassa');
  await expect(line.locator('.recent-refund')).toHaveCount(0);
  expect(await charged(shop)).toEqual([1_250]);
  // The sale goes on, and nobody's card or display says anything.
  expect((await shop.view()).till).toMatchObject({ sale: 'selling', payment: null });
  await expect(screen(display)).toHaveAttribute('data-screen', 'basket');
  await expect(cashier.locator('section.card')).toHaveCount(0);

  await shop.act({ do: 'kill-agent' });
  await expect(cashier.locator('.window')).toHaveAttribute('data-link', 'lost');
  await expect(cashier.locator('.window')).toHaveAttribute('data-link', 'live', { timeout: 20_000 });
  await expect(line).toHaveCount(1);
  await expect(line).toContainText('12,50');
});

test('one that the bank declines on the terminal is in the list as not paid', async ({
  shop,
  windows: { cashier },
  page: device,
}) => {
  await signStatusCalls(shop);
  await device.goto(`${shop.payUrl}/device/${TERMINAL}`);
  await device.getByTestId('device-decline').click();
  const line = cashier.locator('.recent li[data-terminal="true"]');
  await expect(line).toHaveAttribute('data-state', 'not-paid');
  await expect(line).toContainText('Niet betaald');
  expect(await charged(shop)).toEqual([]);
});
