import { expect, type Locator, type Page } from 'playwright/test';

/** Who may, in the demo shop. */
export const PERSON = { name: 'Anja', pin: '2468', wrongPin: '1357' } as const;

/** A name and a PIN, as every function of the staff wants them. */
export async function signAs(panel: Locator, pin: string = PERSON.pin): Promise<void> {
  await panel.getByText(PERSON.name, { exact: true }).click();
  await panel.getByLabel('Pincode').fill(pin);
}

/** Presses a button that wants to be held, until `done` holds. */
export async function hold(page: Page, button: Locator, done: () => Promise<void>): Promise<void> {
  await expect(button).toHaveAttribute('aria-disabled', 'false');
  await button.hover();
  await page.mouse.down();
  try {
    await done();
  } finally {
    await page.mouse.up();
  }
}
