import type { till as reference } from '../nl/till.ts';
import type { SameShape } from '../shape.ts';

/** Short texts for the till's own screens. */
export const till = {
  till: {
    starting: { message: '{device} is starting', customer: 'Please wait before using your card.' },
    startingQr: { message: 'QR is being made', customer: 'One moment' },
    presentCard: { message: '{amount} is on {device}', customer: 'You can pay now: {amount}' },
    presentCardRefund: { message: '{amount} refund is on {device}', customer: 'Your refund: {amount}' },
    tryAgain: { message: 'Not through yet, payment still open', customer: 'Once more, please' },
    insertCard: { message: 'Ask to insert the card', customer: 'Please insert your card' },
    oneCard: { message: 'Card not read: once more', customer: 'One card at a time' },
    confirmPhone: { message: 'The customer is confirming on the phone', customer: 'Check your phone' },
    notThroughYet: { message: 'Not through yet, payment still open', customer: 'That didn’t work yet' },
    pin: { message: 'PIN is being entered', customer: 'Enter your PIN' },
    pinAgain: { message: 'The bank asks for the PIN', customer: 'Enter your PIN again' },
    processing: { message: 'Bank is checking', customer: 'One moment, please' },
    removeCard: { message: 'Card still in {device}', customer: 'Please remove your card' },
    scan: { message: 'QR is on the customer screen', customer: 'Scan and pay: {amount}' },
    scanned: { message: 'QR scanned', customer: 'Confirm on your phone' },
    checking: { message: 'We’re checking for a payment', customer: 'One moment, please don’t scan any more' },
    stopping: { message: 'Stop requested, not certain yet', customer: 'Stopping the payment' },
    unknown: {
      message: 'Not sure if it was paid. Don’t take another payment.',
      customer: 'We’re checking your payment. Please don’t pay again yet.',
    },
    unknownRefund: {
      message: 'Not sure if it was refunded. Don’t refund again.',
      customer: 'We’re checking your refund',
    },
    takenOffline: {
      message: 'Taken offline by {device}. Don’t charge again.',
      customer: 'We’re checking your payment. Please don’t pay again yet.',
    },
    takenOfflineRefund: {
      message: 'Taken offline by {device}. Don’t refund again.',
      customer: 'We’re checking your refund',
    },
    approved: { message: 'Paid: {amount}', customer: 'Paid. Thank you!' },
    approvedRefund: { message: 'Refunded: {amount}', customer: '{amount} refunded' },
    approvedOffline: { message: 'Paid offline: {amount}. The bank confirms later.', customer: 'Paid. Thank you!' },
    approvedOfflineRefund: {
      message: 'Refunded offline: {amount}. The bank confirms later.',
      customer: '{amount} refunded',
    },
    queuedDeclined: {
      message: 'Refused by the bank afterwards: {amount}. Ask a manager.',
      customer: 'One moment, please',
    },
    declined: { message: 'Declined, nothing paid', customer: 'Payment didn’t go through. You haven’t been charged.' },
    declinedRefund: { message: 'Not refunded', customer: 'Refund didn’t go through' },
    amountRefused: {
      message: 'Another amount on {device}, nothing paid. Tell IT.',
      customer: 'Payment didn’t go through. You haven’t been charged.',
    },
    amountRefusedRefund: {
      message: 'Another amount on {device}, nothing refunded. Tell IT.',
      customer: 'Refund didn’t go through',
    },
    cancelled: { message: 'Stopped, nothing paid', customer: 'Payment cancelled. You haven’t been charged.' },
    cancelledRefund: { message: 'Stopped, nothing refunded', customer: 'Refund cancelled' },
    timedOut: { message: 'Timed out, nothing paid', customer: 'Time ran out. You haven’t been charged.' },
    timedOutRefund: { message: 'Timed out, nothing refunded', customer: 'Time ran out' },
    qrExpired: { message: 'QR expired, nothing paid', customer: 'The code has expired. Nothing has been paid.' },
    witnessedNotPaid: { message: 'Not paid by the receipt', customer: 'A new payment is possible.' },
    terminalInUse: {
      message_one: '{device} is busy with another payment. {count} second at most.',
      message_other: '{device} is busy with another payment. {count} seconds at most.',
    },
    terminalInUseUnknown: '{device} is busy with another payment',
    oneMoment: 'One moment, please',
    terminalOffline: '{device} is not answering. Is it on, is the cable in?',
    providerRefused: '{device} refused this payment. Nothing was started.',
    providerDown: '{device} can’t be reached. Nothing was started.',
    secondTender: 'This sale still has an open payment. Wait for its result first.',
    noRoute: 'This way to pay isn’t set up. Choose another and tell IT.',
    refundNotPossible: '{device} can’t refund. Nothing was sent back.',
    journalUnwritable: 'No new payment: it can’t be saved. Call IT.',
  },
} as const satisfies SameShape<typeof reference>;
