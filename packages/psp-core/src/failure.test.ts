import type { ErrorEntry } from '@tillbridge/kernel';
import { expect, it } from 'vitest';
import { failure, failureOfTransport } from './failure.ts';

function entry(code: string): ErrorEntry {
  return { code, title: 'No', whoActs: 'it', moneyMoved: 'no', cashier: 'Call IT.', it: 'Look.' };
}

it('S1: says our code and their words in one line, card numbers masked', () => {
  const said = failure(entry('XX-101'), 'HTTP 400\r\nno such card 4111111111111111');
  expect(said.detail).toBe('XX-101 HTTP 400 no such card 411111******1111');
  expect([...failure(entry('XX-101'), 'w'.repeat(500)).detail]).toHaveLength(240);
});

it.each([
  ['not-sent', 'XX-1'],
  ['no-answer', 'XX-2'],
] as const)('a call that ended as %s is %s', (reach, code) => {
  const lost = { kind: 'failure', reach, fault: 'timeout', detail: 'api.example' } as const;
  const told = failureOfTransport(lost, { notReached: entry('XX-1'), noAnswer: entry('XX-2') });
  expect(told).toEqual({ entry: entry(code), detail: `${code} timeout: api.example` });
});
