import type { Page } from 'playwright/test';
import { payOnPhone } from './support/phone.ts';
import { PANCAKE, type Shop } from './support/shop.ts';
import { hold, PERSON, signAs } from './support/staff.ts';
import { card, expect, expectTill, screen, test } from './support/test.ts';

interface Refund {
  readonly amountCents: number;
  readonly state: string;
}

/** What the payment cloud has given back. */
async function givenBack(shop: Shop): Promise<readonly (readonly [cents: number, state: string])[]> {
  const refunds = (await (await fetch(`${shop.payUrl}/control/refunds`)).json()) as readonly Refund[];
  return refunds.map(({ amountCents, state }) => [amountCents, state]);
}

/** Opens the form from the list, once the card has gone. */
async function openRefund(cashier: Page) {
  await expect(cashier.locator('.ready')).toBeVisible({ timeout: 15_000 });
  await cashier.locator('.recent-refund').click();
  return cashier.locator('.refund-panel');
}

const PAID = `.recent li[data-state="approved"]`;

test.beforeEach(async ({ shop, windows: { display }, browser }) => {
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await shop.act({ do: 'pay', method: 'K_PAY_QR' });
  await expect(screen(display)).toHaveAttribute('data-screen', 'qr');
  await payOnPhone(display, browser, '7,35');
  await expectTill(shop, 'confirmed');
});

test('part of a QR payment is given back with reason and PIN: at the provider, on the card, in the list', async ({
  shop,
  windows: { cashier, display },
}) => {
  const panel = await openRefund(cashier);
  await expect(panel.getByRole('heading', { level: 1 })).toContainText('7,35');
  await panel.getByLabel('Bedrag').fill('5,00');
  await panel.getByLabel('Reden').fill('Koud geworden');
  await signAs(panel);
  await hold(cashier, panel.locator('.hold-button'), () => expect(panel).toHaveCount(0));

  await expect(card(cashier)).toHaveAttribute('data-state', 'approved', { timeout: 15_000 });
  await expect(card(cashier).getByRole('heading', { level: 1 })).toContainText('5,00');
  expect(await givenBack(shop)).toEqual([[500, 'SUCCESS']]);

  const list = cashier.locator(PAID);
  await expect(list).toHaveCount(2);
  await expect(list.nth(0)).toContainText('Terugbetaald');
  await expect(list.nth(0)).toContainText('5,00');
  await expect(list.nth(0).locator('.recent-refund')).toHaveCount(0);
  await expect(list.nth(1)).toContainText('7,35');
  // The guest's display says nothing of it: nobody stands there.
  await expect(screen(display)).toHaveAttribute('data-screen', 'idle', { timeout: 15_000 });

  const rest = await openRefund(cashier);
  await expect(rest.getByLabel('Bedrag')).toHaveValue('2,35');
  await rest.getByLabel('Bedrag').fill('2,36');
  await expect(rest.locator('.hold-button')).toHaveAttribute('aria-disabled', 'true');
});

test('a wrong PIN gives nothing back; the right one gives back all of it, and then there is nothing left', async ({
  shop,
  windows: { cashier },
}) => {
  const panel = await openRefund(cashier);
  await panel.getByLabel('Reden').fill('Vergissing');
  await signAs(panel, PERSON.wrongPin);
  await hold(cashier, panel.locator('.hold-button'), () => expect(panel.getByRole('alert')).toContainText('pincode'));
  expect(await givenBack(shop)).toEqual([]);

  await signAs(panel);
  await hold(cashier, panel.locator('.hold-button'), () => expect(panel).toHaveCount(0));
  await expect(card(cashier)).toHaveAttribute('data-state', 'approved', { timeout: 15_000 });
  expect(await givenBack(shop)).toEqual([[PANCAKE.cents, 'SUCCESS']]);
  await expect(cashier.locator(PAID)).toHaveCount(2);
  await expect(cashier.locator('.recent-refund')).toHaveCount(0);
});
