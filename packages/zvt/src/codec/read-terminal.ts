/** What the terminal says, but for status information: see read-status-information.ts and read-print.ts. */
import { BMP } from './bitmaps.ts';
import { charsetOfCode, DEFAULT_CHARSET, decodeText } from './charset.ts';
import type { Abort, Completion, DateTime, DecodeContext, IntermediateStatus, Message, Response } from './model.ts';
import { byteOf, digitsOf, fieldOf, linesOf, partOf, receiptOf, tagsOf, tagValue, wordOf } from './read-parts.ts';
import { readExtendedCode } from './read-status-information.ts';
import { TAG } from './tags.ts';
import { findTag } from './tlv.ts';

/**
 * Reads 80 xx or 84 xx. Only 80 00 and 84 00 are positive. Registration is refused by `84 1E 01 xx`: the reason is in
 * the data then (a CCV IM30 does the same with other reasons).
 */
export function readResponse(message: Message): Response {
  const kind = message.control >> 8;
  const low = message.control & 0xff;
  if ((kind === 0x80 || kind === 0x84) && low === 0) return { positive: true, code: null };
  if (kind !== 0x84 && kind !== 0x80) return { positive: false, code: null };
  return { positive: false, code: byteOf(partOf(message, 'result-code')) ?? low };
}

export function readIntermediateStatus(message: Message, context?: DecodeContext): IntermediateStatus {
  const charset = context?.charset ?? DEFAULT_CHARSET;
  const minutes = digitsOf(partOf(message, 'timeout'));
  const texts = tagsOf(message)
    .filter((node) => node.tag === TAG.displayTexts)
    .flatMap((node) => node.children ?? [])
    .filter((node) => node.tag === TAG.textLine)
    .map((node) => decodeText(node.value, charset));
  return {
    // Any status is progress; FF says that the text alone tells.
    status: byteOf(partOf(message, 'status')) ?? 0xff,
    timeoutMinutes: minutes === null ? null : Number(minutes),
    texts,
  };
}

/** Reads 06 0F. The form after 05 01 is told apart by `decodeMessage`, from the shape or the running command. */
export function readCompletion(message: Message, context?: DecodeContext): Completion {
  const tags = tagsOf(message);
  const software = partOf(message, 'software');
  const charsets = findTag(tags, TAG.charsets)?.children ?? tags;
  return {
    resultCode: byteOf(fieldOf(message, BMP.resultCode)),
    terminalStatus: byteOf(partOf(message, 'terminal-status')),
    software: wordOf(software, context?.charset ?? DEFAULT_CHARSET),
    statusByte: byteOf(fieldOf(message, BMP.paymentType)),
    terminalId: digitsOf(fieldOf(message, BMP.terminalId)),
    currency: digitsOf(fieldOf(message, BMP.currency)),
    charset: charsetOfCode(tagValue(charsets, TAG.charset)?.[0]),
  };
}

export function readAbort(message: Message, context?: DecodeContext): Abort {
  const charset = context?.charset ?? DEFAULT_CHARSET;
  const tags = tagsOf(message);
  const open = findTag(tags, TAG.openPreAuthorisations)?.children ?? [];
  return {
    resultCode: byteOf(partOf(message, 'result-code')),
    extendedCode: readExtendedCode(tagValue(tags, TAG.extendedCode)),
    extendedText: linesOf(tagValue(tags, TAG.extendedText), charset),
    receipt: receiptOf(message) ?? digitsOf(tagValue(open, TAG.receipt)),
  };
}

/** Reads 04 01. Null when it names no day or time. */
export function readDateTime(message: Message): DateTime | null {
  const date = digitsOf(fieldOf(message, BMP.fullDate));
  const time = digitsOf(fieldOf(message, BMP.time));
  return date === null || time === null ? null : { date, time };
}
