import type { ErrorEntry } from '@tillbridge/kernel';

/** What the catalogue says about a detail that begins with a code: who acts, whether money moved, what to look at. */
export async function explained(detail: string): Promise<readonly string[]> {
  const code = /^[A-Z]+-\d{3}\b/.exec(detail)?.[0];
  if (code === undefined) return [];
  const { errorCatalogue } = await import('@tillbridge/agent');
  const entry = errorCatalogue().find((one) => one.code === code);
  return entry === undefined ? [] : [entry.it, `Who acts: ${ACTS[entry.whoActs]}. Money: ${MONEY[entry.moneyMoved]}.`];
}

const ACTS: Readonly<Record<ErrorEntry['whoActs'], string>> = {
  cashier: 'the cashier',
  it: 'IT',
  'till-vendor': 'the till’s vendor',
  provider: 'the provider or operator of the terminal',
  'ticket-shop': 'the ticket shop',
  nobody: 'nobody',
};

const MONEY: Readonly<Record<ErrorEntry['moneyMoved'], string>> = {
  no: 'none moved',
  maybe: 'may have moved; the cashier window has the open payment',
  yes: 'has moved',
};
