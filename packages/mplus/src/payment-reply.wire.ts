/**
 * The answers to the four external-payment events. `started` is on the vendor's public page of the start event; the
 * other members are those of the SOAP mirror (`ExternalPaymentResp`, `WebhookResp` in mplusqapi.wsdl) with the JSON
 * spelling inferred: names as they are, amounts in decimal euros, enum values in lower case without their prefix.
 */
import {
  type Cents,
  cents,
  type EpochMs,
  type ExactJsonInput,
  formatDecimalEuros,
  JsonNumber,
} from '@tillbridge/kernel';
import { type Approval, answerForTill, type EndReason, type Payment } from '@tillbridge/payments';
import type { QrReply, TillWords } from './ports.ts';

/** The payment was refused before anything went to a terminal or provider. */
const NOTHING_STARTED: ReadonlySet<EndReason> = new Set<EndReason>([
  'terminal-in-use',
  'terminal-offline',
  'provider-refused',
  'provider-down',
  'second-tender',
  'no-route',
  'refund-not-possible',
  'journal-unwritable',
]);

/** The start of a payment, as it stands. A repeated start may find it ended, and ends the till's waiting then. */
export function startReply(
  payment: Payment,
  qrReply: QrReply,
  now: EpochMs,
  words: () => TillWords | null,
): ExactJsonInput {
  const answer = answerForTill(payment);
  if (answer === 'paid') return { externalPayment: { started: true, ...paidFields(payment) }, ...messages(words()) };
  if (answer === 'not-paid') {
    if (payment.reason !== null && NOTHING_STARTED.has(payment.reason)) return notStartedReply(words());
    return { externalPayment: { started: true, confirmed: false, cancelled: true }, ...messages(words()) };
  }
  // A payment that is simply under way gets the smallest reply the vendor shows; its words come with the first poll.
  const said = payment.state === 'started' ? null : words();
  return withQr({ started: true }, payment, qrReply, now, messages(said));
}

/** Nothing was started, and nothing will be. */
export function notStartedReply(words: TillWords | null): ExactJsonInput {
  return { externalPayment: { started: false, cancelled: true }, ...messages(words) };
}

/** Where a payment stands. `qrReply` is given when the till hasn't got the QR yet. */
export function standingReply(
  payment: Payment,
  qrReply: QrReply | null,
  now: EpochMs,
  words: TillWords | null,
): ExactJsonInput {
  const answer = answerForTill(payment);
  if (answer === 'paid') return { externalPayment: paidFields(payment), ...messages(words) };
  if (answer === 'not-paid') return cancelledReply(words);
  const pending = { confirmed: false, cancelled: false };
  if (qrReply === null) return { externalPayment: pending, ...messages(words) };
  return withQr(pending, payment, qrReply, now, messages(words));
}

/** Not paid, and it won't be. */
export function cancelledReply(words: TillWords | null): ExactJsonInput {
  return { externalPayment: { confirmed: false, cancelled: true }, ...messages(words) };
}

/** A QR that can still be paid. */
export function hasLiveQr(payment: Payment, now: EpochMs): boolean {
  return payment.state === 'started' && payment.qr !== null && payment.qr.expiresAt > now;
}

type Members = { readonly [key: string]: ExactJsonInput | undefined };

function paidFields(payment: Payment): Members {
  const { approval } = payment;
  if (approval === null)
    return { confirmed: true, cancelled: false, finalAmount: signed(payment, payment.amountCents) };
  return {
    confirmed: true,
    cancelled: false,
    finalAmount: signed(payment, approval.finalCents),
    externalTransactionReference: approval.transactionReference,
    cardType: approval.cardType ?? undefined,
    terminalId: approval.terminalLabel ?? undefined,
    externalMethod: approval.providerMethod ?? undefined,
    receiptTexts: receiptTexts(approval),
  };
}

/** In the sign of the till: it asks for a refund with a negative amount. */
function signed(payment: Payment, amount: Cents): JsonNumber {
  return new JsonNumber(formatDecimalEuros(payment.direction === 'refund' ? cents(-amount) : amount));
}

function receiptTexts({ receipts }: Approval): ExactJsonInput | undefined {
  if (receipts.length === 0) return undefined;
  return receipts.map(({ kind, lines }) => ({ type: kind, text: lines.join('\n') }));
}

function messages(words: TillWords | null): Members {
  if (words === null) return {};
  return { messages: [{ message: words.message, customerMessage: words.customerMessage ?? undefined }] };
}

function withQr(
  externalPayment: Members,
  payment: Payment,
  qrReply: QrReply,
  now: EpochMs,
  rest: Members,
): ExactJsonInput {
  if (payment.qr === null || !hasLiveQr(payment, now)) return { externalPayment, ...rest };
  const barcode = { codeType: 'qrcode', code: payment.qr.payload };
  return qrReply === 'displayBarcode'
    ? { externalPayment, displayBarcode: barcode, ...rest }
    : { externalPayment: { ...externalPayment, code: barcode }, ...rest };
}
