import { withShop } from './support/shop.ts';
import { expect, leave, screen, test } from './support/test.ts';

const WELCOME = { nl: 'Welkom', de: 'Willkommen', fr: 'Bienvenue', en: 'Welcome' } as const;

for (const [language, welcome] of Object.entries(WELCOME)) {
  test(`both windows speak ${language}`, async ({ context }) => {
    await withShop({ language }, async (shop) => {
      const display = await context.newPage();
      await display.goto(shop.displayUrl);
      await expect(screen(display)).toHaveAttribute('lang', language);
      await expect(display.locator('html')).toHaveAttribute('lang', language);
      await expect(display.getByRole('heading', { level: 1 })).toHaveText(welcome);
      const cashier = await context.newPage();
      await cashier.goto(shop.cashierUrl);
      await expect(cashier.locator('html')).toHaveAttribute('lang', language);
      await leave(context);
    });
  });
}

test('the cashier gives a guest another language', async ({ windows: { cashier, display } }) => {
  await expect(screen(display)).toHaveAttribute('lang', 'nl');
  await cashier.keyboard.press('F7');
  await cashier.getByRole('button', { name: 'Français' }).click();
  await expect(screen(display)).toHaveAttribute('lang', 'fr');
  await expect(display.getByRole('heading', { level: 1 })).toHaveText(WELCOME.fr);
  await expect(cashier.locator('html')).toHaveAttribute('lang', 'nl');
});
