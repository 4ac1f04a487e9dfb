import type { ErrorCatalogue } from '@tillbridge/kernel';

/** What can be wrong between ticket shops, their vouchers and us. */
export const VOUCHER_ERRORS = {
  unknownCode: {
    code: 'SHOP-101',
    title: 'No voucher of this shop has the code',
    whoActs: 'ticket-shop',
    moneyMoved: 'no',
    cashier: 'We don’t know this code. Search by order number, or call the ticket shop.',
    it: 'The shop never sent a voucher with this code, or another shop did. The injection log shows what arrived; the shop sends it again.',
  },
  codeTaken: {
    code: 'SHOP-102',
    title: 'The code was used before',
    whoActs: 'ticket-shop',
    moneyMoved: 'no',
    cashier: 'The ticket shop has to send this voucher again. Call the ticket shop.',
    it: 'Codes are unique over everything that was ever injected, replaced codes included. Nothing of the request was stored.',
  },
  codeReplaced: {
    code: 'SHOP-103',
    title: 'Another code took the place of this one',
    whoActs: 'ticket-shop',
    moneyMoved: 'no',
    cashier: 'Ask the guest for the newer code.',
    it: 'The shop asked for a new code in place of one that was replaced before. It has to name the current code of the voucher.',
  },
  overUse: {
    code: 'TILL-701',
    title: 'A till gave away more than a voucher held',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'A discount was given that the voucher no longer covered. Nothing to do at the till.',
    it: 'The sale was paid after its hold had ended, and the voucher was used elsewhere meanwhile. The redemption stands on the list of over-use until somebody has seen it. Should it happen often, lengthen vouchers.holdMinutes.',
  },
} as const satisfies ErrorCatalogue;
