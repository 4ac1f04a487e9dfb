import type { assistant as reference } from '../nl/assistant.ts';
import type { SameShape } from '../shape.ts';

/** The questions to the cashier while an outcome is unknown. */
export const assistant = {
  assistant: {
    asking: { head: 'We’re asking {device}', action: 'Nothing to do yet.' },
    terminalAsks: { head: 'Is {device} still asking for something?', first: 'Yes: card, PIN or wait', second: 'No' },
    letFinish: { head: 'Let the customer finish', action: 'We’re listening.' },
    receipt: { head: 'Is there a receipt or a result on {device}?', first: 'Yes', second: 'No' },
    lookFor: 'Look for {amount}, {date} {time}.',
    receiptSays: { head: 'What does it say?', first: 'Approved, paid', second: 'Declined, cancelled' },
    sameAmount: { head: 'Does it say {amount}, today around {time}?', first: 'Yes, that matches', second: 'No' },
    reprint: { head: 'Reprint the last receipt on {device}', first: 'Printed', second: 'Not possible' },
    phone: { head: 'Does the customer’s phone say “paid”?', first: 'Yes', second: 'No' },
    notedPaid: {
      head: 'Noted: the receipt says paid',
      action: 'The till is told once {source} confirms. Keep the receipt.',
    },
    notedNotPaid: {
      head: 'Noted: the receipt says not paid',
      action: 'One last check. After that a new payment is possible.',
    },
    notKnown: { head: 'The result isn’t known yet', first: 'Wait with the customer', second: 'Finish later' },
    tellCustomer: {
      head: 'Tell the customer',
      action:
        '“We can’t see yet whether your payment arrived. Please don’t pay twice. If you were charged twice, you’ll get it back.”',
    },
    slip: {
      head: 'Open payment, reference {ref}',
      action:
        '{amount}, {date} {time}. We’re checking whether this payment arrived. Paid twice? This reference gets your money back.',
    },
    openPayments: 'Payments still open: {n}',
    settleBeforeClose: 'Settle these before closing the till.',
    who: { head: 'Who records this?', action: 'Your name is noted with this payment, confirmed by your PIN.' },
    nobody: {
      head: 'Nobody may record this here',
      action: 'No one is set up for it. Keep the receipt and ask a manager or IT.',
    },
    whoSettles: {
      head: 'Who has settled this?',
      action: 'Your name is noted with this payment, confirmed by your PIN.',
    },
    person: 'Name',
    pin: 'PIN',
  },
} as const satisfies SameShape<typeof reference>;
