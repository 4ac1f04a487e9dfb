import { type Cents, cents, TillbridgeError } from '@tillbridge/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hexOf } from '../test/vectors.ts';
import {
  buildAborted,
  buildCompletion,
  buildDateTime,
  buildIntermediateStatus,
  buildPrintBlock,
  buildPrintLine,
  buildStatusInformation,
} from './build-terminal.ts';
import {
  buildAbort,
  buildAck,
  buildLogOff,
  buildNack,
  buildPayment,
  buildRegistration,
  buildService,
  buildSetDateTime,
  buildStatusEnquiry,
} from './build-till.ts';
import { CONTROL } from './control.ts';
import { decodeMessage } from './decode-message.ts';
import type { Charset, Message, PaymentCommand, RegistrationCommand, StatusInformation } from './model.ts';
import { readPrintBlock, readPrintLine } from './read-print.ts';
import { CARD_GROUPS, readStatusInformation } from './read-status-information.ts';
import { readAbort, readCompletion, readDateTime, readIntermediateStatus, readResponse } from './read-terminal.ts';
import { readPayment, readRegistration, readService } from './read-till.ts';

/** Reads what was built, which must be sound. */
function sound(apdu: Uint8Array, running?: number): Message {
  const message = decodeMessage(apdu, running === undefined ? {} : { running });
  expect(message.fault).toBeNull();
  return message;
}

const digits = (count: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: count, maxLength: count });
const byte = fc.nat({ max: 0xff });
const amount = fc.nat({ max: 9_999_999_999 }).map(cents);
const charsets: readonly Charset[] = ['cp437', 'iso-8859-1', 'iso-8859-2', 'iso-8859-15', 'utf-8', 'ascii', 'zvt-7bit'];
/** Letters all sets share. */
const word = (max: number) =>
  fc
    .string({ unit: fc.constantFrom(...'ABCxyz019.,-/ '), minLength: 1, maxLength: max })
    .map((text) => `x${text}`.slice(0, max));
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

const refused = (build: () => Uint8Array): string => {
  try {
    return hexOf(build());
  } catch (error) {
    if (error instanceof TillbridgeError) return error.code;
    throw error;
  }
};

const payment: PaymentCommand = {
  password: null,
  amountCents: cents(1250),
  currency: '0978',
  paymentType: 0x40,
  receipt: null,
  timeoutSeconds: null,
};
const registration: RegistrationCommand = {
  password: '123456',
  configByte: 0xbe,
  currency: '0978',
  serviceByte: null,
  permitted: [],
  charsets: [],
  tlv: false,
};

