import { expect } from 'playwright/test';
import type { Shop } from './shop.ts';

/** The demo shop's articles that vouchers are for, and some that they are not for. */
export const BURGER = { number: 4201, text: 'Burgermenu', cents: 1250 } as const;
export const VEGGIE = { number: 4202, text: 'Veggiemenu', cents: 1195 } as const;
export const FRIES = { number: 4104, text: 'Frites', cents: 395 } as const;
export const COFFEE = { number: 4102, text: 'Koffie', cents: 270 } as const;
export const MUG = { number: 4801, text: 'Mok', cents: 895 } as const;

/** Where the tills stand: Balie 1 and Balie 2. */
export const TILL_A = 12;
export const TILL_B = 13;

/** A guest buys a ticket, and the venue has it; hands back its code. */
export async function buy(shop: Shop, kind: string, visit: string | null = null): Promise<string> {
  await shop.act({ do: 'buy-ticket', kind, visit });
  await expect.poll(async () => (await shop.view()).tickets.sold[0]?.state, 'the ticket').toBe('injected');
  return await newestCode(shop);
}

export async function newestCode(shop: Shop): Promise<string> {
  const [ticket] = (await shop.view()).tickets.sold;
  if (ticket === undefined) throw new Error('no ticket was sold');
  return ticket.code;
}

export async function ringUp(shop: Shop, ...articles: readonly { readonly number: number }[]): Promise<void> {
  for (const { number } of articles) await shop.act({ do: 'add-article', number });
}

/** Holds a ticket under the till's scanner; the cashier must read this at the till. */
export async function scanTicket(shop: Shop, code: string, says: RegExp): Promise<void> {
  await shop.act({ do: 'scan-ticket', code });
  await expect.poll(async () => (await shop.view()).till.scan?.message ?? '', 'what the till says').toMatch(says);
}

/** What the guest has to pay, and what came off each line. */
export async function expectBill(shop: Shop, totalCents: number, off: readonly number[]): Promise<void> {
  await expect
    .poll(async () => {
      const { lines, totalCents: total } = (await shop.view()).till;
      return { total, off: lines.map(({ discount }) => discount?.cents ?? 0) };
    }, 'the bill')
    .toEqual({ total: totalCents, off });
}

/** The till found nothing wrong with any answer. */
export async function expectNoComplaints(shop: Shop): Promise<void> {
  const { transcript } = (await shop.view()).till;
  expect(transcript.filter(({ complaint }) => complaint !== null)).toEqual([]);
}

/** The shop closes, and opens on the next day. */
export async function sleep(shop: Shop): Promise<void> {
  const { restarts } = (await shop.view()).agent;
  await shop.act({ do: 'next-day' });
  await expect
    .poll(async () => (await shop.view()).agent, { message: 'the agent on the next day', timeout: 20_000 })
    .toMatchObject({ state: 'up', restarts: restarts + 1 });
}

/** A date so many days from today at the venue: `2026-07-14`. */
export function dayFromNow(days: number): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });
  return format.format(Date.now() + days * 86_400_000);
}
