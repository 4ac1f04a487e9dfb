/**
 * The till's messages as they stand on the wire (MplusKASSA developer site: "JSON definitions" and the pages of the
 * events). What the public pages state is checked; what is known only by name or from the SOAP mirror is `inferred`.
 * Unknown members are ignored.
 */
import { z } from 'zod';
import {
  code,
  decimalText,
  euros,
  flag,
  givenWord,
  inferred,
  list,
  maybe,
  object,
  optionId,
  text,
  whole,
  word,
} from './wire-schema.ts';

export const lineSchema = object({
  lineId: maybe(word),
  articleNumber: maybe(decimalText),
  /** Per unit, decimal euros including VAT. */
  priceIncl: maybe(euros),
  quantity: maybe(decimalText),
  text: maybe(text),
  vatPercentage: inferred(decimalText),
  /** What a webhook put on the line: ours, or another consumer's. */
  externalDiscount: inferred(object({ discountId: maybe(word), discountAmount: inferred(euros) })),
  /** The till's own discount. */
  discountPercentage: inferred(decimalText),
  discountAmount: inferred(euros),
});
export type WireLine = z.output<typeof lineSchema>;

export const eventSchema = object({
  eventBlocking: maybe(flag),
  eventPolling: maybe(flag),
  eventCounter: maybe(whole),
  eventTimestamp: maybe(word),
});

export const senderSchema = object({
  branchNumber: maybe(whole),
  workplaceNumber: maybe(whole),
  instanceId: maybe(word),
  employeeNumber: inferred(whole),
});

/** What every event has around its own object. */
export function envelopeSchema(maxLines: number) {
  return object({
    event: maybe(eventSchema),
    sender: maybe(senderSchema),
    session: maybe(
      object({
        sessionId: maybe(word),
        lines: maybe(list(lineSchema, maxLines)),
        openAmount: inferred(euros),
        totalInclAmount: inferred(euros),
      }),
    ),
  });
}
export type WireEnvelope = z.output<ReturnType<typeof envelopeSchema>>;

/** `externalPayment` of a start. */
export const startSchema = object({
  externalPaymentId: givenWord,
  amount: euros.refine((amount) => amount !== 0, 'must not be zero'),
  method: givenWord,
});

/** `externalPayment` of the other three; amount and method may be missing there. */
export const laterSchema = object({
  externalPaymentId: givenWord,
  amount: maybe(euros),
  method: maybe(word),
});

/** `scanCode`. */
export const scanSchema = object({ scannedCode: code, codeType: maybe(word) });

/** What the cashier or guest chose in a dialog of ours; the event it belongs to comes again with it. */
export const dialogSchema = object({ selectedDialogOptionIds: inferred(z.array(optionId)) });

/** `completeSession`; its content is known by name alone. */
export const completionSchema = object({ payments: inferred(z.array(z.unknown())) });
export const salePaymentSchema = object({ method: givenWord, amount: euros });

/** What a till encloses when it complains about an answer. */
export const complaintSchema = object({
  code: inferred(text),
  message: inferred(text),
});
export const complainedPaymentSchema = object({ externalPaymentId: givenWord });
