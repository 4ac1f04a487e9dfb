import { expect, type Page } from 'playwright/test';

/** What a screen reader can't do without. */
export async function expectReadable(page: Page): Promise<void> {
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
