import { describe, expect, test } from 'vitest';
import type { HttpReply } from './http-exchange.ts';
import { type CallEnd, type CallKind, endOf, type Retry, retryAfterEnd } from './retry.ts';

const answer = (status: number): HttpReply => ({ kind: 'response', status, headers: {}, body: new Uint8Array() });

describe('how a call ended', () => {
  test.each<[HttpReply, CallEnd]>([
    [answer(200), 'answered'],
    [answer(302), 'answered'],
    [answer(404), 'answered'],
    [answer(429), 'too-many'],
    [answer(500), 'server-error'],
    [answer(503), 'server-error'],
    [{ kind: 'failure', reach: 'not-sent', fault: 'refused', detail: '' }, 'not-sent'],
    [{ kind: 'failure', reach: 'no-answer', fault: 'reset', detail: '' }, 'no-answer'],
  ])('%j is %s', (reply, end) => {
    expect(endOf(reply)).toBe(end);
  });
});

test('a create that may have arrived is never sent again (P3)', () => {
  for (const end of ['answered', 'no-answer', 'too-many', 'server-error'] as const) {
    expect(retryAfterEnd('create', end)).toBe('stop');
  }
});

test.each<[CallKind, CallEnd, Retry]>([
  ['create', 'not-sent', 'next-host'],
  ['read', 'not-sent', 'next-host'],
  ['read', 'no-answer', 'next-host'],
  ['read', 'server-error', 'next-host'],
  ['read', 'too-many', 'later'],
  ['read', 'answered', 'stop'],
  ['change', 'no-answer', 'next-host'],
  ['change', 'too-many', 'later'],
  ['change', 'answered', 'stop'],
])('a %s that ended with %s: %s', (kind, end, retry) => {
  expect(retryAfterEnd(kind, end)).toBe(retry);
});
