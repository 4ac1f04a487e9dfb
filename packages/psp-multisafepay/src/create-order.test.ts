import type { PaymentId } from '@tillbridge/payments';
import { expect, test } from 'vitest';
import { toPageOrder, toTerminalOrder } from './create-order.ts';
import { whyNoNotifications } from './settings.ts';
import { GROUP_ACCOUNT, NOW, paymentOrder, REFERENCE, SITE_ACCOUNT, TERMINAL } from './testing/samples.ts';

test('a payment on a terminal', () => {
  expect(toTerminalOrder(paymentOrder(), GROUP_ACCOUNT, TERMINAL)).toEqual({
    type: 'redirect',
    order_id: REFERENCE,
    gateway: '',
    currency: 'EUR',
    amount: 1470,
    description: 'Speelpark De Eik',
    gateway_info: { terminal_id: '000004Og' },
  });
});

test('a refund on a terminal has the same positive amount under another type', () => {
  const order = toTerminalOrder(paymentOrder({ direction: 'refund' }), GROUP_ACCOUNT, TERMINAL);
  expect(order).toMatchObject({ type: 'unreferenced_refund', amount: 1470 });
});

test('notification address, method and language, when the settings have them', () => {
  const account = { ...GROUP_ACCOUNT, notificationUrl: 'https://shop.example/msp', locale: 'nl_NL' as const };
  expect(toTerminalOrder(paymentOrder(), account, TERMINAL)).toMatchObject({
    payment_options: { notification_url: 'https://shop.example/msp', notification_method: 'POST' },
    customer: { locale: 'nl_NL' },
  });
  const get = { ...account, notificationMethod: 'GET' as const };
  expect(toTerminalOrder(paymentOrder(), get, TERMINAL)).toMatchObject({
    payment_options: { notification_method: 'GET' },
  });
});

test('a terminal has no browser to send anywhere', () => {
  const account = { ...GROUP_ACCOUNT, redirectUrl: 'https://a', cancelUrl: 'https://b' };
  expect(toTerminalOrder(paymentOrder(), account, TERMINAL)).not.toHaveProperty('payment_options');
});

test.each<[string, string]>([
  ['  two\n lines\u0000 ', 'two lines'],
  ['', REFERENCE],
  ['é'.repeat(300), 'é'.repeat(200)],
  ['\ud800 half', 'half'],
])('the description %j becomes %j', (description, expected) => {
  expect(toTerminalOrder(paymentOrder({ description }), GROUP_ACCOUNT, TERMINAL).description).toBe(expected);
});

test('a reference that is no order id everywhere is a mistake of ours', () => {
  for (const reference of ['a/b', 'a.b', '', 'x'.repeat(51)]) {
    expect(() => toTerminalOrder(paymentOrder({ reference: reference as PaymentId }), GROUP_ACCOUNT, TERMINAL)).toThrow(
      RangeError,
    );
  }
});

test('a page closes by itself, never later than asked, and sends no reminders (P6)', () => {
  const page = toPageOrder(paymentOrder({ expiresAt: NOW + 90_999 }), SITE_ACCOUNT, {}, NOW);
  expect(page).toMatchObject({
    type: 'redirect',
    gateway: '',
    seconds_active: 90,
    second_chance: { send_mail: false },
    payment_options: { close_window: false },
  });
  expect(page).not.toHaveProperty('gateway_info');
  expect(toPageOrder(paymentOrder({ expiresAt: NOW - 5 }), SITE_ACCOUNT, {}, NOW).seconds_active).toBe(1);
  const account = { ...SITE_ACCOUNT, redirectUrl: 'https://a', cancelUrl: 'https://b' };
  expect(toPageOrder(paymentOrder(), account, { gateway: 'IDEAL', type: 'paymentlink' }, NOW)).toMatchObject({
    type: 'paymentlink',
    gateway: 'IDEAL',
    payment_options: { redirect_url: 'https://a', cancel_url: 'https://b' },
  });
});

test.each<[string, string | null]>([
  ['https://shop.example/msp_1/a-b', null],
  ['http://shop.example/', 'not an https address'],
  ['https://shop.example:8443/', 'it names a port'],
  ['https://shop.example/?a=b', 'it has characters other than letters, digits and - _ . : /'],
  [`https://shop.example/${'a'.repeat(150)}`, 'longer than 150 characters'],
  ['nowhere', 'not an https address'],
])('the notification address %s: %j', (url, why) => {
  expect(whyNoNotifications(url)).toBe(why);
});