describe('the till', () => {
  test('builds the published examples', () => {
    const built = [
      buildRegistration({ ...registration, serviceByte: 1, permitted: [CONTROL.printBlock], tlv: true }),
      buildRegistration({ ...registration, configByte: 0x3e, serviceByte: 1, tlv: true }),
      buildRegistration({ ...registration, password: '987654', configByte: 0x41, currency: null }),
      buildPayment(CONTROL.reversal, {
        ...payment,
        password: '000000',
        receipt: '0042',
        currency: null,
        paymentType: null,
      }),
      buildPayment(CONTROL.refund, { ...payment, password: '000000', amountCents: cents(500), paymentType: null }),
      buildPayment(CONTROL.authorisation, payment),
      buildService(CONTROL.repeatReceipt, { password: '000000', serviceByte: 3 }),
      buildService(CONTROL.diagnosis, { password: null, serviceByte: null }),
      buildStatusEnquiry({ password: '123456', serviceByte: 4 }),
      buildSetDateTime('123456', '261121', '101112'),
      buildAbort(),
      buildLogOff(),
      buildAck(),
      buildNack(0x9c),
    ];
    expect(built.map(hexOf)).toEqual([
      '060010123456be09780301060626040a0206d3',
      '06000a1234563e097803010600',
      '06000498765441',
      '06300d00000087004204000000001250',
      '06310d00000004000000000500490978',
      '06010c040000000012504909781940',
      '0620050000000303',
      '067000',
      '0501051234560304',
      '06910b123456aa2611210c101112',
      '06b000',
      '060200',
      '800000',
      '849c00',
    ]);
    expect(readResponse(sound(buildNack(0x9c)))).toEqual({ positive: false, code: 0x9c });
  });

  test('a registration reads back as it was meant', () => {
    const commands = fc.record({
      password: digits(6),
      configByte: byte,
      // ISO 4217 numbers have three digits.
      currency: digits(3).map((text) => `0${text}`),
      serviceByte: orNull(byte),
      permitted: fc.array(fc.nat({ max: 0xffff }), { maxLength: 40 }),
      charsets: fc.uniqueArray(fc.constantFrom(...charsets.filter((charset) => charset !== 'zvt-7bit'))),
      tlv: fc.boolean(),
    });
    fc.assert(
      fc.property(commands, (command) => {
        const tlv = command.tlv || command.permitted.length + command.charsets.length > 0;
        expect(readRegistration(sound(buildRegistration(command)))).toEqual({ ...command, tlv });
      }),
    );
  });

  test('a payment, refund or reversal reads back as it was meant', () => {
    const commands = fc.record({
      amountCents: orNull(amount),
      currency: orNull(digits(4)),
      paymentType: orNull(byte),
      receipt: orNull(digits(4)),
      timeoutSeconds: orNull(byte),
    });
    fc.assert(
      fc.property(commands, digits(6), (command, secret) => {
        for (const control of [CONTROL.authorisation, CONTROL.refund, CONTROL.reversal]) {
          const password = control === CONTROL.authorisation ? null : secret;
          const message = sound(buildPayment(control, { ...command, password }));
          expect(readPayment(message)).toEqual({ ...command, password });
        }
        const enquiry = { password: secret, serviceByte: 2 };
        expect(readService(sound(buildStatusEnquiry(enquiry)))).toEqual(enquiry);
      }),
    );
  });

  test('what does not fit is refused with its code, never with another error', () => {
    const pay = (change: Partial<PaymentCommand>) =>
      refused(() => buildPayment(CONTROL.authorisation, { ...payment, ...change }));
    const register = (change: Partial<RegistrationCommand>) =>
      refused(() => buildRegistration({ ...registration, ...change }));
    expect([
      pay({ amountCents: cents(-1) }),
      pay({ amountCents: 0.5 as Cents }),
      pay({ amountCents: Number.NaN as Cents }),
      pay({ amountCents: 10_000_000_000 as Cents }),
      pay({ currency: '978' }),
      pay({ currency: 'EUR1' }),
      pay({ receipt: '12345' }),
      pay({ paymentType: 256 }),
      pay({ timeoutSeconds: -1 }),
      register({ password: '12345' }),
      register({ password: '１２３４５６' }),
      register({ currency: null, tlv: true }),
      register({ currency: null, serviceByte: 1 }),
      register({ configByte: 0x100 }),
      refused(() => buildStatusEnquiry({ password: null, serviceByte: 1 })),
      refused(() => buildSetDateTime('123456', '2026', '101112')),
      refused(() => buildPrintBlock('merchant', ['x'.repeat(70_000)])),
      refused(() => buildStatusInformation({ additionalText: 'x'.repeat(1_000) })),
      refused(() => buildStatusInformation({ cardName: 'x'.repeat(99) })),
      refused(() => buildIntermediateStatus(0x0a, { timeoutMinutes: 100 })),
    ]).toEqual([
      ...Array<string>(4).fill('ZVT-121'),
      ...Array<string>(3).fill('ZVT-122'),
      ...Array<string>(2).fill('ZVT-124'),
      ...Array<string>(2).fill('ZVT-122'),
      ...Array<string>(4).fill('ZVT-124'),
      'ZVT-122',
      ...Array<string>(3).fill('ZVT-123'),
      'ZVT-122',
    ]);
    // The 7-bit set has no number on the wire.
    expect(register({ charsets: ['zvt-7bit'] })).toBe('060006123456be0978');
  });
});

