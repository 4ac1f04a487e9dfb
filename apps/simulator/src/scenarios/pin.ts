import { PIN_METHOD } from '../rig/fixed-shop.ts';
import { until } from '../rig/until.ts';
import {
  ENDS,
  expectCharged,
  expectCreates,
  expectNoComplaints,
  expectSame,
  expectSteps,
  expectThat,
  expectTold,
  replyOf,
} from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 1470;
/** Long enough for a cancel to arrive while the card is being processed. */
const SLOW_PROCESS_MS = 700;

const pinPaid: Scenario = {
  name: 'pin-paid',
  about: 'A card payment is taken once, told to the till with its receipt, and stands in the journal.',
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.till.untilStarted();
    await shop.pay.terminal(shop.terminal, 'tap');
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, AMOUNT, 'the final amount');
    expectThat(told.receipt.length > 0, 'the till must get the receipt', told.receipt);
    await shop.till.till.completeSession();
    const [charge] = await expectCharged(shop, [AMOUNT]);
    expectSame(told.reference, charge?.orderId, 'the reference at the till');
    await expectCreates(shop, 1);
    const story = await until('the hand-over is in the journal', async () => {
      const found = await shop.story(payment.externalPaymentId);
      return found.steps.includes('handed-over') ? found : undefined;
    });
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    expectNoComplaints(shop);
    return 'till told paid with receipt; charged once; journal intended, started, approved, handed over';
  },
};

const pinDeclined: Scenario = {
  name: 'pin-declined',
  about: 'A declined card is told as not paid and nothing is charged.',
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.pay.terminal(shop.terminal, 'decline');
    await expectTold(payment.outcome, 'cancelled');
    await expectCharged(shop, []);
    expectSteps(await shop.story(payment.externalPaymentId), ['intended', 'started', 'declined'], ['approved']);
    expectNoComplaints(shop);
    return 'till told not paid; nothing charged; journal says declined';
  },
};

const pinCancelAtTill: Scenario = {
  name: 'pin-cancel-at-till',
  about: 'The cashier cancels: the terminal is cleared, and only then the till hears that nothing was paid.',
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.till.untilStarted();
    await shop.till.till.requestCancel();
    await expectTold(payment.outcome, 'cancelled');
    await shop.pay.untilIdle(shop.terminal);
    await expectCharged(shop, []);
    expectSteps(
      await shop.story(payment.externalPaymentId),
      ['intended', 'started', 'cancel-requested', 'cancelled'],
      ['approved'],
    );
    expectNoComplaints(shop);
    return 'cancel requested, terminal cleared, then told not paid; nothing charged';
  },
};

const pinCancelTooLate: Scenario = {
  name: 'pin-cancel-too-late',
  about: 'The cashier cancels while the bank decides: the till goes on asking and hears that it was paid.',
  shop: { pay: { processMs: SLOW_PROCESS_MS } },
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.till.untilStarted();
    await shop.pay.terminal(shop.terminal, 'insert');
    await shop.pay.terminal(shop.terminal, 'pin');
    const answer = await shop.till.till.requestCancel();
    expectThat(
      replyOf(answer?.reply ?? '{}').cancelled !== true,
      'a cancel that comes too late must not be told as done',
      answer?.reply,
    );
    await expectTold(payment.outcome, 'confirmed');
    await expectCharged(shop, [AMOUNT]);
    expectSteps(await shop.story(payment.externalPaymentId), ['started', 'cancel-requested', 'approved'], ENDS);
    expectNoComplaints(shop);
    return 'cancel came while the card was processed; never told as cancelled; told paid, charged once';
  },
};

const pinRefund: Scenario = {
  name: 'pin-refund',
  about: 'A negative amount goes back to the guest’s card at the terminal.',
  async play(shop) {
    const payment = await (async () => {
      await shop.till.openSale(AMOUNT);
      return shop.till.pay(PIN_METHOD, -AMOUNT);
    })();
    await shop.pay.untilPresenting(shop.terminal);
    await shop.pay.terminal(shop.terminal, 'approve');
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, -AMOUNT, 'the final amount');
    await expectCharged(shop, [-AMOUNT]);
    const story = await shop.story(payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved'], ENDS);
    expectSame(story.facts[0]?.body.direction, 'refund', 'the direction in the journal');
    expectNoComplaints(shop);
    return 'money went back once, with a positive amount on the wire to Pay.; till told -14.70';
  },
};

export const PIN_SCENARIOS = [pinPaid, pinDeclined, pinCancelAtTill, pinCancelTooLate, pinRefund] as const;
