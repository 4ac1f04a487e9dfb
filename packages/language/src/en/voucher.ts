/** Vouchers, to the guest and to the cashier: what counted, and why one gives nothing. */
export const voucher = {
  voucher: {
    notReceived: {
      customer: 'We can’t find this code.',
      cashier: 'Unknown code. Search by order number or call the ticket shop.',
    },
    unreadable: { customer: 'The code can’t be read.', cashier: 'Scan again: brighter screen, or type the code.' },
    usedUp: {
      customer: 'This voucher has already been used.',
      cashier: 'Already used: {date} {time}, {till}. Nothing left.',
    },
    usedUpBefore: { customer: 'This voucher has already been used.', cashier: 'Already used. Nothing left.' },
    tooFewLeft: { customer: '{left} left on this voucher.', cashier: '{left} of {issued} left, {asked} asked for.' },
    notYet: { customer: 'This voucher is valid from {date}.', cashier: 'Not valid yet: from {date} {time}.' },
    expired: {
      customer: 'This voucher was valid until {date}.',
      cashier: 'Expired on {date}. Ask a manager about goodwill.',
    },
    wrongPlace: { customer: 'This voucher isn’t valid here.', cashier: 'Valid only at: {places}.' },
    wrongTime: { customer: 'This voucher is for another time of day.', cashier: 'Valid: {hours}.' },
    noArticle: { customer: 'Nothing in your order matches yet.', cashier: 'Valid for: {items}. Add that first.' },
    minimum: { customer: 'This voucher applies from {amount}.', cashier: 'Minimum {amount}, now {total}.' },
    notCombined: {
      customer: 'Can’t be combined with another discount.',
      cashier: 'Clashes with: {other}. Choose one.',
    },
    cancelled: {
      customer: 'This voucher is no longer valid.',
      cashier: 'Withdrawn by the ticket shop on {date} ({order}).',
    },
    replaced: {
      customer: 'There is a newer code. Please check your email.',
      cashier: 'Replaced on {date}. Ask for the new code.',
    },
    inUse: {
      customer: 'This voucher is in use at another till.',
      cashier: 'In use at {till} since {time}. Free at {until}.',
    },
    twiceHere: { customer: 'This voucher is already counted.', cashier: 'Already in this sale. Nothing to do.' },
    limitDay: {
      customer: 'Today’s discount has already been used.',
      cashier: 'Season pass: {units} times a day, last at {time}, {till}.',
    },
    limitDayUnused: { customer: 'Today’s discount has already been used.', cashier: 'At most {units} times a day.' },
    limitPeriod: {
      customer: 'This voucher can be used again later.',
      cashier: '{units} times in {days} days. Possible again from {date}.',
    },
    limitVisit: { customer: 'No more of these in one order.', cashier: 'At most {units} in one sale.' },
    cannotCheck: {
      customer: 'We can’t check this voucher right now.',
      cashier: 'No connection and offline limit reached. Try later or ask a manager.',
    },
    applied: {
      customer: 'Voucher applied. {label}: {amount}. {left} left.',
      cashier: '{label}: {units} applied. {left} of {issued} left.',
    },
    appliedMoney: {
      customer: 'Voucher applied. {label}: {amount}. {left} left.',
      cashier: '{label}: {amount} applied. {left} of {issued} left.',
    },
    appliedLast: {
      customer: 'Voucher applied. {label}: {amount}.',
      cashier: '{label}: {amount} applied. Nothing left.',
    },
    appliedPass: { customer: 'Discount applied. With your season pass: {amount}.', cashier: '{label}: {amount} off.' },
    held: { customer: 'Your voucher has been read.', cashier: '{label}: counts as soon as a matching item is added.' },
  },
} as const;
