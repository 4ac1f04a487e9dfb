import type { Charset } from './model.ts';

/** Bytes 80 to FF of code page 437, the set every terminal knows. */
const CP437_UPPER =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐' +
  '└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Bytes A0 to FF; below them the ISO sets hold control characters. */
const ISO_8859_2_UPPER =
  '\u00a0Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u00adŽŻ°ą˛ł´ľśˇ¸šşťź˝žżŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ' + 'ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢßŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙';

const ISO_8859_15_CHANGES: Readonly<Record<number, string>> = {
  164: '€',
  166: 'Š',
  168: 'š',
  180: 'Ž',
  184: 'ž',
  188: 'Œ',
  189: 'œ',
  190: 'Ÿ',
};

/** German letters in the places of brackets and braces (PA00P015 rev 13.08, ZVT 7-bit set). */
const ZVT_7BIT_CHANGES: Readonly<Record<number, string>> = {
  91: 'Ä',
  92: 'Ö',
  93: 'Ü',
  123: 'ä',
  124: 'ö',
  125: 'ü',
  126: 'ß',
};

/** A set of one byte per letter, both ways. */
interface Table {
  readonly letters: readonly string[];
  readonly bytes: ReadonlyMap<string, number>;
}

/** What a byte without a letter becomes. */
const NO_LETTER = '\ufffd';
const QUESTION_MARK = 0x3f;

function table(letterOf: (byte: number) => string): Table {
  const letters = Array.from({ length: 0x100 }, (_, byte) => letterOf(byte));
  const bytes = new Map(letters.map((letter, byte) => [letter, byte] as const));
  bytes.delete(NO_LETTER);
  return { letters, bytes };
}

const TABLES: Readonly<Record<Exclude<Charset, 'utf-8'>, Table>> = {
  cp437: table((byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437_UPPER.charAt(byte - 0x80))),
  'iso-8859-1': table((byte) => String.fromCharCode(byte)),
  'iso-8859-2': table((byte) => (byte < 0xa0 ? String.fromCharCode(byte) : ISO_8859_2_UPPER.charAt(byte - 0xa0))),
  'iso-8859-15': table((byte) => ISO_8859_15_CHANGES[byte] ?? String.fromCharCode(byte)),
  ascii: table((byte) => (byte < 0x80 ? String.fromCharCode(byte) : NO_LETTER)),
  'zvt-7bit': table((byte) => ZVT_7BIT_CHANGES[byte] ?? (byte < 0x80 ? String.fromCharCode(byte) : NO_LETTER)),
};

/** The set a terminal uses unless another one was agreed on (PA00P015 rev 13.08, tag 14). */
export const DEFAULT_CHARSET: Charset = 'cp437';

/** Reads a text. What has no letter in the set becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, charset: Charset = DEFAULT_CHARSET): string {
  if (charset === 'utf-8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const { letters } = TABLES[charset];
  let text = '';
  for (const byte of bytes) text += letters[byte] ?? NO_LETTER;
  return text;
}

/** Writes a text. Letters the set doesn't have become a question mark. */
export function encodeText(text: string, charset: Charset = DEFAULT_CHARSET): Uint8Array {
  if (charset === 'utf-8') return new TextEncoder().encode(text);
  const { bytes } = TABLES[charset];
  return Uint8Array.from(text, (letter) => bytes.get(letter) ?? QUESTION_MARK);
}

/** Tag 14: the number of a set on the wire. The 7-bit set has none, so it can't be agreed on, only configured. */
const CHARSET_CODES: readonly (readonly [Charset, number])[] = [
  ['cp437', 0xff],
  ['utf-8', 0xfe],
  ['ascii', 0x00],
  ['iso-8859-1', 0x01],
  ['iso-8859-2', 0x02],
  ['iso-8859-15', 0x0f],
];

/** Null for a set we don't read. */
export function charsetOfCode(code: number | undefined): Charset | null {
  return CHARSET_CODES.find(([, known]) => known === code)?.[0] ?? null;
}

/** Null for a set that has no number. */
export function codeOfCharset(charset: Charset): number | null {
  return CHARSET_CODES.find(([known]) => known === charset)?.[1] ?? null;
}
