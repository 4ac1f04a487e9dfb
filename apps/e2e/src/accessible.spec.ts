import { expectReadable } from './support/readable.ts';
import { PANCAKE } from './support/shop.ts';
import { card, expect, screen, test } from './support/test.ts';

test('both windows can be read aloud on every screen of a QR payment', async ({
  shop,
  windows: { cashier, display },
}) => {
  await expectReadable(display);
  await expectReadable(cashier);
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await expect(screen(display)).toHaveAttribute('data-screen', 'basket');
  await expectReadable(display);
  await shop.act({ do: 'pay', method: 'K_PAY_QR' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'qr');
  await expect(display.getByRole('img', { name: /7,35/ })).toBeVisible();
  await expect(display.getByRole('timer')).toBeVisible();
  await expectReadable(display);
  await expect(card(cashier).getByRole('alert')).toBeVisible();
  await expectReadable(cashier);
});

test('an end is announced at once', async ({ shop, windows: { cashier, display } }) => {
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await shop.act({ do: 'pay', method: 'K_PAY_PIN' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'present-card');
  await shop.act({ do: 'tap', card: 'good' });
  await expect(display.getByRole('alert')).toBeVisible();
  await expect(card(cashier).getByRole('alert')).toBeVisible();
});

test('no policy is breached and nothing comes from elsewhere: the pages are strict about it themselves', async ({
  shop,
  windows: { display },
}) => {
  const response = await display.request.get(new URL('/display/', shop.displayUrl).href);
  const policy = response.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain('unsafe');
  expect(response.headers()['x-content-type-options']).toBe('nosniff');
});
