import type { ErrorCatalogue } from '@tillbridge/kernel';

export const JOURNAL_ERRORS = {
  parked: {
    code: 'TILL-211',
    title: 'A message could not be delivered and was parked',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: 'Something could not be passed on. Look at the open outcomes before you sell on, and call IT.',
    it: 'Nothing is lost: the item stands in the outbox with its last error. Repair the cause and start the agent again, which sends it round once more.',
  },
  chainBroken: {
    code: 'TILL-212',
    title: 'The journal was changed from outside',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: 'Stored payments may have been tampered with. Call IT.',
    it: 'A fact of the hash chain is changed, missing or swapped. Keep a copy of the file, find out who could write to it, and compare the payments since the last good export with the provider.',
  },
} as const satisfies ErrorCatalogue;
