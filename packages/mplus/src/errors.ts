import type { ErrorCatalogue, ErrorEntry } from '@tillbridge/kernel';
import type { WebhookNotice } from './ports.ts';

/** What can be wrong between an MplusKASSA till and us. */
export const MPLUS_ERRORS = {
  secretUnusable: {
    code: 'MPLUS-101',
    title: 'The webhook secret can not be used',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'The till is not connected. Call IT.',
    it: 'The secret must be Base64 of at least 16 bytes, as the till shows it under Beheer > Instellingen > Webhooks. Copy it again, whole.',
  },
  wrongSignature: {
    code: 'MPLUS-102',
    title: 'A webhook is signed with another secret',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'The till is not connected. Call IT.',
    it: 'The secret of this subscription differs between the till and the settings, or something on the way changes the body.',
  },
  unknownSubscription: {
    code: 'MPLUS-103',
    title: 'A webhook names a subscription that is not in the settings',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'The till is not connected. Call IT.',
    it: 'Compare the subscription ID in the till, letter by letter, with mplus.subscriptions in the settings.',
  },
  unknownTill: {
    code: 'MPLUS-104',
    title: 'A webhook comes from a till that is not in the settings',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'This till is not set up for payments. Take another payment method and call IT.',
    it: 'Add the branch and workplace number to the settings, under the subscription that the till uses.',
  },
  startIsPolled: {
    code: 'MPLUS-105',
    title: 'The till repeats the start of a payment',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Payments work, but tell IT: polling is ticked on the start event.',
    it: 'Untick Polling on startExternalPayment in the till. Only pollExternalPayment may be polled.',
  },
  tillComplained: {
    code: 'MPLUS-106',
    title: 'The till rejected one of our answers',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: 'Look at the payment in this window before you ask for the money again.',
    it: 'The log has what the till wrote. Compare the secret, the QR dialect (mplus.qrReply) and the version of the till.',
  },
  clockSkew: {
    code: 'MPLUS-107',
    title: 'The clocks of the till and of this computer differ',
    whoActs: 'it',
    moneyMoved: 'no',
    cashier: 'Payments work, but tell IT: a clock is wrong.',
    it: 'Set both clocks by a time server. Receipts and journal lines can not be laid side by side otherwise.',
  },
  unknownPayment: {
    code: 'MPLUS-108',
    title: 'The till asks about a payment that was never started here',
    whoActs: 'cashier',
    moneyMoved: 'no',
    cashier: 'This payment was never started here. Nothing was charged: start it again.',
    it: 'The start never reached this agent, or the till asks an agent with another data folder.',
  },
  inside: {
    code: 'MPLUS-199',
    title: 'The agent failed while it answered a webhook',
    whoActs: 'it',
    moneyMoved: 'maybe',
    cashier: 'Look at the payment in this window before you ask for the money again.',
    it: 'A fault of ours. The log has the cause; send a support bundle.',
  },
} as const satisfies ErrorCatalogue;

/** The catalogue entry behind each notice. */
export const NOTICE_ERRORS = {
  'start-is-polled': MPLUS_ERRORS.startIsPolled,
  'till-complained': MPLUS_ERRORS.tillComplained,
  'wrong-signature': MPLUS_ERRORS.wrongSignature,
  'unknown-subscription': MPLUS_ERRORS.unknownSubscription,
  'unknown-till': MPLUS_ERRORS.unknownTill,
  'clock-skew': MPLUS_ERRORS.clockSkew,
} as const satisfies Record<WebhookNotice, ErrorEntry>;
