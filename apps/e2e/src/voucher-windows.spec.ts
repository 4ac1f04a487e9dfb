/** Vouchers in the cashier window: looked up by scan and by hand, the log of what shops sent, over-use. */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright/test';
import { expectReadable } from './support/readable.ts';
import { scanWithKeyboard } from './support/scanner.ts';
import { PANCAKE } from './support/shop.ts';
import { PERSON, signAs } from './support/staff.ts';
import { card, expect, expectTerminal, test } from './support/test.ts';
import { BURGER, buy, ringUp, scanTicket, sleep, TILL_A, TILL_B } from './support/tickets.ts';

function story(cashier: Page): Locator {
  return cashier.locator('.voucher-story');
}

async function openVouchers(cashier: Page): Promise<Locator> {
  await cashier.locator('[data-tab="vouchers"]').click();
  const field = cashier.getByLabel('Ticketcode of bestelnummer');
  await expect(field).toBeFocused();
  return field;
}

test('a scan anywhere in the window looks the ticket up; one that nobody sent says who acts', async ({
  shop,
  windows: { cashier },
}) => {
  const code = await buy(shop, 'family-day');
  await expect(cashier.locator('.ready')).toBeVisible();
  await scanWithKeyboard(cashier, code);
  await expect(story(cashier)).toHaveAttribute('data-standing', 'valid');
  await expect(story(cashier)).toContainText('Burgermenu: Nog 4 van 4.');
  await expect(story(cashier)).toContainText('Ticketshop De Eik');
  await expect(cashier.getByLabel('Ticketcode of bestelnummer')).toHaveValue(code);
  await expectReadable(cashier);

  await scanWithKeyboard(cashier, 'TCK-NEVER-SOLD');
  await expect(story(cashier)).toHaveAttribute('data-standing', 'nothing');
  await expect(story(cashier)).toContainText('Niet ontvangen');
  await expect(story(cashier)).toContainText('SHOP · Aan zet: ticketshop');
});

test('a scan types nothing into another field and presses nothing', async ({ shop, windows: { cashier } }) => {
  const code = await buy(shop, 'family-day');
  await cashier.locator('.recent-reconcile').click();
  const panel = cashier.locator('.reconcile-panel');
  await signAs(panel, PERSON.wrongPin);
  const pin = panel.getByLabel('Pincode');
  await pin.focus();
  await scanWithKeyboard(cashier, '4901234567894');
  await expect(story(cashier)).toHaveAttribute('data-standing', 'nothing');
  await cashier.locator('[data-tab="now"]').click();
  await expect(panel).toHaveAttribute('data-step', 'form');
  await expect(pin).toHaveValue(PERSON.wrongPin);

  await panel.getByRole('button', { name: 'Vergelijken' }).focus();
  await scanWithKeyboard(cashier, code);
  await expect(story(cashier)).toHaveAttribute('data-standing', 'valid');
  await expect(panel).toHaveAttribute('data-step', 'form');
});

test('by hand: a code or an order and Enter, from anywhere with Ctrl+F', async ({ shop, windows: { cashier } }) => {
  const code = await buy(shop, 'family-day');
  await expect(cashier.locator('.ready')).toBeVisible();
  await cashier.keyboard.press('Control+f');
  const field = cashier.getByLabel('Ticketcode of bestelnummer');
  await expect(field).toBeFocused();
  await cashier.keyboard.type(` ${code}`, { delay: 50 });
  await cashier.keyboard.press('Enter', { delay: 50 });
  await expect(story(cashier)).toHaveAttribute('data-standing', 'valid');
  const order = await cashier.locator('.story-facts dd').first().innerText();
  await field.fill(order);
  await cashier.getByRole('button', { name: 'Zoek', exact: true }).click();
  await expect(story(cashier)).toContainText(code);
  await cashier.keyboard.press('F6');
  await expect(cashier.locator('.voucher-right:focus-within')).toHaveCount(1);
  // No scanner: keys of a person are further apart.
  await cashier.keyboard.press('Shift', { delay: 50 });
  await cashier.keyboard.press('F6');
  await expect(cashier.locator('.voucher-left:focus-within')).toHaveCount(1);
});