describe('the terminal', () => {
  const pans = fc
    .integer({ min: 13, max: 19 })
    .chain((length) => fc.tuple(digits(6), fc.constant('*'.repeat(length - 10)), digits(4)))
    .map((parts) => parts.join(''));
  const group = fc.record({ count: byte, sumCents: amount });
  const statuses: fc.Arbitrary<StatusInformation> = fc.record({
    resultCode: orNull(byte),
    amountCents: orNull(amount),
    currency: orNull(digits(4)),
    terminalId: orNull(digits(8)),
    trace: orNull(fc.oneof(digits(6), digits(8))),
    originalTrace: orNull(digits(6)),
    receipt: orNull(digits(4)),
    turnover: orNull(digits(6)),
    date: orNull(digits(4)),
    time: orNull(digits(6)),
    maskedPan: orNull(pans),
    cardSequence: orNull(digits(4)),
    cardType: orNull(fc.nat({ max: 300 })),
    cardName: orNull(word(40)),
    vuNumber: orNull(word(15).map((text) => text.padEnd(15))),
    approvalCode: orNull(word(8)),
    additionalText: orNull(word(200)),
    paymentKind: orNull(byte),
    cvm: orNull(byte),
    online: orNull(fc.boolean()),
    extendedCode: orNull(word(6)),
    extendedText: orNull(word(40)),
    emvCustomer: orNull(word(60)),
    emvMerchant: orNull(word(60)),
    tipCents: orNull(amount),
    cashbackCents: orNull(amount),
    totals: orNull(
      fc.record({
        receiptFrom: digits(4),
        receiptTo: digits(4),
        groups: fc.record({
          girocard: group,
          jcb: group,
          mastercard: group,
          amex: group,
          visa: group,
          diners: group,
          others: group,
        }),
      }),
    ),
  });

  test('status information reads back as it was meant, in every set of letters', () => {
    fc.assert(
      fc.property(statuses, fc.constantFrom(...charsets), (status, charset) => {
        const message = sound(buildStatusInformation(status, charset));
        expect(readStatusInformation(message, { charset })).toEqual(status);
      }),
    );
    expect(CARD_GROUPS.length).toBe(7);
  });

  test('intermediate status, completion, abort, date and time read back as they were meant', () => {
    fc.assert(
      fc.property(
        byte,
        fc.option(fc.nat({ max: 99 })),
        fc.array(word(30), { maxLength: 8 }),
        (status, minutes, texts) => {
          const apdu = buildIntermediateStatus(status, {
            texts,
            ...(minutes === null ? {} : { timeoutMinutes: minutes }),
          });
          expect(readIntermediateStatus(sound(apdu))).toEqual({ status, timeoutMinutes: minutes, texts });
        },
      ),
    );
    const registered = {
      resultCode: null,
      terminalStatus: null,
      software: null,
      statusByte: 1,
      terminalId: '52500295',
      currency: '0978',
      charset: 'utf-8' as const,
    };
    expect(readCompletion(sound(buildCompletion(registered)))).toEqual(registered);
    const idle = { ...registered, statusByte: null, terminalId: null, currency: null, charset: null };
    for (const [software, terminalStatus] of [
      ['GER-APP-v2.0.9', 0x00],
      ['', 0xf0],
      [null, 0x06],
      [null, 0xdc],
    ] as const) {
      const apdu = buildCompletion({ software, terminalStatus }, true);
      const expected = { ...idle, software: software === '' ? null : software, terminalStatus };
      expect(readCompletion(sound(apdu, CONTROL.statusEnquiry))).toEqual(expected);
    }
    expect(
      readAbort(sound(buildAborted(0xff, { extendedCode: 'E42', extendedText: 'Kein Netz für Zahlung' }))),
    ).toEqual({
      resultCode: 0xff,
      extendedCode: 'E42',
      extendedText: 'Kein Netz für Zahlung',
      receipt: null,
    });
    expect(readDateTime(sound(buildDateTime('261121', '101112')))).toEqual({ date: '261121', time: '101112' });
    expect(readDateTime(sound(buildAck()))).toBeNull();
  });

  test('receipts read back line by line, in every set of letters', () => {
    const lines = fc.array(fc.record({ text: word(40), centred: fc.boolean() }), { maxLength: 60 });
    const types = fc.constantFrom('merchant', 'customer', 'administration', 'unknown');
    fc.assert(
      fc.property(types, lines, fc.boolean(), fc.constantFrom(...charsets), (receipt, texts, declined, charset) => {
        const block = sound(buildPrintBlock(receipt, texts, { charset, declined }));
        expect(readPrintBlock(block, { charset })).toEqual({ receipt, lines: texts, declined });
        for (const { text, centred } of texts) {
          const line = sound(buildPrintLine(text, { attribute: centred ? 0x40 : 0, charset }));
          expect(readPrintLine(line, { charset })).toEqual({ text, feeds: 0, centred, last: false });
        }
      }),
    );
  });
});
