import { cents } from '@tillbridge/kernel';
import { samplePayment } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import { takenBackBy } from './intent.ts';
import type { Payment, RouteId } from './payment.ts';

const APPROVAL = {
  finalCents: cents(1470),
  transactionReference: '60001234-0042',
  cardType: null,
  terminalLabel: null,
  providerMethod: null,
  receipts: [],
  settlement: 'final',
} as const;

function payment(n: number, parts: Partial<Payment> = {}): Payment {
  return {
    ...samplePayment(n),
    amountCents: cents(1470),
    route: 'pin-1' as RouteId,
    state: 'approved',
    approval: APPROVAL,
    createdAt: n,
    ...parts,
  };
}

const refund = payment(9, { direction: 'refund', state: 'intent', approval: null });

describe('the payment a refund takes back', () => {
  test('the newest of the sale with the same route and amount', () => {
    expect(takenBackBy(refund, [payment(1), payment(2), refund])?.id).toBe(payment(2).id);
  });

  test.each<readonly [string, readonly Payment[]]>([
    ['nothing of this sale', []],
    ['another amount', [payment(1, { amountCents: cents(1471) })]],
    ['another route', [payment(1, { route: 'pin-2' as RouteId })]],
    ['not paid', [payment(1, { state: 'declined', approval: null })]],
    ['paid with a tip', [payment(1, { approval: { ...APPROVAL, finalCents: cents(1600) } })]],
    ['refunded already', [payment(1), payment(2, { direction: 'refund' })]],
  ])('none: %s', (_, ofSale) => {
    expect(takenBackBy(refund, [...ofSale, refund])).toBeUndefined();
  });
});
