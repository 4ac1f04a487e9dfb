import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright/test';
import { expectReadable } from './support/readable.ts';
import { PANCAKE, type Shop } from './support/shop.ts';
import { PERSON, signAs } from './support/staff.ts';
import { expect, expectTerminal, expectTill, test } from './support/test.ts';

const TERMINAL = 'TH-1234-5678';

async function payByCard(shop: Shop): Promise<void> {
  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await shop.act({ do: 'pay', method: 'K_PAY_PIN' });
  await expectTerminal(shop, 'presenting');
  await shop.act({ do: 'tap', card: 'good' });
  await expectTill(shop, 'confirmed');
}

async function openPanel(cashier: Page): Promise<Locator> {
  await expect(cashier.locator('.ready')).toBeVisible({ timeout: 15_000 });
  await cashier.locator('.recent-reconcile').click();
  return cashier.locator('.reconcile-panel');
}

async function compareToday(cashier: Page): Promise<Locator> {
  const panel = await openPanel(cashier);
  await signAs(panel);
  const start = panel.getByRole('button', { name: 'Vergelijken' });
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  await start.click();
  await expect(panel).toHaveAttribute('data-step', 'report', { timeout: 20_000 });
  return panel;
}

/** The figures of a row of the totals: till, journal, provider. */
async function figures(panel: Locator, name: string): Promise<readonly string[]> {
  const row = panel.getByRole('row', { name: new RegExp(`^${name}`) });
  return (await row.getByRole('cell').allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '));
}

test('a day that agrees is said to agree, with its totals, and can be kept as a file', async ({
  shop,
  windows: { cashier },
}) => {
  await payByCard(shop);
  const panel = await compareToday(cashier);
  await expect(panel).toHaveAttribute('data-verdict', 'agrees');
  await expect(panel.getByRole('heading', { level: 1 })).toHaveText('Alles klopt');
  expect(await figures(panel, 'Pin 1')).toEqual(['€ 7,35', '€ 7,35', '€ 7,35']);
  await expectReadable(cashier);

  const saving = cashier.waitForEvent('download');
  await panel.getByRole('button', { name: 'CSV opslaan' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toMatch(/^reconciliation-\d{4}-\d{2}-\d{2}\.csv$/);
  const rows = (await readFile(await file.path(), 'utf8')).split('\r\n');
  expect(rows).toHaveLength(3);
  expect(rows[1]).toContain(';equal;no;pay;7.35;pin-1;pay;3-12;');

  await panel.getByRole('button', { name: 'Terug' }).click();
  await panel.getByRole('button', { name: 'Terug' }).click();
  await expect(panel).toHaveCount(0);
  await expect(cashier.locator('.ready')).toBeVisible();
});

test('what differs is a line of its own with what to do and who acts', async ({
  shop,
  windows: { cashier },
  page: device,
}) => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ device: { signed: true } });
  await fetch(`${shop.payUrl}/control/exchange`, { method: 'PUT', headers, body });
  await device.goto(`${shop.payUrl}/device/${TERMINAL}`);
  await device.getByTestId('euros').fill('12,50');
  await device.getByTestId('device-approve').click();
  await expect(cashier.locator('.recent li[data-terminal="true"]')).toHaveAttribute('data-state', 'approved');

  const panel = await compareToday(cashier);
  await expect(panel).toHaveAttribute('data-verdict', 'differs');
  await expect(panel.getByRole('heading', { level: 1 })).toHaveText('1 verschil');
  const line = panel.locator('.reconcile-lines > li');
  await expect(line).toHaveAttribute('data-kind', 'only-at-provider');
  await expect(line).toHaveAttribute('data-who', 'manager');
  await expect(line).toContainText('op de betaalautomaat zelf gestart');
  await expect(line).toContainText('Voor de leidinggevende');
  expect(await figures(panel, 'Pay., niet via een kassa')).toEqual(['€ 0,00', '€ 12,50', '€ 12,50']);
  await expectReadable(cashier);
});

test('a provider’s list that can’t be fetched is named, and nobody says that all agrees', async ({
  shop,
  windows: { cashier },
}) => {
  await payByCard(shop);
  await expect(cashier.locator('.ready')).toBeVisible({ timeout: 15_000 });
  await shop.act({ do: 'fault', id: 'internet-off', on: true });
  const panel = await compareToday(cashier);
  await expect(panel).toHaveAttribute('data-verdict', 'partly');
  await expect(panel.locator('.reconcile-missing[data-account="pay"]')).toContainText(
    'De lijst van Pay. is niet opgehaald',
  );
  expect(await figures(panel, 'Pin 1')).toEqual(['€ 7,35', '€ 7,35', expect.stringContaining('niet opgehaald')]);
});

test('nobody sees a day without a PIN; a payment at the till comes first, and the result is kept beneath it', async ({
  shop,
  windows: { cashier },
}) => {
  const panel = await openPanel(cashier);
  await signAs(panel, PERSON.wrongPin);
  const start = panel.getByRole('button', { name: 'Vergelijken' });
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  await start.click();
  await expect(panel.getByRole('alert')).toContainText('pincode');
  await signAs(panel);
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  await start.click();
  await expect(panel).toHaveAttribute('data-verdict', 'nothing');

  await shop.act({ do: 'add-article', number: PANCAKE.number });
  await shop.act({ do: 'pay', method: 'K_PAY_PIN' });
  await expect(cashier.locator('.card').first()).toHaveAttribute('data-state', 'waiting-for-card');
  await expect(panel).toHaveAttribute('data-verdict', 'nothing');
  await expect(cashier.getByRole('heading', { level: 1 })).toHaveCount(1);
  await cashier.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
  await expect(cashier.locator('.card')).toHaveAttribute('data-state', 'waiting-for-card');
});

test('all of it by keys: region, name, PIN, start, and away', async ({ shop, windows: { cashier } }) => {
  await payByCard(shop);
  await expect(cashier.locator('.ready')).toBeVisible({ timeout: 15_000 });
  // A person's keys are further apart than a scanner's.
  const press = (key: string) => cashier.keyboard.press(key, { delay: 60 });
  const walkTo = async (target: Locator): Promise<void> => {
    await expect(async () => {
      await press('Tab');
      await expect(target).toBeFocused({ timeout: 50 });
    }).toPass();
  };
  await walkTo(cashier.locator('.recent-reconcile'));
  await press(' ');
  const panel = cashier.locator('.reconcile-panel');
  await expect(panel).toBeVisible();
  await press('F6');
  await walkTo(panel.getByRole('radio', { name: PERSON.name }));
  await press(' ');
  await walkTo(panel.getByLabel('Pincode'));
  await cashier.keyboard.type(PERSON.pin, { delay: 60 });
  const start = panel.getByRole('button', { name: 'Vergelijken' });
  await walkTo(start);
  await expect(start).toHaveAttribute('aria-disabled', 'false');
  // Scanners end with it: it presses nothing.
  await press('Enter');
  await expect(panel).toHaveAttribute('data-step', 'form');
  await press(' ');
  await expect(panel).toHaveAttribute('data-verdict', 'agrees', { timeout: 20_000 });
  await expect(panel.getByRole('heading', { level: 1 })).toBeFocused();
  await press('Escape');
  await expect(panel).toHaveCount(0);
});
