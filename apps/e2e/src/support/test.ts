import { type BrowserContext, test as base, expect, type Locator, type Page } from 'playwright/test';
import { type Shop, withShop } from './shop.ts';
import { type Findings, watchContext } from './watchful-page.ts';

/** The agent's two windows, as ordinary pages. */
export interface Windows {
  readonly cashier: Page;
  readonly display: Page;
}

interface Lent {
  /** The venue's day begins at noon: for what ends with the day. Payment clouds have the machine's time. */
  readonly atNoon: boolean;
  /** Nothing of this may happen on any page; looked at after each test. */
  readonly findings: Findings;
  readonly shop: Shop;
  readonly windows: Windows;
}

/** The display's panel in the demo settings: 15.6 inch. */
const PANEL = { width: 1366, height: 768 };
const CASHIER = { width: 420, height: 720 };

export const test = base.extend<Lent>({
  findings: [
    async ({ context }, use) => {
      const findings = await watchContext(context);
      await use(findings);
      expect(findings.errors, 'errors on the pages').toEqual([]);
      expect(findings.foreignRequests, 'requests to other machines').toEqual([]);
    },
    { auto: true },
  ],
  atNoon: [false, { option: true }],
  shop: async ({ context, atNoon }, use) => {
    await withShop({ atNoon }, async (shop) => {
      await use(shop);
      await leave(context);
    });
  },
  windows: async ({ context, shop }, use) => {
    const cashier = await context.newPage();
    await cashier.setViewportSize(CASHIER);
    await cashier.goto(shop.cashierUrl);
    const display = await context.newPage();
    await display.setViewportSize(PANEL);
    await display.goto(shop.displayUrl);
    await expect(screen(display)).toHaveAttribute('data-screen', 'idle');
    await use({ cashier, display });
  },
});

export { expect };

/** Closes every page before the shop closes: one that looks in meanwhile would report the 503 of a server going down. */
export async function leave(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.close()));
}

/** What stands on the customer display; `data-screen` names it. */
export function screen(display: Page): Locator {
  return display.locator('main.display');
}

/** The payment on the cashier's card; `data-state` names what is true about it. */
export function card(cashier: Page): Locator {
  return cashier.locator('section.card');
}

/** Waits until the till believes this about its payment. */
export async function expectTill(shop: Shop, state: string): Promise<void> {
  await expect
    .poll(async () => (await shop.view()).till.payment?.state, { message: 'the payment at the till' })
    .toBe(state);
}

export async function expectTerminal(shop: Shop, state: string): Promise<void> {
  await expect.poll(async () => (await shop.view()).terminal.state, { message: 'the terminal' }).toBe(state);
}

/** The amounts the payment cloud took. */
export async function charged(shop: Shop): Promise<readonly number[]> {
  const { ledger } = await shop.view();
  return ledger.filter(({ state }) => state === 'paid').map(({ amountCents }) => amountCents);
}
