/** The replies as a till reads them, with the faults it would report back. */
import { type Cents, JsonNumber, parseDecimalEuros, parseExactJson } from '@tillbridge/kernel';
import { isSignedBy, SIGNATURE_HEADER, type WireErrorCode } from '@tillbridge/mplus';
import { z } from 'zod';
import { nodeDigest } from '../shared/node-ports.ts';
import type { LineReply } from './till-line.ts';

const number = z.custom<JsonNumber>((value) => value instanceof JsonNumber, 'must be a number');
const euros = number.transform((value, context): Cents => {
  const parsed = parseDecimalEuros(value.source);
  if (parsed.ok) return parsed.cents;
  context.addIssue(parsed.fault);
  return z.NEVER;
});
const barcode = z.object({ codeType: z.string(), code: z.string().min(1) });

const externalPayment = z
  .object({
    started: z.boolean().optional(),
    confirmed: z.boolean().optional(),
    cancelled: z.boolean().optional(),
    finalAmount: euros.optional(),
    externalTransactionReference: z.string().optional(),
    cardType: z.string().optional(),
    terminalId: z.string().optional(),
    receiptTexts: z.array(z.object({ type: z.string().optional(), text: z.string() })).optional(),
    code: barcode.optional(),
  })
  .refine((said) => !(said.confirmed && said.cancelled), 'confirmed and cancelled at once');

/** A number with no more than three decimals: pieces and percentages. */
const plainNumber = number.transform((value, context): number => {
  if (/^-?\d{1,9}(\.\d{1,3})?$/.test(value.source)) return Number(value.source);
  context.addIssue('must be a plain number');
  return z.NEVER;
});

const lineDiscount = z
  .object({
    discountId: z.string().min(1),
    discountDescription: z.string().max(255).optional(),
    discountPercentage: plainNumber.optional(),
    discountAmount: euros.optional(),
    applyToQuantity: plainNumber.optional(),
  })
  .refine(
    (said) => (said.discountPercentage === undefined) !== (said.discountAmount === undefined),
    'a discount is a percentage or an amount',
  );
export type LineDiscountReply = z.output<typeof lineDiscount>;

const replySchema = z.object({
  scanCode: z
    .object({ recognized: z.boolean(), message: z.string().optional(), customerMessage: z.string().optional() })
    .optional(),
  lineChanges: z.array(z.object({ lineId: z.string(), externalDiscount: lineDiscount.nullable() })).optional(),
  lineAdditions: z
    .array(
      z.object({
        lineId: z.string().min(1),
        articleNumber: plainNumber,
        quantity: plainNumber,
        externalDiscount: lineDiscount.optional(),
      }),
    )
    .optional(),
  dialog: z
    .object({
      dialogTitle: z.string().min(1),
      dialogOptions: z.array(z.object({ optionId: plainNumber, optionName: z.string().min(1) })).min(1),
    })
    .optional(),
  externalPayment: externalPayment.optional(),
  displayBarcode: barcode.optional(),
  messages: z.array(z.object({ message: z.string().optional(), customerMessage: z.string().optional() })).optional(),
  error: z.object({ code: z.string().optional(), message: z.string().optional() }).optional(),
});
export type TillReply = z.output<typeof replySchema>;

export interface Fault {
  readonly code: WireErrorCode;
  readonly message: string;
}

export type Judged = { readonly ok: true; readonly reply: TillReply } | { readonly ok: false; readonly fault: Fault };

/** Which of a reply's members an event can't do without. */
const NEEDED: Readonly<Record<string, readonly ('started' | 'confirmed' | 'cancelled')[]>> = {
  startExternalPayment: ['started'],
  pollExternalPayment: ['confirmed', 'cancelled'],
  requestCancelExternalPayment: ['confirmed', 'cancelled'],
};

/** Checks signature, content type, JSON and shape. */
export function judge(event: string, { status, headers, body }: LineReply, key: Uint8Array): Judged {
  const signature = headers[SIGNATURE_HEADER];
  // A refusal by somebody who doesn't know the secret can't be signed.
  if (typeof signature !== 'string') {
    if (status !== 400) return fault('NO_SIGNATURE', 'the reply is not signed');
  } else if (!isSignedBy(nodeDigest, key, body, signature)) {
    return fault('INVALID_SIGNATURE', 'the signature of the reply is wrong');
  }
  if (status !== 200 && status !== 400) return fault('INVALID_DATA', `the status of the reply is ${status}`);
  const type = headers['content-type'];
  if (type === undefined) return fault('NO_CONTENT_TYPE', 'the reply has no content type');
  if (!/^application\/json\b/i.test(type)) return fault('INVALID_CONTENT_TYPE', 'the reply is not application/json');
  const parsed = parseExactJson(body.toString('utf8'));
  if (!parsed.ok) return fault('INVALID_JSON', `${parsed.fault.reason} at ${parsed.fault.offset}`);
  const accepted = replySchema.safeParse(parsed.value);
  if (!accepted.success) {
    const issue = accepted.error.issues[0];
    return fault('INVALID_DATA', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const needed = status === 200 ? NEEDED[event] : undefined;
  if (needed?.every((member) => accepted.data.externalPayment?.[member] === undefined)) {
    return fault('INVALID_DATA', `externalPayment.${needed[0]} is missing`);
  }
  return { ok: true, reply: accepted.data };
}

function fault(code: WireErrorCode, message: string): Judged {
  return { ok: false, fault: { code, message } };
}
