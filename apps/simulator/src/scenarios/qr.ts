import { QR_METHOD } from '../rig/fixed-shop.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import {
  ENDS,
  expectCharged,
  expectCreates,
  expectNoComplaints,
  expectSame,
  expectSteps,
  expectThat,
  expectTold,
} from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 2450;

/** Opens what the QR holds, as a phone does; answers the address of the page. */
async function scan(qr: string): Promise<string> {
  const page = await fetch(qr);
  const html = await page.text();
  expectThat(page.ok && html.includes('24,50'), 'the QR must open the payment page with the amount', page.status);
  return page.url;
}

/** Presses a button of the payment page. */
async function press(pageUrl: string, button: 'pay' | 'cancel'): Promise<void> {
  const response = await fetch(`${pageUrl}/${button}`, { method: 'POST', redirect: 'manual' });
  expectSame(response.status, 303, `the page's answer to ${button}`);
}

async function onlyOrder(shop: ShopRig): Promise<string> {
  const orders = await shop.orders();
  expectSame(orders.length, 1, 'orders at the payment cloud');
  return orders[0]?.id ?? '';
}

const qrPaid: Scenario = {
  name: 'qr-paid',
  about: 'The till is given a QR; the guest opens it, pays, and the till hears it.',
  async play(shop) {
    const payment = await shop.till.sell(QR_METHOD, AMOUNT);
    const page = await scan(await shop.till.untilQr());
    await press(page, 'pay');
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, AMOUNT, 'the final amount');
    await expectCharged(shop, [AMOUNT]);
    await expectCreates(shop, 1);
    expectSteps(await shop.story(payment.externalPaymentId), ['intended', 'started', 'approved'], ENDS);
    expectNoComplaints(shop);
    return 'QR opened the hosted page; paid there once; till told paid';
  },
};

const qrExpired: Scenario = {
  name: 'qr-expired',
  about: 'Nobody pays a QR before its time is over: the till hears that nothing was paid.',
  async play(shop) {
    const payment = await shop.till.sell(QR_METHOD, AMOUNT);
    await shop.till.untilQr();
    await shop.pay.page(await onlyOrder(shop), 'expire');
    await expectTold(payment.outcome, 'cancelled');
    await expectCharged(shop, []);
    expectSteps(await shop.story(payment.externalPaymentId), ['intended', 'started', 'timed-out'], ['approved']);
    expectNoComplaints(shop);
    return 'expired at the provider; till told not paid; nothing charged; journal says timed out';
  },
};

const qrCancelled: Scenario = {
  name: 'qr-cancelled',
  about: 'The guest stops on the payment page: the till hears that nothing was paid.',
  async play(shop) {
    const payment = await shop.till.sell(QR_METHOD, AMOUNT);
    await press(await scan(await shop.till.untilQr()), 'cancel');
    await expectTold(payment.outcome, 'cancelled');
    await expectCharged(shop, []);
    expectSteps(await shop.story(payment.externalPaymentId), ['intended', 'started', 'cancelled'], ['approved']);
    expectNoComplaints(shop);
    return 'guest stopped on the phone; till told not paid; nothing charged';
  },
};

export const QR_SCENARIOS = [qrPaid, qrExpired, qrCancelled] as const;
