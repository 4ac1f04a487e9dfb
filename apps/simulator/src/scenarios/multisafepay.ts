import { DEMO_MSP_TERMINAL, DEMO_MSP_WORKPLACE, PIN_METHOD, QR_METHOD } from '../rig/fixed-shop.ts';
import type { RigTill, TillPaymentRun } from '../rig/rig-till.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import { until } from '../rig/until.ts';
import {
  ENDS,
  expectCreates,
  expectMoved,
  expectNoComplaints,
  expectSame,
  expectShown,
  expectSteps,
  expectThat,
  expectTold,
  expectToldPaid,
  replyOf,
  toldStory,
} from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 1470;
const TERMINAL = DEMO_MSP_TERMINAL;

function mspTill(shop: ShopRig): RigTill {
  return shop.anotherTill(DEMO_MSP_WORKPLACE);
}

/** What MultiSafepay took, from how many creates, and that nobody asked Pay. */
async function expectMsp(shop: ShopRig, charged: readonly number[], creates: number): Promise<void> {
  expectMoved(await shop.msp.charges(), charged);
  expectSame((await shop.msp.state()).counts.creates, creates, 'creates at MultiSafepay');
  await expectCreates(shop, 0);
}

/** A payment that the terminal approves, told to the till and handed over. */
async function payByCard(shop: ShopRig, till: RigTill): Promise<TillPaymentRun> {
  const payment = await till.sell(PIN_METHOD, AMOUNT);
  await shop.msp.untilPresenting(TERMINAL);
  await till.untilStarted();
  await shop.msp.terminal(TERMINAL, 'approve');
  const told = await expectTold(payment.outcome, 'confirmed');
  expectSame(told.finalCents, AMOUNT, 'the final amount');
  expectThat(told.receipt.length > 0, 'the till must get the receipt', told.receipt);
  return payment;
}

const posPaid: Scenario = {
  name: 'msp-pos-paid',
  about: "A card terminal in MultiSafepay's cloud takes the card once; the till hears it with the receipt.",
  shop: { multisafepay: {} },
  async play(shop) {
    const till = mspTill(shop);
    const payment = await payByCard(shop, till);
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    await expectMsp(shop, [AMOUNT], 1);
    expectToldPaid(till, payment, 1);
    expectNoComplaints({ till });
    return 'one create, one charge; till told paid with the receipt; journal intended, started, approved, handed over';
  },
};

const softDecline: Scenario = {
  name: 'msp-soft-decline',
  about:
    'A declined card does not end the order: the guest holds another one, then gives the PIN, and the till hears "paid".',
  shop: { multisafepay: { declineShownMs: 300 } },
  async play(shop) {
    const till = mspTill(shop);
    const record = await (await shop.window(DEMO_MSP_WORKPLACE)).record();
    const payment = await till.sell(PIN_METHOD, AMOUNT);
    await shop.msp.untilPresenting(TERMINAL);
    await till.untilStarted();
    await expectShown(record, { cashier: ['waiting-for-card'], display: ['present-card'] });
    await shop.msp.terminal(TERMINAL, 'decline');
    const { counts, orders } = await shop.msp.state();
    expectSame(orders[0]?.status, 'declined', 'the order after the first card');
    await until('the agent asked after the declined card', async () => {
      return (await shop.msp.state()).counts.statuses > counts.statuses;
    });
    const polls = till.sent('pollExternalPayment').length;
    await until('the till asked after the declined card', () => till.sent('pollExternalPayment').length > polls + 1);
    expectSame(till.till.state.payment?.endedAt, null, 'the end at the till after the declined card');
    await expectShown(record, { cashier: ['not-through-yet'], display: ['present-card', 'declined-retry'] });
    await shop.msp.untilPresenting(TERMINAL);
    await shop.msp.terminal(TERMINAL, 'soft-decline');
    await expectShown(record, { cashier: ['not-through-yet'], display: ['declined-retry', 'declined-pin'] });
    await until('the terminal asks for the PIN', async () => {
      await shop.msp.terminal(TERMINAL, 'pin');
      return true;
    });
    await expectTold(payment.outcome, 'confirmed');
    const notPaid = till.till.state.transcript.filter(
      ({ request, reply }) => request.includes(payment.externalPaymentId) && replyOf(reply).cancelled === true,
    );
    expectSame(notPaid.length, 0, 'replies that said "not paid"');
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    await expectMsp(shop, [AMOUNT], 1);
    expectToldPaid(till, payment, 1);
    // Nothing tells what the terminal shows after a decline: nobody is asked to present a card as if it were the first.
    await expectShown(record, {
      cashier: ['waiting-for-card', 'not-through-yet', 'approved'],
      display: ['present-card', 'declined-retry', 'declined-pin', 'approved'],
    });
    expectNoComplaints({ till });
    return 'declined twice, the second time for want of a PIN, then paid within the same order; never told "not paid" in between; one charge';
  },
};

const qrPaid: Scenario = {
  name: 'msp-qr-paid',
  about: "The QR leads to MultiSafepay's payment page; the guest pays there, and the till hears it.",
  shop: { multisafepay: {} },
  async play(shop) {
    const till = mspTill(shop);
    const payment = await till.sell(QR_METHOD, AMOUNT);
    const page = await fetch(await till.untilQr());
    expectThat(page.ok, 'the QR must open the payment page', page.status);
    const { orders } = await shop.msp.state();
    expectSame(orders.length, 1, 'orders at MultiSafepay');
    await shop.msp.page(orders[0]?.orderId ?? '', 'pay');
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, AMOUNT, 'the final amount');
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    await expectMsp(shop, [AMOUNT], 1);
    expectToldPaid(till, payment, 1);
    expectNoComplaints({ till });
    return 'QR opened the payment page; paid there once; till told paid';
  },
};

const refund: Scenario = {
  name: 'msp-refund',
  about: 'What was paid goes back within the same sale: over the account that took it, once, without a card.',
  shop: { multisafepay: { refundSettleMs: 200 } },
  async play(shop) {
    const till = mspTill(shop);
    const paid = await payByCard(shop, till);
    await toldStory(shop, paid.externalPaymentId);
    const back = till.pay(PIN_METHOD, -AMOUNT);
    const told = await expectTold(back.outcome, 'confirmed');
    expectSame(told.finalCents, -AMOUNT, 'the final amount');
    const story = await toldStory(shop, back.externalPaymentId);
    expectSteps(story, ['intended', 'approved', 'handed-over'], ENDS);
    expectSame(story.facts[0]?.body.direction, 'refund', 'the direction in the journal');
    const charges = await shop.msp.charges();
    expectSame(charges[1]?.refundOf, charges[0]?.orderId, 'the order that the money went back for');
    await expectMsp(shop, [AMOUNT, -AMOUNT], 1);
    expectToldPaid(till, back, 1);
    expectNoComplaints({ till });
    return 'paid, then refunded under its own order; one charge and one refund; till told both';
  },
};

export const MULTISAFEPAY_SCENARIOS = [posPaid, softDecline, qrPaid, refund] as const;
