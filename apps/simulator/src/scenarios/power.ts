import { DEMO_PERSON, DEMO_PIN, PIN_METHOD, QR_METHOD } from '../rig/fixed-shop.ts';
import { until } from '../rig/until.ts';
import {
  ENDS,
  expectCharged,
  expectCreates,
  expectSame,
  expectSteps,
  expectThat,
  expectTold,
  untilCardIsAsked,
} from './expect.ts';
import { expectSecondTenderRefused } from './lost.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 1470;

const killAfterIntent: Scenario = {
  name: 'kill-after-intent',
  about:
    'The power goes after the intent was written: a card payment is unknown until a person looks, a QR ends by itself.',
  shop: { agentEnv: { TILLBRIDGE_CRASH_AT: 'after-intent' } },
  async play(shop) {
    const card = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.agent.ended();
    await shop.agent.start();
    const window = await shop.window();
    const view = await window.cashierView('the cashier sees the open outcome', ({ current, open }) =>
      [current, ...open].some((payment) => payment?.state === 'unknown' && payment.canWitness),
    );
    const paymentId = [view.current, ...view.open].find((payment) => payment?.state === 'unknown')?.paymentId ?? '';
    expectSame(shop.till.till.state.payment?.endedAt, null, 'the end at the till');
    await expectSecondTenderRefused(shop, QR_METHOD);

    const wrong = await window.command({
      type: 'witness',
      paymentId,
      says: 'declined',
      person: DEMO_PERSON,
      pin: '0000',
    });
    expectSame(wrong, { ok: false, reason: 'wrong-pin' }, 'the answer to a wrong PIN');
    const told = await window.command({
      type: 'witness',
      paymentId,
      says: 'declined',
      person: DEMO_PERSON,
      pin: DEMO_PIN,
    });
    expectSame(told, { ok: true }, 'the answer to the witness');
    await expectTold(card.outcome, 'cancelled');
    expectSteps(await shop.story(card.externalPaymentId), ['intended', 'unknown', 'witnessed'], ['approved']);

    await shop.agent.stop();
    await shop.agent.start({ TILLBRIDGE_CRASH_AT: 'after-intent' });
    const qr = await shop.till.sell(QR_METHOD, AMOUNT);
    await shop.agent.ended();
    await shop.agent.start();
    await expectTold(qr.outcome, 'cancelled');
    const story = await shop.story(qr.externalPaymentId);
    expectSteps(story, ['intended', 'cancelled'], ['started', 'unknown']);
    expectSame(story.facts.find((fact) => fact.kind === 'payment.cancelled')?.body.reason, 'never-shown', 'the reason');
    await expectCharged(shop, []);
    await expectCreates(shop, 0);
    return 'card: unknown, second tender refused, witnessed with a PIN, told not paid; QR: never shown; nothing charged';
  },
};

const killWhilePaying: Scenario = {
  name: 'kill-while-paying',
  about: 'The guest pays while the agent is dead: after its restart it asks, and the till hears "paid".',
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.till.untilStarted();
    // The till hears "started" also when the provider is slow; the power must go after the order is in the journal.
    await untilCardIsAsked(await shop.window());
    await shop.agent.kill9();
    await shop.pay.terminal(shop.terminal, 'approve');
    await shop.agent.start();
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, AMOUNT, 'the final amount');
    await expectCharged(shop, [AMOUNT]);
    await expectCreates(shop, 1);
    expectSteps(await shop.story(payment.externalPaymentId), ['intended', 'started', 'approved'], ENDS);
    return `paid while the agent was dead; ready again after ${shop.agent.readyMs} ms; told paid; charged once`;
  },
};

const killAfterPaid: Scenario = {
  name: 'kill-after-paid',
  about: 'The power goes after "paid" was written and before the till heard it: the till hears it after the restart.',
  shop: { agentEnv: { TILLBRIDGE_CRASH_AT: 'after-paid' } },
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.pay.terminal(shop.terminal, 'approve');
    await shop.agent.ended();
    expectSame(shop.till.till.state.payment?.endedAt, null, 'the end at the till');
    await shop.agent.start();
    const told = await expectTold(payment.outcome, 'confirmed');
    const [charge] = await expectCharged(shop, [AMOUNT]);
    expectSame(told.reference, charge?.orderId, 'the reference at the till');
    const story = await until('the hand-over is in the journal', async () => {
      const found = await shop.story(payment.externalPaymentId);
      return found.steps.includes('handed-over') ? found : undefined;
    });
    expectSteps(story, ['started', 'approved', 'handed-over'], ENDS);
    const approvals = story.steps.filter((step) => step === 'approved').length;
    expectThat(approvals === 1, 'there must be one approval in the journal', approvals);
    return 'approved before the cut, handed over after the restart; one approval, one charge';
  },
};

export const POWER_SCENARIOS = [killAfterIntent, killWhilePaying, killAfterPaid] as const;
