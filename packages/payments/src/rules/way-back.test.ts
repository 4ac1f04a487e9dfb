import { cents } from '@tillbridge/kernel';
import { FakeClock, ScriptedAccount, ScriptedProvider, samplePayment } from '@tillbridge/testkit';
import { describe, expect, test } from 'vitest';
import type { Payment, RouteId } from '../payment.ts';
import { leftToRefund, takenBackBy, wayBackOf } from './way-back.ts';

const APPROVAL = {
  finalCents: cents(1470),
  transactionReference: '60001234-0042',
  cardType: null,
  terminalLabel: null,
  providerMethod: null,
  receipts: [],
  settlement: 'final',
} as const;

const clock = new FakeClock();
const provider = new ScriptedProvider(clock);
const account = new ScriptedAccount(clock);
const drivers = [
  provider.terminal('pin-1'),
  provider.terminal('old', { canRefund: false }),
  { ...provider.terminal('cloud', { canRefund: false }), account },
  { ...provider.qr('qr'), account },
  provider.qr('other-qr'),
];
const routes = { byId: (route: RouteId) => drivers.find((driver) => driver.route === route) };

function payment(n: number, parts: Partial<Payment> = {}): Payment {
  return {
    ...samplePayment(n),
    amountCents: cents(1470),
    route: 'pin-1' as RouteId,
    providerRef: `order-${n}`,
    state: 'approved',
    approval: APPROVAL,
    ...parts,
  };
}

function refundOf(original: Payment, n: number, parts: Partial<Payment> = {}): Payment {
  return payment(n, { direction: 'refund', original: original.id, approval: null, state: 'started', ...parts });
}

describe('the payment a refund takes back', () => {
  const find = (ofSale: readonly Payment[], amountCents = 1470, method = 'K_PAY_PIN') =>
    takenBackBy({ method, amountCents: cents(amountCents) }, ofSale, routes, (id) =>
      ofSale.filter((one) => one.original === id),
    )?.id;

  test('the newest of the sale with the same method and amount', () => {
    const [first, second] = [payment(1), payment(2)];
    expect(find([first, second])).toBe(second.id);
  });

  test('the route that took the money, whatever the method names', () => {
    const byQr = payment(1, { route: 'qr' as RouteId, method: 'K_QR', means: 'qr' });
    expect(find([byQr])).toBe(byQr.id);
    expect(find([byQr, payment(2)], 1470, 'K_QR')).toBe(byQr.id);
  });

  test('the same method before the same amount, and either before the newest', () => {
    const dear = payment(1, { approval: { ...APPROVAL, finalCents: cents(2000) }, amountCents: cents(2000) });
    const byQr = payment(2, { route: 'qr' as RouteId, method: 'K_QR', means: 'qr' });
    expect(find([dear, byQr])).toBe(dear.id);
    expect(find([payment(3), payment(4, { approval: { ...APPROVAL, finalCents: cents(2000) } })])).toBe(payment(3).id);
  });

  test('a part of it, as long as so much is left', () => {
    const original = payment(1);
    expect(find([original], 500)).toBe(original.id);
    expect(find([original, refundOf(original, 2, { amountCents: cents(970) })], 500)).toBe(original.id);
    expect(find([original, refundOf(original, 2, { amountCents: cents(971) })], 500)).toBeUndefined();
  });

  test.each<readonly [string, readonly Payment[]]>([
    ['nothing of this sale', []],
    ['it took less', [payment(1, { approval: { ...APPROVAL, finalCents: cents(1469) } })]],
    ['not paid', [payment(1, { state: 'declined', approval: null })]],
    ['a refund itself', [payment(1, { direction: 'refund' })]],
    ['refused by the scheme afterwards', [payment(1, { approval: { ...APPROVAL, settlement: 'refused' } })]],
    ['a terminal that gives nothing back', [payment(1, { route: 'old' as RouteId })]],
    ['a provider without an account', [payment(1, { route: 'other-qr' as RouteId, means: 'qr' })]],
    ['a route that left the settings', [payment(1, { route: 'gone' as RouteId })]],
    ['refunded already', [payment(1), refundOf(payment(1), 2)]],
  ])('none: %s', (_, ofSale) => {
    expect(find(ofSale)).toBeUndefined();
  });
});

describe('what is left to refund', () => {
  const original = payment(1);

  test('a refund counts until it is proven that no money moved', () => {
    const states = ['intent', 'started', 'unknown', 'approved'] as const;
    for (const state of states) expect(leftToRefund(original, [refundOf(original, 2, { state })])).toBe(0);
    for (const state of ['declined', 'cancelled', 'timed-out'] as const) {
      expect(leftToRefund(original, [refundOf(original, 2, { state })])).toBe(1470);
    }
  });

  test('what was really taken counts, not what was asked for', () => {
    expect(leftToRefund(payment(1, { approval: { ...APPROVAL, finalCents: cents(1600) } }), [])).toBe(1600);
  });
});

test.each([
  ['a terminal of our own', 'pin-1', {}, 'terminal'],
  ['a provider that gives back', 'cloud', {}, 'account'],
  ['its order was never known', 'cloud', { providerRef: null }, null],
  ['not confirmed by the scheme yet', 'cloud', { approval: { ...APPROVAL, settlement: 'queued' } }, null],
  ['a QR', 'qr', { means: 'qr' }, 'account'],
] as const)('the way back of what %s took', (_, route, parts, way) => {
  const original = payment(1, { route: route as RouteId, ...parts });
  expect(wayBackOf(original, routes.byId(original.route))).toBe(way);
});
