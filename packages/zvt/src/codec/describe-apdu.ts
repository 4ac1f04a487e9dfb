import type { Cents } from '@tillbridge/kernel';
import { BMP } from './bitmaps.ts';
import { CONTROL, nameOf } from './control.ts';
import { decodeMessage } from './decode-message.ts';
import { maskApdu } from './mask-apdu.ts';
import type { DecodeContext, Message } from './model.ts';
import { amountOf, byteOf, fieldOf, partOf, tagsOf } from './read-parts.ts';
import { readPrintBlock, readPrintLine } from './read-print.ts';
import { readStatusInformation } from './read-status-information.ts';
import { readAbort, readCompletion, readIntermediateStatus } from './read-terminal.ts';
import { readRegistration, readService } from './read-till.ts';

/** One line for people, masked: `→ 06 01 Authorization 12.50 currency 0978`. */
export function describeApdu(
  apdu: Uint8Array,
  direction: 'to-terminal' | 'from-terminal',
  context?: DecodeContext,
): string {
  const message = decodeMessage(maskApdu(apdu, context), context);
  const code = `${hex(message.control >> 8)} ${hex(message.control & 0xff)}`;
  const parts = [direction === 'to-terminal' ? '→' : '←', code, nameOf(message.control), ...details(message, context)];
  if (message.fault !== null) {
    parts.push(`[${message.fault.entry.code} at ${message.fault.offset}: ${message.fault.detail}]`);
  }
  // Texts come from outside: no line breaks, no escape sequences in a log.
  return parts.join(' ').replace(/\p{Cc}+/gu, ' ');
}

function details(message: Message, context: DecodeContext | undefined): readonly string[] {
  switch (message.control) {
    case CONTROL.statusInformation: {
      const status = readStatusInformation(message, context);
      return [
        ...said('result', code(status.resultCode)),
        ...said('amount', money(status.amountCents)),
        ...said('currency', status.currency),
        ...said('terminal', status.terminalId),
        ...said('trace', status.trace),
        ...said('receipt', status.receipt),
        ...said('card', status.maskedPan),
        ...said('name', status.cardName),
        ...said('text', quoted(status.additionalText)),
      ];
    }
    case CONTROL.intermediateStatus: {
      const { status, timeoutMinutes, texts } = readIntermediateStatus(message, context);
      return [
        ...said('status', code(status)),
        ...said('minutes', timeoutMinutes),
        ...said('text', texts.length === 0 ? null : quoted(texts.join(' / '))),
      ];
    }
    case CONTROL.completion: {
      const completion = readCompletion(message);
      return [
        ...said('result', code(completion.resultCode)),
        ...said('status', code(completion.terminalStatus ?? completion.statusByte)),
        ...said('terminal', completion.terminalId),
        ...said('software', completion.software),
      ];
    }
    case CONTROL.aborted: {
      const abort = readAbort(message, context);
      return [
        ...said('result', code(abort.resultCode)),
        ...said('extended', abort.extendedCode),
        ...said('text', quoted(abort.extendedText)),
      ];
    }
    case CONTROL.printLine: {
      const line = readPrintLine(message, context);
      return [...said('text', quoted(line.text)), ...(line.last ? ['last'] : [])];
    }
    case CONTROL.printBlock: {
      const block = readPrintBlock(message, context);
      return [block.receipt, `${block.lines.length} lines`, ...(block.declined ? ['declined'] : [])];
    }
    case CONTROL.registration: {
      const { configByte, currency, serviceByte } = readRegistration(message);
      return [
        ...said('config', code(configByte)),
        ...said('currency', currency),
        ...said('service', code(serviceByte)),
      ];
    }
    default:
      return commandDetails(message);
  }
}

function commandDetails(message: Message): readonly string[] {
  const amount = amountOf(fieldOf(message, BMP.amount));
  const receipt = fieldOf(message, BMP.receipt);
  const currency = fieldOf(message, BMP.currency);
  const tags = tagsOf(message);
  return [
    ...said('result', code(byteOf(partOf(message, 'result-code')))),
    ...said('amount', money(amount)),
    ...said('currency', currency === null ? null : hexAll(currency)),
    ...said('receipt', receipt === null ? null : hexAll(receipt)),
    ...said('service', code(readService(message).serviceByte)),
    ...(tags.length === 0 ? [] : [`tags ${tags.map((node) => node.tag.toString(16)).join(' ')}`]),
  ];
}

function said(name: string, value: string | number | null): readonly string[] {
  return value === null ? [] : [`${name} ${value}`];
}

function money(amount: Cents | null): string | null {
  return amount === null ? null : `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')}`;
}

function quoted(text: string | null): string | null {
  return text === null ? null : `"${text}"`;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}

function hexAll(raw: Uint8Array): string {
  return Array.from(raw, hex).join('');
}

function code(value: number | null): string | null {
  return value === null ? null : hex(value);
}
