import type { Cents } from '@tillbridge/kernel';
import { buildStatusInformation } from '@tillbridge/zvt/codec';
import type { Transaction } from './books.ts';
import { type Device, localTime } from './device.ts';
import { isOn } from './faults.ts';
import type { Job } from './job.ts';
import { reason } from './words.ts';

type Parts = Parameters<typeof buildStatusInformation>[0];

const UNKNOWN_BITMAP = 'df0102';
/** Class, instruction, length and BMP 27 with its code: what stands before the next bitmap. */
const AFTER_RESULT = 5;
const SHORT_HEADER = 3;
const EXTENDED_HEADER = 5;
const EXTENDED_LENGTH = 0xff;
const MAGNETIC_CVM = 0xff;

/** 04 0F of a transaction in the books. */
export function statusOf(device: Device, transaction: Transaction): Uint8Array {
  const { registration, options } = device;
  const { card, original } = transaction;
  const details = registration.tlv && options.tlvDetails && transaction.cvm !== MAGNETIC_CVM;
  return buildStatusInformation(
    {
      resultCode: transaction.resultCode,
      amountCents: transaction.amountCents,
      ...common(device, transaction.at),
      trace: transaction.trace,
      receipt: transaction.receipt,
      turnover: transaction.turnover,
      approvalCode: transaction.approvalCode,
      paymentKind: transaction.paymentKind,
      vuNumber: VU_NUMBER,
      ...(original === null ? {} : { originalTrace: original.trace }),
      ...(card === null ? {} : { maskedPan: card.maskedPan, cardType: card.cardType, cardName: card.name }),
      ...(transaction.resultCode === 0 ? {} : { additionalText: reason(transaction.resultCode) }),
      ...(details ? { cvm: transaction.cvm, online: true, ...emv(transaction) } : {}),
    },
    registration.charset,
  );
}

/** 04 0F of what never came into the books. */
export function failedStatus(device: Device, code: number, amountCents: Cents | null): Uint8Array {
  return buildStatusInformation(
    {
      resultCode: code,
      ...(amountCents === null ? {} : { amountCents }),
      ...common(device, device.clock.now()),
      additionalText: reason(code),
    },
    device.registration.charset,
  );
}

/** 04 0F of an end of day: the sum, and per card group in BMP 60. */
export function totalsStatus(device: Device): Uint8Array {
  const { totals, sumCents } = device.books.totals();
  return buildStatusInformation({
    resultCode: 0,
    amountCents: sumCents,
    ...common(device, device.clock.now()),
    trace: device.books.nextTrace(),
    totals,
  });
}

/** Puts the bitmap of a fault among the others. */
export function withUnknownBitmap(job: Job, apdu: Uint8Array): Uint8Array {
  const fault = job.device.faults.take('unknown-bitmap', (armed) => isOn(armed, job.about));
  if (fault === undefined) return apdu;
  const extended = apdu[2] === EXTENDED_LENGTH;
  const header = extended ? EXTENDED_HEADER : SHORT_HEADER;
  const data = apdu.subarray(header);
  const at = fault.position === 'after-result' ? AFTER_RESULT - SHORT_HEADER : data.length;
  const stranger = Buffer.from(fault.bytes ?? UNKNOWN_BITMAP, 'hex');
  const length = data.length + stranger.length;
  return Buffer.concat([
    apdu.subarray(0, 2),
    Uint8Array.of(EXTENDED_LENGTH, length & 0xff, length >> 8),
    data.subarray(0, at),
    stranger,
    data.subarray(at),
  ]);
}

const VU_NUMBER = '100200300      ';

function common(device: Device, at: number): Partial<Parts> {
  const { date, time } = localTime(device, at);
  return {
    terminalId: device.options.terminalId,
    date: date.slice(4),
    time,
    ...(device.registration.currency ? { currency: device.options.currency } : {}),
  };
}

function emv({ card }: Transaction): Partial<Parts> {
  if (card === null) return {};
  return { emvCustomer: `AID ${card.aid}`, emvMerchant: `AID ${card.aid} TVR 0000008000` };
}
