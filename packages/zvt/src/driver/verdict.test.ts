import { describe, expect, test } from 'vitest';
import { notPaid } from './outcome.ts';
import { isCancelled, phaseOf } from './phases.ts';
import { reasonOf, remedyOf, sayVerdict, verdictOf } from './verdict.ts';

describe('results', () => {
  test.each([
    [0x01, 'ZVT-401'],
    [0x51, 'ZVT-312'],
    [0x55, 'ZVT-401'],
    [0x63, 'ZVT-401'],
    [0x64, 'ZVT-402'],
    [0x6c, 'ZVT-405'],
    [0x6f, 'ZVT-412'],
    [0x71, 'ZVT-407'],
    [0x78, 'ZVT-403'],
    [0x7d, 'ZVT-406'],
    [0xa3, 'ZVT-406'],
    [0xb2, 'ZVT-411'],
    [0xb4, 'ZVT-409'],
    [0xb5, 'ZVT-410'],
    [0xc5, 'ZVT-404'],
    [0xcc, 'ZVT-408'],
    [0xf0, 'ZVT-314'],
    [0xff, 'ZVT-449'],
    [0xdd, 'ZVT-449'],
  ])('%i is %s', (code, entry) => {
    expect(verdictOf(code).code).toBe(entry);
    expect(sayVerdict(code)).toMatch(new RegExp(`^${entry} .*: code [0-9A-F]{2}$`));
  });

  test('every code but success ends without money, for one reason', () => {
    for (let code = 1; code <= 0xff; code += 1) {
      expect(verdictOf(code).moneyMoved).toBe('no');
      expect(['declined-by-issuer', 'cancelled-by-customer', 'failed']).toContain(reasonOf(code));
    }
  });

  test('the abort key is a cancel; our own stop after the time is a timeout', () => {
    expect(notPaid(0x6c, null, null, false)).toMatchObject({ kind: 'cancelled', reason: 'cancelled-by-customer' });
    expect(notPaid(0x6c, null, null, true)).toMatchObject({ kind: 'timed-out' });
    expect(notPaid(0x05, null, 'Karte\ngesperrt 4711001234567890', false)).toMatchObject({
      kind: 'declined',
      detail: 'ZVT-401 The bank declined: code 05, Karte gesperrt 471100******7890',
    });
  });
});

test.each([
  [0x00, 'none'],
  [0x9c, 'wait'],
  [0x51, 'initialise'],
  [0x62, 'set-clock'],
  [0xc2, 'diagnose'],
  [0xf0, 'end-of-day'],
  [0xb1, 'end-of-day'],
  [0xdc, 'eject'],
  [0xdf, 'technician'],
])('state %i: %s', (status, remedy) => {
  expect(remedyOf(status)).toBe(remedy);
});

describe('what the guest has to do', () => {
  test.each([
    [0x0a, 'present-card'],
    [0x0c, 'try-again'],
    [0x4c, 'try-again'],
    [0xcc, 'pin'],
    [0x15, 'pin-again'],
    [0x04, 'processing'],
    [0x0b, 'remove-card'],
    [0x44, 'remove-card'],
    [0x5d, 'remove-card'],
    [0x1d, 'processing'],
  ])('status %i: %s', (status, phase) => {
    expect(phaseOf(status)).toBe(phase);
  });

  test('what nobody knows changes nothing on the screen', () => {
    for (const status of [0xa0, 0xa5, 0x7f, 0xff]) expect(phaseOf(status)).toBeNull();
  });

  test('cancelled, with and without a card inside', () => {
    expect([0x0d, 0x4d].map(isCancelled)).toEqual([true, true]);
    expect(isCancelled(0x0a)).toBe(false);
  });
});
