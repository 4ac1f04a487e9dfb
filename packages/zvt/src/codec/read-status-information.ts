import { type Cents, cents } from '@tillbridge/kernel';
import { readAmount, readDigits, readMaskedPan } from './bcd.ts';
import { BMP } from './bitmaps.ts';
import { DEFAULT_CHARSET } from './charset.ts';
import type { CardGroup, DecodeContext, EndOfDayTotals, Message, StatusInformation, TlvNode } from './model.ts';
import {
  amountOf,
  byteOf,
  digitsOf,
  fieldOf,
  linesOf,
  numberOf,
  receiptOf,
  tagsOf,
  tagValue,
  wordOf,
} from './read-parts.ts';
import { TAG } from './tags.ts';
import { findTag } from './tlv.ts';

/** BMP 8A: the type is in tag 41. */
const SEE_TAG = 0xff;

/** Reads 04 0F, also one that is faulty: whatever stands before the fault. */
export function readStatusInformation(message: Message, context?: DecodeContext): StatusInformation {
  const charset = context?.charset ?? DEFAULT_CHARSET;
  const tags = tagsOf(message);
  // CVM and its company stand in the payment details, or bare.
  const details = findTag(tags, TAG.paymentDetails)?.children ?? [];
  const everywhere: readonly TlvNode[] = [...tags, ...details];
  const online = byteOf(tagValue(everywhere, TAG.online));
  const cardType = byteOf(fieldOf(message, BMP.cardType));
  const pan = fieldOf(message, BMP.pan);
  return {
    resultCode: byteOf(fieldOf(message, BMP.resultCode)),
    amountCents: amountOf(fieldOf(message, BMP.amount)),
    currency: digitsOf(fieldOf(message, BMP.currency)),
    terminalId: digitsOf(fieldOf(message, BMP.terminalId)),
    trace: readTrace(message, tags),
    originalTrace: digitsOf(fieldOf(message, BMP.originalTrace)),
    receipt: receiptOf(message),
    turnover: digitsOf(fieldOf(message, BMP.turnover)),
    date: digitsOf(fieldOf(message, BMP.date)) ?? digitsOf(fieldOf(message, BMP.fullDate))?.slice(2) ?? null,
    time: digitsOf(fieldOf(message, BMP.time)),
    maskedPan: pan === null ? null : readMaskedPan(pan),
    cardSequence: digitsOf(fieldOf(message, BMP.cardSequence)),
    cardType: cardType === SEE_TAG ? (numberOf(tagValue(tags, TAG.cardType)) ?? SEE_TAG) : cardType,
    cardName: wordOf(fieldOf(message, BMP.cardName), charset) ?? wordOf(tagValue(tags, TAG.productDisplay), charset),
    vuNumber: wordOf(fieldOf(message, BMP.vuNumber), charset),
    approvalCode: wordOf(fieldOf(message, BMP.approvalCode), charset),
    additionalText: linesOf(fieldOf(message, BMP.additionalText), charset),
    paymentKind: byteOf(fieldOf(message, BMP.paymentType)),
    cvm: byteOf(tagValue(everywhere, TAG.cvm)),
    online: online === null ? null : online !== 0,
    extendedCode: readExtendedCode(tagValue(tags, TAG.extendedCode)),
    extendedText: linesOf(tagValue(tags, TAG.extendedText), charset),
    emvCustomer: linesOf(tagValue(tags, TAG.emvCustomer), charset),
    emvMerchant: linesOf(tagValue(tags, TAG.emvMerchant), charset),
    tipCents: amountOf(tagValue(tags, TAG.tip)),
    cashbackCents: amountOf(tagValue(tags, TAG.cashback)),
    totals: readTotals(fieldOf(message, BMP.totals)),
  };
}

/** A number of more than six digits stands in a tag of its own, and BMP 0B is zero. */
function readTrace(message: Message, tags: readonly TlvNode[]): string | null {
  return digitsOf(tagValue(tags, TAG.longTrace)) ?? digitsOf(fieldOf(message, BMP.trace));
}

/** Tag 1F16 is printable with some terminals and plain bytes with others. */
export function readExtendedCode(raw: Uint8Array | null): string | null {
  if (raw === null || raw.length === 0) return null;
  if (raw.every((byte) => byte >= 0x20 && byte < 0x7f)) return String.fromCharCode(...raw);
  return Array.from(raw, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The order of the groups in BMP 60. */
export const CARD_GROUPS = [
  'girocard',
  'jcb',
  'mastercard',
  'amex',
  'visa',
  'diners',
  'others',
] as const satisfies readonly CardGroup[];

/** Receipt numbers, then for each group a count of one byte and a sum of six. */
const GROUPS_AT = 4;
const GROUP_BYTES = 7;

/** BMP 60. Null when it isn't of that shape: half a sum would be a wrong sum. */
function readTotals(raw: Uint8Array | null): EndOfDayTotals | null {
  if (raw === null || raw.length !== GROUPS_AT + GROUP_BYTES * CARD_GROUPS.length) return null;
  const receiptFrom = readDigits(raw.subarray(0, 2));
  const receiptTo = readDigits(raw.subarray(2, 4));
  if (receiptFrom === null || receiptTo === null) return null;
  const groups = new Map<CardGroup, { count: number; sumCents: Cents }>();
  for (const [index, group] of CARD_GROUPS.entries()) {
    const at = GROUPS_AT + index * GROUP_BYTES;
    const sumCents = readAmount(raw.subarray(at + 1, at + GROUP_BYTES));
    if (sumCents === null) return null;
    groups.set(group, { count: raw[at] ?? 0, sumCents });
  }
  const of = (group: CardGroup) => groups.get(group) ?? { count: 0, sumCents: cents(0) };
  return {
    receiptFrom,
    receiptTo,
    groups: {
      girocard: of('girocard'),
      jcb: of('jcb'),
      mastercard: of('mastercard'),
      amex: of('amex'),
      visa: of('visa'),
      diners: of('diners'),
      others: of('others'),
    },
  };
}
