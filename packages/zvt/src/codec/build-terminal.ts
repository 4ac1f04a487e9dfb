/**
 * Messages of the terminal (PA00P015 rev 13.08, chapter 3). All return an APDU, and throw a `TillbridgeError` of ZVT-121
 * to ZVT-124 when something doesn't fit its field.
 */
import { packAmount, packDigits, packNibbles } from './bcd.ts';
import { BMP } from './bitmaps.ts';
import { codeOfCharset, encodeText } from './charset.ts';
import { CONTROL } from './control.ts';
import { MessageWriter } from './message-writer.ts';
import type { Charset, Completion, EndOfDayTotals, PrintBlock, ReceiptType, StatusInformation } from './model.ts';
import { ATTRIBUTE, RECEIPT_FLAGS, RECEIPT_TYPES } from './read-print.ts';
import { CARD_GROUPS } from './read-status-information.ts';
import { TAG } from './tags.ts';
import type { TagDraft } from './tlv.ts';

/** 04 0F, with the parts that are given, in the order terminals send them. */
export function buildStatusInformation(parts: Partial<StatusInformation>, charset?: Charset): Uint8Array {
  const longTrace = parts.trace != null && parts.trace.length > 6 ? parts.trace : null;
  const otherType = parts.cardType != null && parts.cardType >= 0xff ? parts.cardType : null;
  const writer = new MessageWriter(CONTROL.statusInformation)
    .byte(BMP.resultCode, parts.resultCode)
    .amount(parts.amountCents)
    .digits(BMP.currency, parts.currency, 4)
    .digits(BMP.time, parts.time, 6)
    .digits(BMP.date, parts.date, 4);
  // A masked digit is the nibble E.
  if (parts.maskedPan != null) writer.raw(BMP.pan, packNibbles(parts.maskedPan.replace(/[^0-9]/g, 'e')));
  writer.digits(BMP.cardSequence, parts.cardSequence, 4).digits(BMP.receipt, parts.receipt, 4);
  if (parts.approvalCode != null) writer.raw(BMP.approvalCode, padded(parts.approvalCode, 8, 0x00));
  writer
    .digits(BMP.trace, longTrace === null ? parts.trace : '000000', 6)
    .digits(BMP.originalTrace, parts.originalTrace, 6)
    .digits(BMP.turnover, parts.turnover, 6)
    .byte(BMP.paymentType, parts.paymentKind)
    .digits(BMP.terminalId, parts.terminalId, 8)
    .byte(BMP.cardType, otherType === null ? parts.cardType : 0xff);
  if (parts.cardName != null) writer.text(BMP.cardName, `${parts.cardName}\u0000`, charset);
  if (parts.vuNumber != null) writer.raw(BMP.vuNumber, padded(parts.vuNumber, 15, 0x20));
  if (parts.totals != null) writer.raw(BMP.totals, packTotals(parts.totals));
  writer.text(BMP.additionalText, parts.additionalText, charset);
  const tags = statusTags(parts, longTrace, otherType, charset);
  return (tags.length > 0 ? writer.tags(tags) : writer).finish();
}

function statusTags(
  parts: Partial<StatusInformation>,
  longTrace: string | null,
  otherType: number | null,
  charset: Charset | undefined,
): readonly TagDraft[] {
  const tags: TagDraft[] = [];
  const details: TagDraft[] = [];
  if (parts.cvm != null) details.push([TAG.cvm, Uint8Array.of(parts.cvm)]);
  if (parts.online != null) details.push([TAG.online, Uint8Array.of(parts.online ? 1 : 0)]);
  if (details.length > 0) tags.push([TAG.paymentDetails, details]);
  if (longTrace !== null) {
    const even = longTrace.padStart(longTrace.length + (longTrace.length % 2), '0');
    tags.push([TAG.longTrace, packDigits(even, even.length, 'trace')]);
  }
  if (otherType !== null) tags.push([TAG.cardType, Uint8Array.of(otherType >> 8, otherType)]);
  if (parts.tipCents != null) tags.push([TAG.tip, packAmount(parts.tipCents)]);
  if (parts.cashbackCents != null) tags.push([TAG.cashback, packAmount(parts.cashbackCents)]);
  if (parts.emvCustomer != null) tags.push([TAG.emvCustomer, encodeText(parts.emvCustomer, charset)]);
  if (parts.emvMerchant != null) tags.push([TAG.emvMerchant, encodeText(parts.emvMerchant, charset)]);
  return [...tags, ...extendedTags(parts, charset)];
}

interface ExtendedError {
  readonly extendedCode?: string | null;
  readonly extendedText?: string | null;
}

