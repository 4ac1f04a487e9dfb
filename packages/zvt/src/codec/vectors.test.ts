import { describe, expect, test } from 'vitest';
import { APDU_VECTORS, type ApduVector, bytesOf, hexOf } from '../test/vectors.ts';
import { parseApdu } from './apdu.ts';
import { ApduReader } from './apdu-reader.ts';
import { BMP } from './bitmaps.ts';
import { decodeText } from './charset.ts';
import { CONTROL, nameOf } from './control.ts';
import { decodeMessage } from './decode-message.ts';
import { encodeMessage } from './encode-message.ts';
import type { DecodeContext, HeadName, Message, TlvNode } from './model.ts';
import { readPrintLine } from './read-print.ts';
import { readStatusInformation } from './read-status-information.ts';
import { readAbort, readCompletion, readDateTime, readIntermediateStatus, readResponse } from './read-terminal.ts';
import { readPayment, readRegistration, readService } from './read-till.ts';

interface View {
  readonly vector: ApduVector;
  readonly message: Message;
  readonly context: DecodeContext;
}

const upper = (value: number | null, digits = 2) =>
  value === null ? null : value.toString(16).toUpperCase().padStart(digits, '0');
const raw = ({ message }: View, bmp: number) => message.fields.find((field) => field.bmp === bmp)?.raw ?? null;
const rawHex = (view: View, bmp: number) => hexOf(raw(view, bmp) ?? bytesOf(''));
const head = ({ message }: View, name: HeadName) =>
  hexOf(message.head.find((part) => part.name === name)?.raw ?? bytesOf(''));
const status = ({ message, context }: View) => readStatusInformation(message, context);
const plain = (node: TlvNode): unknown => ({
  tag: node.tag.toString(16).toUpperCase().padStart(2, '0'),
  ...(node.children === null ? { hex: hexOf(node.value) } : { children: node.children.map(plain) }),
});
const line = (view: View, bmp: number) => decodeText(raw(view, bmp) ?? bytesOf(''), view.context.charset);

/** How each word of the vectors' meanings is read. */
const READ: Readonly<Record<string, (view: View) => unknown>> = {
  control: ({ message }) => upper(message.control, 4),
  name: ({ message }) => nameOf(message.control),
  dataLength: ({ message }) => message.declaredLength,
  extendedLength: ({ message }) => message.lengthForm === 'extended',
  apduHex: ({ vector }) => hexOf(vector.apdu),
  // Of the serial frame, which is not the codec's.
  crcHex: ({ vector }) => vector.meaning.crcHex,
  bmpOrder: ({ message }) => message.fields.map((field) => upper(field.bmp)),
  tlv: ({ message }) => message.fields.find((field) => field.bmp === BMP.tlv)?.tlv?.map(plain),
  fault: ({ message }) => message.fault && { code: message.fault.entry.code, offset: message.fault.offset },
  data: (view) => meaningOf(view, Object.keys(view.vector.meaning.data as object)),
  dataHex: (view) => head(view, 'result-code'),
  errorCode: ({ message }) => upper(message.control & 0xff),
  likelyError: ({ message }) => upper(readResponse(message).code),
  resultCode: ({ message, context }) => {
    if (message.control === CONTROL.aborted) return upper(readAbort(message, context).resultCode);
    if (message.control === CONTROL.completion) return upper(readCompletion(message).resultCode);
    return upper(readStatusInformation(message, context).resultCode);
  },
  amountMinor: (view) => {
    expect(readPayment(view.message).amountCents).toBe(status(view).amountCents);
    return status(view).amountCents;
  },
  currency: (view) =>
    view.message.control === CONTROL.registration
      ? readRegistration(view.message).currency
      : view.message.control === CONTROL.completion
        ? readCompletion(view.message).currency
        : status(view).currency,
  time: (view) => readDateTime(view.message)?.time ?? status(view).time,
  dateMMDD: (view) => status(view).date,
  dateYYMMDD: ({ message }) => readDateTime(message)?.date,
  pan: (view) => status(view).maskedPan ?? '',
  track2: (view) => rawHex(view, BMP.track2),
  cardSeqNo: (view) => status(view).cardSequence,
  receiptNo: (view) => {
    const hex = rawHex(view, BMP.receipt);
    expect(status(view).receipt).toBe(hex === 'ffff' ? null : hex);
    expect(readAbort(view.message).receipt).toBe(status(view).receipt);
    return hex;
  },
  authAttribute: (view) => status(view).approvalCode,
  authAttributeHex: (view) => rawHex(view, BMP.approvalCode),
  trace: (view) => status(view).trace,
  paymentTypeOrStatusByte: (view) =>
    upper(
      view.message.control === CONTROL.completion ? readCompletion(view.message).statusByte : status(view).paymentKind,
    ),
  terminalId: (view) =>
    view.message.control === CONTROL.completion ? readCompletion(view.message).terminalId : status(view).terminalId,
  expiryYYMM: (view) => rawHex(view, BMP.expiry),
  cardType: (view) => upper(status(view).cardType),
  networkCardType: (view) => rawHex(view, BMP.networkCardType),
  cardName: (view) => status(view).cardName ?? '',
  vuNumber: (view) => status(view).vuNumber,
  totals: (view) => {
    const totals = status(view).totals;
    if (totals === null) return null;
    const groups = Object.entries(totals.groups).map(([group, { count, sumCents }]) => [
      group,
      { count, sumMinor: sumCents },
    ]);
    return { receiptFrom: totals.receiptFrom, receiptTo: totals.receiptTo, ...Object.fromEntries(groups) };
  },
  password: ({ message }) => readService(message).password,
  configByte: ({ message }) => upper(readRegistration(message).configByte),
  serviceByte: ({ message }) => upper(readService(message).serviceByte),
  timeout: (view) => Number(head(view, 'timeout')),
  attribute: (view) => head(view, 'attribute'),
  text: ({ message, context }) => readPrintLine(message, context).text,
  line1: (view) => line(view, BMP.line1),
  line2: (view) => line(view, BMP.line2),
  status: ({ message }) => upper(readIntermediateStatus(message).status),
  timeoutMinutesBcd: ({ message }) => {
    const minutes = readIntermediateStatus(message).timeoutMinutes;
    return minutes === null ? null : String(minutes).padStart(2, '0');
  },
  texts: ({ message, context }) => readIntermediateStatus(message, context).texts,
  swVersion: ({ message }) => readCompletion(message).software,
  terminalStatus: ({ message }) => upper(readCompletion(message).terminalStatus),
};

