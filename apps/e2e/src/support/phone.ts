import { type Browser, expect, type Page } from 'playwright/test';
import { readQr } from './read-qr.ts';

/** The address in the QR on the display. From the pixels, as a camera does: nothing of the page is asked. */
export async function scan(display: Page): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      found = readQr(await display.screenshot());
      return found;
    }, 'the QR in the pixels of the display')
    .toBeDefined();
  return found ?? '';
}

/** A guest scans the display and pays on a phone of their own. `amount`: as the page has to say it, `7,35`. */
export async function payOnPhone(display: Page, browser: Browser, amount: string): Promise<void> {
  const url = await scan(display);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/pay\//);
  const phone = await browser.newContext({ viewport: { width: 390, height: 780 }, hasTouch: true, locale: 'nl-NL' });
  try {
    const page = await phone.newPage();
    await page.goto(url);
    await expect(page.getByText(amount)).toBeVisible();
    await page.getByRole('button', { name: 'Duinbank' }).tap();
    await page.locator('form[action$="/pay"] button').tap();
    // A phone that is put away before its page has answered may not have sent anything.
    await expect(page.getByText('Betaald', { exact: true })).toBeVisible();
  } finally {
    await phone.close();
  }
}