function extendedTags(parts: ExtendedError, charset: Charset | undefined): readonly TagDraft[] {
  const tags: TagDraft[] = [];
  if (parts.extendedCode != null) tags.push([TAG.extendedCode, encodeText(parts.extendedCode, 'ascii')]);
  if (parts.extendedText != null) tags.push([TAG.extendedText, encodeText(parts.extendedText, charset)]);
  return tags;
}

/** A text cut or filled to its fixed length. */
function padded(text: string, length: number, filler: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(filler);
  bytes.set(encodeText(text, 'ascii').subarray(0, length));
  return bytes;
}

function packTotals(totals: EndOfDayTotals): Uint8Array {
  const groups = CARD_GROUPS.map((group) => totals.groups[group]);
  return Uint8Array.from([
    ...packDigits(totals.receiptFrom, 4, 'receipt'),
    ...packDigits(totals.receiptTo, 4, 'receipt'),
    ...groups.flatMap(({ count, sumCents }) => [count, ...packAmount(sumCents)]),
  ]);
}

/** 04 FF. */
export function buildIntermediateStatus(
  status: number,
  options: {
    readonly timeoutMinutes?: number;
    readonly texts?: readonly string[];
    readonly charset?: Charset;
  } = {},
): Uint8Array {
  const { timeoutMinutes, texts = [], charset } = options;
  const writer = new MessageWriter(CONTROL.intermediateStatus).head(status);
  if (timeoutMinutes !== undefined) writer.headDigits(String(timeoutMinutes).padStart(2, '0'), 2, 'minutes');
  if (texts.length > 0) {
    writer.tags([[TAG.displayTexts, texts.map((text): TagDraft => [TAG.textLine, encodeText(text, charset)])]]);
  }
  return writer.finish();
}

/** 06 0F; the answer to 05 01 has another form, with the terminal's status. */
export function buildCompletion(parts: Partial<Completion>, afterStatusEnquiry = false): Uint8Array {
  const writer = new MessageWriter(CONTROL.completion);
  if (afterStatusEnquiry) {
    if (parts.software != null) writer.headText(parts.software);
    return writer.head(parts.terminalStatus ?? 0).finish();
  }
  writer
    .byte(BMP.resultCode, parts.resultCode)
    .byte(BMP.paymentType, parts.statusByte)
    .digits(BMP.terminalId, parts.terminalId, 8)
    .digits(BMP.currency, parts.currency, 4);
  const charset = parts.charset == null ? null : codeOfCharset(parts.charset);
  if (charset !== null) writer.tags([[TAG.charsets, [[TAG.charset, Uint8Array.of(charset)]]]]);
  return writer.finish();
}

/** 06 1E. */
export function buildAborted(
  resultCode: number,
  options: { readonly extendedCode?: string; readonly extendedText?: string; readonly charset?: Charset } = {},
): Uint8Array {
  const writer = new MessageWriter(CONTROL.aborted).head(resultCode);
  const tags = extendedTags(options, options.charset);
  return (tags.length > 0 ? writer.tags(tags) : writer).finish();
}

/** 06 D1. */
export function buildPrintLine(
  text: string,
  options: { readonly attribute?: number; readonly charset?: Charset } = {},
): Uint8Array {
  return new MessageWriter(CONTROL.printLine)
    .head(options.attribute ?? 0)
    .headBytes(encodeText(text, options.charset))
    .finish();
}

/** 06 D3. A line may be a text alone. */
export function buildPrintBlock(
  receipt: ReceiptType,
  lines: readonly (string | PrintBlock['lines'][number])[],
  options: { readonly charset?: Charset; readonly declined?: boolean } = {},
): Uint8Array {
  const type = RECEIPT_TYPES.find(([name]) => name === receipt);
  const tags: TagDraft[] = [];
  if (type !== undefined) tags.push([TAG.receiptType, Uint8Array.of(type[1])]);
  if (options.declined === true) tags.push([TAG.receiptFlags, Uint8Array.of(RECEIPT_FLAGS.declined)]);
  const texts: TagDraft[] = [];
  let attribute = 0;
  for (const line of lines) {
    const wanted = typeof line !== 'string' && line.centred ? ATTRIBUTE.centred : 0;
    if (wanted !== attribute) texts.push([TAG.attribute, Uint8Array.of(wanted)]);
    attribute = wanted;
    texts.push([TAG.textLine, encodeText(typeof line === 'string' ? line : line.text, options.charset)]);
  }
  tags.push([TAG.printTexts, texts]);
  return new MessageWriter(CONTROL.printBlock).tags(tags).finish();
}

/** 04 01: `yymmdd` and `hhmmss`. */
export function buildDateTime(date: string, time: string): Uint8Array {
  return new MessageWriter(CONTROL.dateTime).digits(BMP.fullDate, date, 6).digits(BMP.time, time, 6).finish();
}
