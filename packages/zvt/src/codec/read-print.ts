import { charsetOfCode, DEFAULT_CHARSET, decodeText } from './charset.ts';
import type { Charset, DecodeContext, Message, PrintBlock, PrintLine, ReceiptType, TlvNode } from './model.ts';
import { byteOf, partOf, tagsOf, tagValue } from './read-parts.ts';
import { TAG } from './tags.ts';

/** The attribute of a line (PA00P015 rev 13.08, 06 D1): 80 alone is reserved, more than that marks the last line. */
export const ATTRIBUTE = {
  doubleHeight: 0x10,
  doubleWidth: 0x20,
  centred: 0x40,
  last: 0x80,
  /** Line feeds instead of a text, as many as the next byte says. */
  feeds: 0xff,
} as const;

/** Reads 06 D1. FF without a count ends a receipt with one line feed, as some terminals send it. */
export function readPrintLine(message: Message, context?: DecodeContext): PrintLine {
  const attribute = byteOf(partOf(message, 'attribute')) ?? 0;
  const text = partOf(message, 'text') ?? new Uint8Array();
  if (attribute === ATTRIBUTE.feeds && text.length < 2) {
    return { text: '', feeds: text[0] ?? 1, centred: false, last: text.length === 0 };
  }
  return {
    text: decodeText(text, context?.charset),
    feeds: text.length === 0 ? 1 : 0,
    centred: isCentred(attribute),
    last: attribute > ATTRIBUTE.last,
  };
}

function isCentred(attribute: number): boolean {
  return attribute !== ATTRIBUTE.feeds && (attribute & ATTRIBUTE.centred) !== 0;
}

export const RECEIPT_TYPES: readonly (readonly [ReceiptType, number])[] = [
  ['merchant', 1],
  ['customer', 2],
  ['administration', 3],
];

/** Tag 1F37, byte 0. */
export const RECEIPT_FLAGS = { approved: 0x01, signature: 0x02, declined: 0x04, mandatory: 0x80 } as const;

/**
 * Reads 06 D3. An attribute counts for the lines behind it; FF is an empty line, or the end when nothing follows. A
 * block may name its own set of letters (tag 14, seen with Austrian terminals).
 */
export function readPrintBlock(message: Message, context?: DecodeContext): PrintBlock {
  const tags = tagsOf(message);
  const type = byteOf(tagValue(tags, TAG.receiptType));
  const flags = byteOf(tagValue(tags, TAG.receiptFlags)) ?? 0;
  const charset = charsetOfCode(tagValue(tags, TAG.charset)?.[0]) ?? context?.charset ?? DEFAULT_CHARSET;
  const blocks = tags.filter((node) => node.tag === TAG.printTexts);
  return {
    receipt: RECEIPT_TYPES.find(([, code]) => code === type)?.[0] ?? 'unknown',
    lines: blocks.flatMap((block) => readLines(block.children ?? [], charset)),
    declined: (flags & RECEIPT_FLAGS.declined) !== 0,
  };
}

function readLines(nodes: readonly TlvNode[], inherited: Charset): { text: string; centred: boolean }[] {
  const lines: { text: string; centred: boolean }[] = [];
  let charset = inherited;
  let attribute = 0;
  for (const [index, { tag, value }] of nodes.entries()) {
    if (tag === TAG.charset) charset = charsetOfCode(value[0]) ?? charset;
    if (tag === TAG.textLine) lines.push({ text: decodeText(value, charset), centred: isCentred(attribute) });
    if (tag === TAG.attribute) {
      attribute = value[0] ?? 0;
      if (attribute === ATTRIBUTE.feeds && index < nodes.length - 1) lines.push({ text: '', centred: false });
    }
  }
  return lines;
}
