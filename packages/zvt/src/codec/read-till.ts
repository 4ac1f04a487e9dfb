/** What the till says, for the terminal's side. */
import { BMP } from './bitmaps.ts';
import { charsetOfCode } from './charset.ts';
import type { Charset, Message, PaymentCommand, RegistrationCommand, ServiceCommand } from './model.ts';
import { amountOf, byteOf, digitsOf, fieldOf, numberOf, partOf, receiptOf, tagsOf } from './read-parts.ts';
import { TAG } from './tags.ts';

/** Reads 06 00. What is missing (see `fault`) comes as an empty password and a config byte that asks for nothing. */
export function readRegistration(message: Message): RegistrationCommand {
  const tags = tagsOf(message);
  const inside = (tag: number) => tags.filter((node) => node.tag === tag).flatMap((node) => node.children ?? []);
  return {
    password: digitsOf(partOf(message, 'password')) ?? '',
    configByte: byteOf(partOf(message, 'config-byte')) ?? 0,
    currency: digitsOf(partOf(message, 'currency')) ?? digitsOf(fieldOf(message, BMP.currency)),
    serviceByte: byteOf(fieldOf(message, BMP.serviceByte)),
    permitted: inside(TAG.permittedCommands)
      .filter((node) => node.tag === TAG.command)
      .flatMap((node) => numberOf(node.value) ?? []),
    charsets: inside(TAG.charsets)
      .filter((node) => node.tag === TAG.charset)
      .map((node) => charsetOfCode(node.value[0]))
      .filter((charset): charset is Charset => charset !== null),
    tlv: message.fields.some((field) => field.bmp === BMP.tlv),
  };
}

/** Reads 06 01, 06 30 and 06 31. */
export function readPayment(message: Message): PaymentCommand {
  return {
    password: digitsOf(partOf(message, 'password')),
    amountCents: amountOf(fieldOf(message, BMP.amount)),
    currency: digitsOf(fieldOf(message, BMP.currency)),
    paymentType: byteOf(fieldOf(message, BMP.paymentType)),
    receipt: receiptOf(message),
    timeoutSeconds: byteOf(fieldOf(message, BMP.timeout)),
  };
}

/** Reads a command that has a password or a service byte at most. */
export function readService(message: Message): ServiceCommand {
  return {
    password: digitsOf(partOf(message, 'password')),
    serviceByte: byteOf(fieldOf(message, BMP.serviceByte)),
  };
}