test('the payment stays in sight beside a look-up, and takes the window back when it has ended', async ({
  shop,
  windows: { cashier },
}) => {
  const code = await buy(shop, 'family-day');
  await ringUp(shop, PANCAKE);
  await shop.act({ do: 'pay', method: 'K_PAY_PIN' });
  await expectTerminal(shop, 'presenting');
  await expect(card(cashier)).toHaveAttribute('data-state', 'waiting-for-card');
  await scanWithKeyboard(cashier, code);
  await expect(story(cashier)).toHaveAttribute('data-standing', 'valid');
  const pinned = cashier.locator('.pinned-payment');
  await expect(pinned).toContainText(/7,35/);
  await expect(card(cashier)).toBeHidden();
  await shop.act({ do: 'tap', card: 'good' });
  await expect(card(cashier)).toBeVisible();
  await expect(card(cashier)).toHaveAttribute('data-state', 'approved');
  await expect(story(cashier)).toHaveCount(0);
});

test('what shops sent is searched, leads to its vouchers, and is kept as a file', async ({
  shop,
  windows: { cashier },
}) => {
  const [first, second] = [await buy(shop, 'family-day'), await buy(shop, 'ice-cream')];
  const field = await openVouchers(cashier);
  await cashier.getByRole('button', { name: 'Ontvangst' }).click();
  const log = cashier.locator('.injection-log');
  const rows = log.locator('li');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(/201 · 1 voucher/);
  await rows.first().getByRole('button').click();
  await expect(story(cashier)).toContainText(second);
  const order = await field.inputValue();
  await log.getByLabel('Bestelnummer').fill(order);
  await expect(rows).toHaveCount(1);
  await expectReadable(cashier);

  const saving = cashier.waitForEvent('download');
  await log.getByRole('button', { name: 'Bewaar als CSV' }).click();
  const file = await saving;
  expect(file.suggestedFilename()).toBe('injection-log.csv');
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toContain(order);
  await log.getByLabel('Bestelnummer').fill('');
  await log.getByLabel('Van').fill('2020-01-01');
  await log.getByLabel('Tot en met').fill('2020-01-02');
  await expect(log).toContainText('Geen berichten gevonden.');
  await scanWithKeyboard(cashier, first);
  await expect(story(cashier)).toContainText(first);
});

test.describe('over night', () => {
  test.use({ atNoon: true });

  test('what was spent twice stands on the list until a named person has signed it off', async ({
    shop,
    windows: { cashier },
  }) => {
    const code = await buy(shop, 'family-day');
    await ringUp(shop, BURGER, BURGER, BURGER, BURGER);
    await scanTicket(shop, code, /toegepast/);
    // The sale waits at till A while its hold lapses; till B gives the same meals away, and then A is paid although
    // the till could not ask.
    await sleep(shop);
    await shop.act({ do: 'counter', workplace: TILL_B });
    await ringUp(shop, BURGER, BURGER, BURGER, BURGER);
    await scanTicket(shop, code, /toegepast/);
    await shop.act({ do: 'cash' });
    await shop.act({ do: 'counter', workplace: TILL_A });
    await shop.act({ do: 'fault', id: 'bad-till-signature', on: true });
    await shop.act({ do: 'cash' });

    const tab = cashier.locator('[data-tab="vouchers"]');
    await expect(tab.locator('.badge')).toHaveText('1', { timeout: 15_000 });
    await openVouchers(cashier);
    await cashier.getByRole('button', { name: /^Te veel/ }).click();
    const list = cashier.locator('.over-use');
    await expect(list.locator('li')).toContainText('meer dan er over was');
    await list.getByRole('button', { name: 'Opzoeken' }).click();
    await expect(story(cashier)).toHaveAttribute('data-standing', 'refused');
    await list.getByRole('button', { name: 'Aftekenen' }).click();
    const sign = list.locator('.question');
    await signAs(sign, PERSON.wrongPin);
    await sign.getByRole('button', { name: 'Aftekenen' }).click();
    await expect(sign.locator('.question-problem')).toHaveText('Naam en pincode horen niet bij elkaar.');
    await signAs(sign);
    await sign.getByRole('button', { name: 'Aftekenen' }).click();
    await expect(list).toContainText('Niets te veel ingewisseld.');
    await expect(tab.locator('.badge')).toHaveCount(0);
  });
});