function meaningOf(view: View, words: readonly string[]): unknown {
  return Object.fromEntries(words.map((word) => [word, READ[word]?.(view) ?? `nobody reads ${word}`]));
}

function viewOf(vector: ApduVector): View {
  const { charset, running } = vector;
  const context = running === undefined ? { charset } : { charset, running };
  return { vector, context, message: decodeMessage(vector.apdu, context) };
}

const cases = APDU_VECTORS.map((vector) => [`${vector.id} ${vector.note}`, vector] as const);

describe('vectors', () => {
  test('are there', () => {
    expect(APDU_VECTORS.length).toBeGreaterThan(60);
    expect(APDU_VECTORS.filter((vector) => !vector.valid).length).toBe(3);
  });

  test.each(cases)('%s: means what is written', (_, vector) => {
    const view = viewOf(vector);
    expect(view.message.fault === null).toBe(vector.valid);
    expect(meaningOf(view, Object.keys(vector.meaning))).toEqual(vector.meaning);
  });

  test.each(cases)('%s: encodes to the same bytes', (_, vector) => {
    expect(hexOf(encodeMessage(viewOf(vector).message))).toBe(hexOf(vector.apdu));
  });

  test.each(cases)('%s: arrives whole, wherever it is split', (_, vector) => {
    for (let at = 0; at <= vector.apdu.length; at += 1) {
      const reader = new ApduReader();
      const got = [...reader.push(vector.apdu.slice(0, at)), ...reader.push(vector.apdu.slice(at))];
      // A message that is cut has nothing behind it that could complete it.
      const whole = (vector.meaning.fault as { code?: string } | undefined)?.code !== 'ZVT-101';
      expect(got.map(hexOf)).toEqual(whole ? [hexOf(vector.apdu)] : []);
      expect(reader.pending).toBe(whole ? 0 : vector.apdu.length);
    }
  });

  test.each(cases)('%s: cut anywhere, it says so, keeps what it read and encodes to the same bytes', (_, vector) => {
    const whole = viewOf(vector);
    for (let length = 0; length < vector.apdu.length; length += 1) {
      const cut = vector.apdu.slice(0, length);
      const message = decodeMessage(cut, whole.context);
      expect(message.fault).not.toBeNull();
      if (vector.valid) expect(message.fault?.entry.code).toBe('ZVT-101');
      expect(message.fault?.offset).toBeLessThanOrEqual(length);
      expect(hexOf(encodeMessage(message))).toBe(hexOf(cut));
      expect(() => parseApdu(cut)).toThrow('ZVT-101');
      const before = message.fields.map((field) => hexOf(field.raw));
      // Only 06 0F changes its form with what is missing.
      if (message.control === CONTROL.completion || message.control === CONTROL.intermediateStatus) continue;
      expect(whole.message.fields.map((field) => hexOf(field.raw)).slice(0, before.length)).toEqual(before);
    }
  });

  test.each(cases)('%s: followed by more, it keeps its meaning and says where the rest begins', (_, vector) => {
    if (!vector.valid) return;
    const longer = Uint8Array.from([...vector.apdu, 0x80, 0x00, 0x00]);
    const view = { ...viewOf(vector), message: decodeMessage(longer, viewOf(vector).context) };
    const { fault, rest } = view.message;
    expect([fault?.entry.code, fault?.offset, hexOf(rest)]).toEqual(['ZVT-102', vector.apdu.length, '800000']);
    expect(meaningOf(view, Object.keys(vector.meaning))).toEqual(vector.meaning);
    expect(hexOf(encodeMessage(view.message))).toBe(hexOf(longer));
  });
});
