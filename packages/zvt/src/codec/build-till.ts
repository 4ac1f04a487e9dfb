/**
 * Commands of the till (PA00P015 rev 13.08, chapter 2). All return an APDU, and throw a `TillbridgeError` of ZVT-121 to
 * ZVT-124 when something doesn't fit its field.
 */
import { TillbridgeError } from '@tillbridge/kernel';
import { BMP } from './bitmaps.ts';
import { codeOfCharset } from './charset.ts';
import { CONTROL } from './control.ts';
import { ZVT_CODEC_ERRORS } from './errors.ts';
import { MessageWriter } from './message-writer.ts';
import type { PaymentCommand, RegistrationCommand, ServiceCommand } from './model.ts';
import { TAG } from './tags.ts';
import type { TagDraft } from './tlv.ts';

const PASSWORD_DIGITS = 6;

/** 06 00. Service byte and container need a currency before them. The 7-bit set can't be offered and is left out. */
export function buildRegistration(command: RegistrationCommand): Uint8Array {
  const tags = registrationTags(command);
  const container = command.tlv || tags.length > 0;
  if (command.currency === null && (container || command.serviceByte !== null)) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.incompleteCommand, {
      about: 'registration',
      detail: 'currency missing',
    });
  }
  const writer = new MessageWriter(CONTROL.registration)
    .headDigits(command.password, PASSWORD_DIGITS, 'password')
    .head(command.configByte)
    .headDigits(command.currency, 4, 'currency')
    .byte(BMP.serviceByte, command.serviceByte);
  return (container ? writer.tags(tags) : writer).finish();
}

function registrationTags(command: RegistrationCommand): readonly TagDraft[] {
  const codes = command.charsets.map(codeOfCharset).filter((code) => code !== null);
  const tags: TagDraft[] = [];
  if (command.permitted.length > 0) {
    tags.push([
      TAG.permittedCommands,
      command.permitted.map((control): TagDraft => [TAG.command, Uint8Array.of(control >> 8, control)]),
    ]);
  }
  if (codes.length > 0) {
    tags.push([TAG.charsets, codes.map((code): TagDraft => [TAG.charset, Uint8Array.of(code)])]);
  }
  return tags;
}

/** 06 01 (no password), 06 30 and 06 31 (both with one), and what is built like them: 06 22, 06 E6. */
export function buildPayment(control: number, command: PaymentCommand): Uint8Array {
  return new MessageWriter(control)
    .headDigits(command.password, PASSWORD_DIGITS, 'password')
    .digits(BMP.receipt, command.receipt, 4)
    .amount(command.amountCents)
    .digits(BMP.currency, command.currency, 4)
    .byte(BMP.paymentType, command.paymentType)
    .byte(BMP.timeout, command.timeoutSeconds)
    .finish();
}

/** A command of a password, or none, and a service byte, or none: 06 20, 06 50, 06 70, 06 93 … */
export function buildService(control: number, command: ServiceCommand): Uint8Array {
  return new MessageWriter(control)
    .headDigits(command.password, PASSWORD_DIGITS, 'password')
    .byte(BMP.serviceByte, command.serviceByte)
    .finish();
}

/** 05 01. A service byte needs the password before it. */
export function buildStatusEnquiry(command: ServiceCommand): Uint8Array {
  if (command.password === null && command.serviceByte !== null) {
    throw new TillbridgeError(ZVT_CODEC_ERRORS.incompleteCommand, {
      about: 'status enquiry',
      detail: 'password missing',
    });
  }
  return buildService(CONTROL.statusEnquiry, command);
}

/** 06 91: `yymmdd` and `hhmmss`. */
export function buildSetDateTime(password: string, date: string, time: string): Uint8Array {
  return new MessageWriter(CONTROL.setDateTime)
    .headDigits(password, PASSWORD_DIGITS, 'password')
    .digits(BMP.fullDate, date, 6)
    .digits(BMP.time, time, 6)
    .finish();
}

/** 06 B0. */
export function buildAbort(): Uint8Array {
  return new MessageWriter(CONTROL.abort).finish();
}

/** 06 02. */
export function buildLogOff(): Uint8Array {
  return new MessageWriter(CONTROL.logOff).finish();
}

/** 80 00, of both sides. */
export function buildAck(): Uint8Array {
  return new MessageWriter(CONTROL.ack).finish();
}

/** 84 xx, of both sides. */
export function buildNack(code: number): Uint8Array {
  return new MessageWriter(0x8400 | (code & 0xff)).finish();
}
