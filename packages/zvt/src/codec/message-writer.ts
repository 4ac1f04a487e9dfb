import { type Cents, TillbridgeError } from '@tillbridge/kernel';
import { encodeApdu } from './apdu.ts';
import { packAmount, packDigits } from './bcd.ts';
import { BMP, CONTAINER, LLLVAR, LLVAR, MEASURE_OF } from './bitmaps.ts';
import { encodeText } from './charset.ts';
import { ZVT_CODEC_ERRORS } from './errors.ts';
import type { Charset } from './model.ts';
import { encodeTags, type TagDraft } from './tlv.ts';

/**
 * Puts a message together, part by part in the order of the calls. A part that is null or undefined is left out. What
 * doesn't fit its field throws a `TillbridgeError` of ZVT-121 to ZVT-124.
 */
export class MessageWriter {
  readonly #control: number;
  readonly #bytes: number[] = [];

  constructor(control: number) {
    this.#control = control;
  }

  /** Bytes without a bitmap. */
  head(...bytes: readonly number[]): this {
    for (const byte of bytes) this.#push(checkByte(byte));
    return this;
  }

  /** Digits without a bitmap. */
  headDigits(digits: string | null | undefined, count: number, about: string): this {
    return digits == null ? this : this.#pushAll(packDigits(digits, count, about));
  }

  headBytes(bytes: Uint8Array): this {
    return this.#pushAll(bytes);
  }

  byte(bmp: number, value: number | null | undefined): this {
    return value == null ? this : this.raw(bmp, Uint8Array.of(checkByte(value)));
  }

  digits(bmp: number, digits: string | null | undefined, count: number): this {
    return digits == null ? this : this.raw(bmp, packDigits(digits, count, `bitmap ${bmp.toString(16)}`));
  }

  amount(amount: Cents | null | undefined): this {
    return amount == null ? this : this.raw(BMP.amount, packAmount(amount));
  }

  text(bmp: number, text: string | null | undefined, charset?: Charset): this {
    return text == null ? this : this.raw(bmp, encodeText(text, charset));
  }

  tags(drafts: readonly TagDraft[]): this {
    return this.raw(BMP.tlv, encodeTags(drafts));
  }

  /** Data of any kind, behind the length its bitmap asks for. */
  raw(bmp: number, data: Uint8Array): this {
    const measure = MEASURE_OF[bmp];
    this.#push(bmp);
    if (measure === LLVAR || measure === LLLVAR) this.#pushDigits(data.length, measure === LLVAR ? 2 : 3);
    if (measure === CONTAINER) this.#pushBer(data.length);
    return this.#pushAll(data);
  }

  /** A text without a bitmap, behind three length digits. */
  headText(text: string): this {
    const bytes = encodeText(text);
    this.#pushDigits(bytes.length, 3);
    return this.#pushAll(bytes);
  }

  finish(): Uint8Array {
    return encodeApdu(this.#control, Uint8Array.from(this.#bytes));
  }

  #pushDigits(length: number, digits: number): void {
    const text = String(length).padStart(digits, '0');
    if (text.length > digits) {
      throw new TillbridgeError(ZVT_CODEC_ERRORS.tooLong, {
        about: `${length} bytes`,
        detail: `${digits} length digits`,
      });
    }
    for (const digit of text) this.#push(0xf0 + Number(digit));
  }

  #pushBer(length: number): void {
    if (length > 0xff) this.#pushAll(Uint8Array.of(0x82, length >> 8, length));
    else if (length > 0x7f) this.#pushAll(Uint8Array.of(0x81, length));
    else this.#push(length);
  }

  #push(byte: number): void {
    this.#bytes.push(byte);
  }

  #pushAll(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }
}

function checkByte(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xff) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.incompleteCommand, { about: String(value), detail: 'a byte expected' });
  }
  return value;
}
