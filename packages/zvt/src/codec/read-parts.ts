/** Small looks into a message, shared by everything that reads one. */
import type { Cents } from '@tillbridge/kernel';
import { readAmount, readDigits } from './bcd.ts';
import { BMP } from './bitmaps.ts';
import { decodeText } from './charset.ts';
import type { Charset, HeadName, Message, TlvNode } from './model.ts';
import { findTag } from './tlv.ts';

/** The data of the first such bitmap; null without one. */
export function fieldOf(message: Message, bmp: number): Uint8Array | null {
  return message.fields.find((field) => field.bmp === bmp)?.raw ?? null;
}

/** The tags of all containers of a message. */
export function tagsOf(message: Message): readonly TlvNode[] {
  return message.fields.flatMap((field) => field.tlv ?? []);
}

export function partOf(message: Message, name: HeadName): Uint8Array | null {
  return message.head.find((part) => part.name === name)?.raw ?? null;
}

export function byteOf(raw: Uint8Array | null): number | null {
  return raw?.[0] ?? null;
}

export function digitsOf(raw: Uint8Array | null): string | null {
  return raw === null || raw.length === 0 ? null : readDigits(raw);
}

export function amountOf(raw: Uint8Array | null): Cents | null {
  return raw === null ? null : readAmount(raw);
}

/** A text up to its first null; empty becomes null. */
export function wordOf(raw: Uint8Array | null, charset: Charset): string | null {
  if (raw === null) return null;
  const nul = raw.indexOf(0);
  const text = decodeText(nul < 0 ? raw : raw.subarray(0, nul), charset);
  return text === '' ? null : text;
}

/** A text of one or more lines for people: line feeds between them, none at its ends. */
export function linesOf(raw: Uint8Array | null, charset: Charset): string | null {
  const text = wordOf(raw, charset)
    ?.replace(/\r\n?/g, '\n')
    .replace(/^\n+|\n+$/g, '');
  return text === undefined || text === '' ? null : text;
}

export function tagValue(tags: readonly TlvNode[], tag: number): Uint8Array | null {
  return findTag(tags, tag)?.value ?? null;
}

/** BMP 87, four digits; null also for FFFF, which means "none". */
export function receiptOf(message: Message): string | null {
  return digitsOf(fieldOf(message, BMP.receipt));
}

/** A whole number of any length, most significant byte first; null beyond three bytes. */
export function numberOf(raw: Uint8Array | null): number | null {
  if (raw === null || raw.length === 0 || raw.length > 3) return null;
  return raw.reduce((value, byte) => (value << 8) | byte, 0);
}
