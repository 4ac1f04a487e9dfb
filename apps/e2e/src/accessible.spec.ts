import type { Page } from 'playwright/test';
import { PANCAKE } from './support/shop.ts';
import { card, expect, screen, test } from './support/test.ts';

/** What a screen reader can't do without. */
async function expectReadable(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', /^(nl|de|fr|en)$/);
  await expect(page).toHaveTitle(/\S/);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  const nameless = await page
    .locator('button, a[href], input, select, img, canvas, [role="img"]')
    .evaluateAll((elements) =>
      elements
        .filter((element) => element.closest('[aria-hidden="true"]') === null)
        .filter((element) => {
          const label = element.getAttribute('aria-label') ?? element.getAttribute('alt') ?? '';
          const labels = 'labels' in element ? [...((element as HTMLInputElement).labels ?? [])] : [];
          return `${label}${element.textContent}${labels.map((each) => each.textContent).join('')}`.trim() === '';
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    );
  expect(nameless, 'elements without a name').toEqual([]);
}

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
