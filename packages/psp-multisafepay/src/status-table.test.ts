import { utf8 } from '@tillbridge/psp-core';
import { describe, expect, test } from 'vitest';
import { readExact } from './exact.ts';
import type { MspOrder } from './order.wire.ts';
import { mspOrderSchema } from './order.wire.ts';
import { type StandingRules, standingOf } from './standing.ts';
import { isUnderWay, meaningOf, type StatusMeaning } from './status-table.ts';
import { wireOrder } from './testing/samples.ts';

const RULES: StandingRules = {
  means: 'card',
  direction: 'pay',
  terminalId: '000004Og',
  stoppedByUs: false,
  lastDecline: null,
  inactivityMs: 60_000,
};

const DECLINE = { words: '4002 no', asksPin: false };

const order = (status: string, parts: Record<string, unknown> = {}): MspOrder =>
  mspOrderSchema.parse(readExact(utf8(JSON.stringify(wireOrder(status, parts)))));

test.each<[string, StatusMeaning, StatusMeaning]>([
  ['initialized', 'open', 'open'],
  ['declined', 'declined', 'declined'],
  ['uncleared', 'waiting', 'waiting'],
  ['completed', 'paid', 'paid'],
  ['cancelled', 'cancelled', 'cancelled'],
  ['void', 'cancelled', 'cancelled'],
  ['expired', 'expired', 'expired'],
  ['reserved', 'review', 'reserved'],
  ['refunded', 'review', 'paid'],
  ['partial_refunded', 'review', 'review'],
  ['chargeback', 'review', 'review'],
  ['shipped', 'review', 'review'],
  ['something new', 'review', 'review'],
  ['constructor', 'review', 'review'],
])('%s of a payment is %s, of a refund %s', (status, payment, refund) => {
  expect([meaningOf(status, null, 'pay'), meaningOf(status, null, 'refund')]).toEqual([payment, refund]);
});

test('the money’s side has to go with "paid"', () => {
  expect(meaningOf('shipped', 'completed', 'pay')).toBe('paid');
  for (const money of ['completed', 'uncleared', 'initialized', null, undefined]) {
    expect(meaningOf('completed', money, 'pay')).toBe('paid');
  }
  for (const money of ['cancelled', 'declined', 'void', 'expired']) {
    expect(meaningOf('completed', money, 'pay')).toBe('review');
  }
});

test('an order stands on its terminal while a card may come, and when nobody knows', () => {
  for (const status of ['initialized', 'declined', 'uncleared', 'something new']) {
    expect(isUnderWay(status, 'pay')).toBe(true);
  }
  for (const status of ['completed', 'cancelled', 'void', 'expired', 'refunded', 'chargeback', 'reserved']) {
    expect([isUnderWay(status, 'pay'), isUnderWay(status, 'refund')]).toEqual([false, false]);
  }
});

describe('standing', () => {
  test.each<[string, StandingRules['means'], string]>([
    ['initialized', 'card', 'present-card'],
    ['initialized', 'qr', 'scan'],
    ['declined', 'card', 'declined-retry'],
    ['declined', 'qr', 'declined-retry'],
    ['uncleared', 'qr', 'checking'],
    ['chargeback', 'card', 'checking'],
  ])('%s on %s: %s', (status, means, phase) => {
    expect(standingOf(order(status), { ...RULES, means }).standing).toEqual({ kind: 'pending', phase });
  });

  test('a page on which a method was chosen was scanned', () => {
    const chosen = order('initialized', { payment_methods: [{ type: 'IDEAL', status: 'initialized' }] });
    expect(standingOf(chosen, { ...RULES, means: 'qr' }).standing).toEqual({ kind: 'pending', phase: 'scanned' });
  });

  test('why a card was turned away is kept for people, masked', () => {
    const told = order('declined', { reason_code: 4002, reason: 'Insufficient funds 5555555555554444' });
    expect(standingOf(told, RULES).decline?.words).toBe('4002 Insufficient funds 555555******4444');
  });

  describe('after a card was turned away', () => {
    test.each<[string, MspOrder, StandingRules['lastDecline'], string]>([
      ['the order looks new, and the decline is remembered', order('initialized'), DECLINE, 'declined-retry'],
      ['the PIN was asked for', order('initialized'), { words: '', asksPin: true }, 'declined-pin'],
      ['nobody saw it, and the order tells', order('initialized', { reason_code: '4002' }), null, 'declined-retry'],
      ['a soft decline that nobody saw', order('initialized', { reason_code: 4004 }), null, 'declined-pin'],
      ['a soft decline', order('declined', { reason_code: '4004' }), null, 'declined-pin'],
      ['the issuer’s 65', order('declined', { payment_details: { response_code: 65 } }), null, 'declined-pin'],
      ['the issuer’s 71', order('declined', { payment_details: { response_code: '71' } }), DECLINE, 'declined-pin'],
      ['another card without a word', order('declined'), { words: '', asksPin: true }, 'declined-retry'],
    ])('%s', (_name, shown, lastDecline, phase) => {
      expect(standingOf(shown, { ...RULES, lastDecline }).standing).toEqual({ kind: 'pending', phase });
    });

    test('a page goes on where its guest is', () => {
      const rules = { ...RULES, means: 'qr', lastDecline: DECLINE } as const;
      expect(standingOf(order('initialized'), rules)).toEqual({
        standing: { kind: 'pending', phase: 'scan' },
        decline: null,
      });
    });
  });

  test.each<[string, Record<string, unknown>, Partial<StandingRules>, Record<string, unknown>]>([
    [
      'stopped by us',
      {},
      { stoppedByUs: true, lastDecline: DECLINE },
      { kind: 'cancelled', reason: 'cancelled-by-till' },
    ],
    ['after a turned-away card', {}, { lastDecline: DECLINE }, { kind: 'declined', reason: 'declined-by-issuer' }],
    ['with a decline on it', { reason_code: '4005' }, {}, { kind: 'declined', reason: 'declined-by-issuer' }],
    ['after a minute', { modified: '2026-03-01T10:01:00' }, {}, { kind: 'timed-out' }],
    ['before that', {}, {}, { kind: 'cancelled', reason: 'cancelled-by-customer' }],
    ['without times', { created: null, modified: 'x' }, {}, { kind: 'cancelled', reason: 'cancelled-by-customer' }],
  ])('a cancelled order %s', (_name, parts, rules, outcome) => {
    expect(standingOf(order('cancelled', parts), { ...RULES, ...rules }).standing).toMatchObject({
      kind: 'final',
      outcome,
    });
  });

  test('an expired page is timed out', () => {
    const standing = standingOf(order('expired'), { ...RULES, means: 'qr', inactivityMs: Number.POSITIVE_INFINITY });
    expect(standing.standing).toMatchObject({ kind: 'final', outcome: { kind: 'timed-out' } });
  });

  test('a reserved refund is taken and not proven', () => {
    expect(standingOf(order('reserved'), { ...RULES, direction: 'refund' }).standing).toMatchObject({ kind: 'queued' });
  });
});
