import { DEMO_KC_WORKPLACE, type DemoMethod, IDEAL_METHOD, QR_METHOD, TRANSFER_METHOD } from '../rig/fixed-shop.ts';
import type { RigTill, TillPaymentRun } from '../rig/rig-till.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import {
  ENDS,
  expectCreates,
  expectMoved,
  expectNoComplaints,
  expectSame,
  expectSteps,
  expectThat,
  expectTold,
  expectToldPaid,
  toldStory,
} from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 2450;
const ISSUER = 'INGBNL2A';

interface Shown {
  readonly till: RigTill;
  readonly payment: TillPaymentRun;
  /** What the QR holds. */
  readonly qr: string;
  /** The order at Kassa Compleet. */
  readonly order: string;
}

/** A sale whose QR the till has been given. */
async function showQr(shop: ShopRig, method: DemoMethod): Promise<Shown> {
  const till = shop.anotherTill(DEMO_KC_WORKPLACE);
  const payment = await till.sell(method, AMOUNT);
  const qr = await till.untilQr();
  const { orders } = await shop.kc.state();
  expectSame(orders.length, 1, 'orders at Kassa Compleet');
  return { till, payment, qr, order: orders[0]?.id ?? '' };
}

/** Opens what the QR holds, as a phone does. */
async function scan({ qr }: Shown): Promise<void> {
  const page = await fetch(qr);
  expectThat(page.ok, 'the QR must open the payment page', page.status);
}

/** The till heard "paid" once, the journal says so, and the money moved once. */
async function expectPaid(shop: ShopRig, { till, payment }: Shown): Promise<void> {
  const told = await expectTold(payment.outcome, 'confirmed');
  expectSame(told.finalCents, AMOUNT, 'the final amount');
  const story = await toldStory(shop, payment.externalPaymentId);
  expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
  expectToldPaid(till, payment, 1);
  await expectKc(shop, [AMOUNT]);
  expectNoComplaints({ till });
}

/** What Kassa Compleet took, from one create, and that nobody asked Pay. */
async function expectKc(shop: ShopRig, charged: readonly number[]): Promise<void> {
  expectMoved(await shop.kc.charges(), charged);
  expectSame((await shop.kc.state()).counts.creates, 1, 'creates at Kassa Compleet');
  await expectCreates(shop, 0);
}

async function payOnPage(shop: ShopRig): Promise<Shown> {
  const shown = await showQr(shop, QR_METHOD);
  await scan(shown);
  await shop.kc.choose(shown.order, 'ideal', ISSUER);
  await shop.kc.page(shown.order, 'pay');
  await expectPaid(shop, shown);
  return shown;
}

const pagePaid: Scenario = {
  name: 'kc-page-paid',
  about: "The QR leads to Kassa Compleet's hosted page; the guest chooses iDEAL, pays, and the till hears it.",
  shop: { kassaCompleet: {} },
  async play(shop) {
    await payOnPage(shop);
    return 'QR opened the hosted page; method chosen and paid there; one charge; till told paid';
  },
};

const idealPaid: Scenario = {
  name: 'kc-ideal-paid',
  about: 'A till method of its own goes straight to the bank: the QR needs no choice of a method.',
  shop: { kassaCompleet: {} },
  async play(shop) {
    const shown = await showQr(shop, IDEAL_METHOD);
    await scan(shown);
    await shop.kc.page(shown.order, 'pay');
    await expectPaid(shop, shown);
    expectSame((await shop.kc.charges())[0]?.method, 'ideal', 'the method it was paid by');
    return 'QR went straight to iDEAL; paid there once; till told paid';
  },
};

const bankTransfer: Scenario = {
  name: 'kc-banktransfer',
  about: 'A bank transfer is shown as a QR for banking apps; the till hears "paid" when the money has arrived.',
  shop: { kassaCompleet: { switches: { namesPayee: true } } },
  async play(shop) {
    const shown = await showQr(shop, TRANSFER_METHOD);
    const { orders } = await shop.kc.state();
    const reference = orders[0]?.transferReference ?? '';
    const lines = shown.qr.split('\n').map((line) => line.trim());
    expectSame(lines[0], 'BCD', 'the first line of the QR');
    expectThat(lines.includes('EUR24.50'), 'the QR must carry the amount', shown.qr);
    expectThat(reference !== '' && shown.qr.includes(reference), 'the QR must carry the reference', shown.qr);
    expectSame(shown.till.till.state.payment?.endedAt, null, 'the end at the till before the money arrived');
    await shop.kc.transfer(shown.order);
    await expectPaid(shop, shown);
    expectSame((await shop.kc.charges())[0]?.method, 'bank-transfer', 'the method it was paid by');
    return 'QR for banking apps with amount and reference; told paid when the transfer had arrived, not sooner';
  },
};

const refund: Scenario = {
  name: 'kc-refund',
  about: 'What was paid by QR goes back within the same sale, over the account that took it.',
  shop: { kassaCompleet: { switches: { refundOrders: 'orders' } } },
  async play(shop) {
    const { till, order } = await payOnPage(shop);
    const back = till.pay(QR_METHOD, -AMOUNT);
    const told = await expectTold(back.outcome, 'confirmed');
    expectSame(told.finalCents, -AMOUNT, 'the final amount');
    const story = await toldStory(shop, back.externalPaymentId);
    expectSteps(story, ['intended', 'approved', 'handed-over'], ENDS);
    expectSame(story.facts[0]?.body.direction, 'refund', 'the direction in the journal');
    expectSame((await shop.kc.charges())[1]?.refundOf, order, 'the order that the money went back for');
    await expectKc(shop, [AMOUNT, -AMOUNT]);
    expectSame((await shop.kc.state()).counts.refunds, 1, 'refunds asked of Kassa Compleet');
    expectToldPaid(till, back, 1);
    expectNoComplaints({ till });
    return 'paid, then refunded under its own order; one charge and one refund; till told both';
  },
};

export const KASSA_COMPLEET_SCENARIOS = [pagePaid, idealPaid, bankTransfer, refund] as const;
