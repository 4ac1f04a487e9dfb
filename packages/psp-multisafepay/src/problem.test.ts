import type { ErrorEntry } from '@tillbridge/kernel';
import type { HttpReply, HttpResponse } from '@tillbridge/psp-core';
import { answer } from '@tillbridge/psp-core/testing';
import { describe, expect, test } from 'vitest';
import { MSP_ERRORS } from './errors.ts';
import { type CallPurpose, isDeclineCode, readAnswer } from './problem.ts';
import { problem } from './testing/wire-answers.ts';

function entryOf(reply: HttpReply, purpose: CallPurpose = 'create'): ErrorEntry {
  const read = readAnswer(reply as HttpResponse, purpose);
  if (read.ok) throw new Error('no error');
  return read.failure.entry;
}

describe('the error codes of the vendor', () => {
  test.each<[string, ErrorEntry, readonly number[]]>([
    ['amount or currency', MSP_ERRORS.amountRefused, [1001, 1002]],
    ['account', MSP_ERRORS.accountClosed, [1003, 1015, 1019, 1020]],
    ['key', MSP_ERRORS.keyRefused, [1032]],
    ['order', MSP_ERRORS.orderRefused, [1004, 1005, 1007, 1008, 1010, 1011, 1012, 1013, 1016, 1018, 1021]],
    ['cart and signatures', MSP_ERRORS.orderRefused, [1025, 1026, 1027, 1028, 1029, 1030, 1031, 1035, 1036, 5001]],
    ['exists already', MSP_ERRORS.orderIdTaken, [1006, 1022]],
    ['gateway', MSP_ERRORS.methodUnavailable, [1023]],
    ['declined', MSP_ERRORS.paymentDeclined, [1024, 3001, 3012, 4001, 4002, 4003, 4004, 4005, 4999]],
    ['refund', MSP_ERRORS.refundRefused, [1017, 1033, 1034]],
    ['no more than "error"', MSP_ERRORS.unspecified, [1000, 1014, 9999, 7777]],
  ])('%s', (_name, entry, codes) => {
    for (const code of codes) {
      for (const status of [200, 400, 404]) expect(entryOf(problem(status, code))).toBe(entry);
      expect(entryOf(answer(404, { success: false, error_code: String(code) }))).toBe(entry);
    }
  });

  test('1006 to a question, and 1000 with 410, mean that there is no such order; 1000 alone means nothing', () => {
    expect(entryOf(problem(404, 1006), 'read')).toBe(MSP_ERRORS.orderNotFound);
    expect(entryOf(problem(200, 1006), 'cancel')).toBe(MSP_ERRORS.orderNotFound);
    expect(entryOf(problem(410, 1000), 'read')).toBe(MSP_ERRORS.orderNotFound);
    expect(entryOf(problem(404, 1000), 'read')).toBe(MSP_ERRORS.unspecified);
  });
});

test.each<[HttpReply, ErrorEntry]>([
  [answer(403, { message: 'Forbidden' }), MSP_ERRORS.keyRefused],
  [answer(401, ''), MSP_ERRORS.keyRefused],
  [answer(400, { message: 'no' }), MSP_ERRORS.orderRefused],
  [answer(404, '<html>'), MSP_ERRORS.orderRefused],
  [answer(422, { success: false, message: 'Validation error', errors: [] }), MSP_ERRORS.orderRefused],
  [answer(429, { message: 'slow' }), MSP_ERRORS.tooManyCalls],
  [answer(500, ''), MSP_ERRORS.providerFailing],
  [answer(501, ''), MSP_ERRORS.providerFailing],
  [problem(503, 1023), MSP_ERRORS.providerFailing],
  [answer(302, ''), MSP_ERRORS.unreadable],
  [answer(200, ''), MSP_ERRORS.unreadable],
  [answer(200, '<html>'), MSP_ERRORS.unreadable],
  [answer(200, '{"success":true,"data":{'), MSP_ERRORS.unreadable],
  [answer(200, { success: false }), MSP_ERRORS.unspecified],
])('%j', (reply, entry) => {
  expect(entryOf(reply)).toBe(entry);
});

test('success may be missing from an answer that has data', () => {
  expect(readAnswer(answer(200, { data: {} }) as HttpResponse, 'read')).toMatchObject({ ok: true });
});

test('the detail has our code, their status, code, words and fields, and no card number', () => {
  const reply = answer(422, {
    success: false,
    message: 'Validation error for 5555555555554444',
    errors: [{ attribute: 'amount', message: 'too low', details: ['at least 1'] }],
  });
  const read = readAnswer(reply as HttpResponse, 'create');
  expect(read).toMatchObject({
    failure: {
      detail: 'MSP-104 HTTP 422 Validation error for 555555******4444; amount too low at least 1',
      theirs: true,
      status: 422,
      code: null,
    },
  });
});

test('reason codes of a payment that was turned away', () => {
  expect(['4002', '3004', '1024'].every(isDeclineCode)).toBe(true);
  expect([null, undefined, '', '1000', 'x', '1006'].some(isDeclineCode)).toBe(false);
});

test('the catalogue: codes are of one kind and used once', () => {
  const codes = Object.values(MSP_ERRORS).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^MSP-1\d\d$/);
});
