import { type Cents, maskCardNumbers } from '@tillbridge/kernel';
import type { Approval, Outcome, ReceiptText } from '@tillbridge/payments';
import type { StatusInformation } from '../codec/model.ts';
import { DRIVER_ERRORS } from './errors.ts';
import { ABORTED, reasonOf, say, sayVerdict } from './verdict.ts';

/** What the till and the journal get to know of a payment that the terminal confirmed. */
export function approved(info: StatusInformation, askedCents: Cents, receipts: readonly ReceiptText[]): Outcome {
  const approval: Approval = {
    finalCents: info.amountCents ?? askedCents,
    transactionReference: referenceOf(info),
    cardType: info.cardName ?? cardTypeName(info.cardType),
    terminalLabel: info.terminalId,
    providerMethod: null,
    receipts,
    settlement: 'final',
  };
  return { kind: 'approved', approval };
}

/** The number on the paper, after the terminal's own: what a person can find again. */
function referenceOf({ terminalId, receipt, trace }: StatusInformation): string {
  const number = receipt ?? trace;
  if (number === null) return terminalId ?? 'ZVT';
  return terminalId === null ? number : `${terminalId}-${number}`;
}

/** An end without money, by the terminal's code. `expired`: the stop was ours, because the time was over. */
export function notPaid(code: number, info: StatusInformation | null, text: string | null, expired: boolean): Outcome {
  const words = maskCardNumbers(text ?? info?.additionalText ?? info?.extendedText ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  const detail = sayVerdict(code, words === '' ? null : words);
  if (code === ABORTED) {
    return expired ? { kind: 'timed-out', detail } : { kind: 'cancelled', reason: 'cancelled-by-customer', detail };
  }
  return { kind: 'declined', reason: reasonOf(code), detail };
}

/** The terminal named another amount, was refused, and shows that it took it back. */
export function amountRefused(askedCents: Cents, gotCents: Cents | null): Outcome {
  const got = gotCents === null ? 'another currency' : `${gotCents} cents`;
  const detail = say(DRIVER_ERRORS.wrongAmount, `asked for ${askedCents} cents, got ${got}`);
  return { kind: 'declined', reason: 'amount-refused', detail };
}

/** BMP 8A (PA00P015, chapter 11), for terminals that send no name. */
const CARD_TYPES: Readonly<Record<number, string>> = {
  2: 'ec',
  5: 'girocard',
  6: 'Mastercard',
  8: 'American Express',
  9: 'Lastschrift',
  10: 'Visa',
  11: 'Visa Electron',
  12: 'Diners Club',
  13: 'V PAY',
  14: 'JCB',
  46: 'Maestro',
  87: 'Bancontact',
  97: 'Alipay',
  198: 'UnionPay',
  232: 'Discover',
  260: 'BLUECODE',
};

function cardTypeName(type: number | null): string | null {
  return type === null ? null : (CARD_TYPES[type] ?? null);
}
