import type { ErrorEntry } from '@tillbridge/kernel';
import type { HttpResponse } from '@tillbridge/psp-core';
import { answer } from '@tillbridge/psp-core/testing';
import { expect, test } from 'vitest';
import { PAY_ERRORS } from './errors.ts';
import { failureOfAnswer } from './problem.ts';

const failureOf = (status: number, body: unknown) => failureOfAnswer(answer(status, body) as HttpResponse);

test.each<[number, unknown, ErrorEntry]>([
  [422, { code: 'PAY-9206', detail: 'Terminal in use' }, PAY_ERRORS.terminalInUse],
  [400, { code: 'PAY-1400', detail: 'Terminal in use' }, PAY_ERRORS.terminalInUse],
  [422, { code: 'PAY-1422', violations: [{ code: 'PAY-9206' }] }, PAY_ERRORS.terminalInUse],
  [500, { code: 'PAY-9206' }, PAY_ERRORS.terminalInUse],
  [422, { code: 'PAY-1422', violations: [{ message: 'Terminal not connected' }] }, PAY_ERRORS.terminalOffline],
  [422, { detail: 'The requested payment method is not enabled' }, PAY_ERRORS.methodNotEnabled],
  [422, { title: 'Method not enabled for this service' }, PAY_ERRORS.methodNotEnabled],
  [422, { code: 'PAY-1422', detail: 'amount.value: too low' }, PAY_ERRORS.orderRefused],
  [401, { code: 'PAY-1401' }, PAY_ERRORS.notAllowed],
  [403, 'Forbidden', PAY_ERRORS.notAllowed],
  [404, { code: 'PAY-1404' }, PAY_ERRORS.orderNotFound],
  [410, { code: 'PAY-1410' }, PAY_ERRORS.orderGone],
  [429, { code: 'PAY-1429' }, PAY_ERRORS.tooManyCalls],
  [500, '<html>', PAY_ERRORS.providerFailing],
  [503, { code: 'PAY-1503' }, PAY_ERRORS.providerFailing],
  [422, { detail: 'Minimum amount for this payment method is 1.00' }, PAY_ERRORS.amountNotAllowed],
  [422, { detail: 'Maximum exceeded for payment option' }, PAY_ERRORS.amountNotAllowed],
  [422, { detail: 'De bestelling kon niet worden gevonden' }, PAY_ERRORS.orderNotFound],
  [422, { code: 'PAY-3000', detail: 'Refunding too fast' }, PAY_ERRORS.refundTooSoon],
  [422, { code: 'PAY-3000', detail: 'something else' }, PAY_ERRORS.orderRefused],
  [400, { title: 'Forbidden' }, PAY_ERRORS.notAllowed],
  [
    422,
    { errors: { serviceId: { message: 'Service location not found', code: 'PAY-2852' } } },
    PAY_ERRORS.serviceUnknown,
  ],
  [422, { 'amount.value': { message: 'Invalid', code: 'PAY-2803' } }, PAY_ERRORS.refundAmount],
  [200, { request: { result: '0', errorId: 'PAY-406', errorMessage: 'no' } }, PAY_ERRORS.tooLateToAbort],
  [422, { status: 'FALSE', error: 'Terminal in use' }, PAY_ERRORS.terminalInUse],
  [422, { result: 0, errorId: 'PAY-410', errorMessage: 'max amount' }, PAY_ERRORS.amountNotAllowed],
  [422, { request: { result: '0', errorId: 'PAY-9003' } }, PAY_ERRORS.orderNotFound],
  [422, { code: 1422, detail: ['?'], violations: 'none' }, PAY_ERRORS.orderRefused],
  [422, null, PAY_ERRORS.orderRefused],
])('HTTP %i with %j', (status, body, entry) => {
  expect(failureOf(status, body).entry).toBe(entry);
});

test('the detail keeps their code and words, on one line and masked', () => {
  const { detail } = failureOf(422, {
    code: 'PAY-1422',
    detail: 'card 4111111111111111\nis not allowed',
    violations: [{ propertyPath: 'customer', message: 'wrong', code: 'X' }],
  });
  expect(detail).toBe('PAY-104 HTTP 422 PAY-1422; card 411111******1111 is not allowed; customer X wrong');
  expect(failureOf(422, { detail: 'x'.repeat(5_000) }).detail.length).toBeLessThanOrEqual(240);
});

test('codes are unique and ours', () => {
  const codes = Object.values(PAY_ERRORS).map((entry) => entry.code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^PAY-1\d\d$/);
});
