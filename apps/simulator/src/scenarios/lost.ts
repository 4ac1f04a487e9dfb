import { PIN_METHOD, QR_METHOD } from '../rig/fixed-shop.ts';
import { sendRaw, webhookBody } from '../rig/raw-webhook.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
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
/** The status call that names the lost order comes this late, so that "unknown" can be looked at. */
const LATE_CALL_MS = 1_200;

/** Waits until the journal says that the outcome is unknown. */
async function untilUnknown(shop: ShopRig, externalPaymentId: string): Promise<void> {
  await until('the journal says "unknown"', async () =>
    (await shop.story(externalPaymentId)).steps.includes('unknown'),
  );
}

/** Another start in the sale that is open at the till. */
async function secondTender(shop: ShopRig, method: string): Promise<ReturnType<typeof replyOf>> {
  const { sessionId } = shop.till.till.state;
  const { text } = await sendRaw(shop.agentUrl, {
    event: 'startExternalPayment',
    body: webhookBody({
      externalPaymentId: crypto.randomUUID(),
      amount: '14.7',
      method,
      ...(sessionId === null ? {} : { sessionId }),
    }),
  });
  return replyOf(text);
}

export async function expectSecondTenderRefused(shop: ShopRig, method: string): Promise<void> {
  const { started, cancelled } = await secondTender(shop, method);
  expectSame({ started, cancelled }, { started: false, cancelled: true }, `the answer to a second tender by ${method}`);
}

const lostCreateReply: Scenario = {
  name: 'lost-create-reply',
  about: 'The order is made and its answer is lost: unknown until a signed status call names it, never a second order.',
  async play(shop) {
    await shop.pay.fault({ on: 'create', do: 'lose-reply' });
    await shop.pay.fault({ on: 'exchange', do: 'slow', ms: LATE_CALL_MS });
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await untilUnknown(shop, payment.externalPaymentId);
    const state = shop.till.till.state.payment?.state;
    expectThat(state === 'started' || state === 'asking', 'the till must go on asking', state);
    await expectSecondTenderRefused(shop, QR_METHOD);
    await until('the status call brings the order', async () =>
      (await shop.story(payment.externalPaymentId)).steps.includes('order-found'),
    );
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    await expectCreates(shop, 1);
    await expectCharged(shop, [AMOUNT]);
    const story = await shop.story(payment.externalPaymentId);
    expectSteps(story, ['intended', 'unknown', 'order-found', 'approved'], ENDS);
    expectNoComplaints(shop);
    return 'unknown, second tender refused, order found by a signed call, then paid; one create, one charge';
  },
};

const lostExchange: Scenario = {
  name: 'lost-exchange',
  about: 'No status call ever arrives: asking alone finds the outcome.',
  async play(shop) {
    await shop.pay.fault({ on: 'exchange', do: 'lose', percent: 100 });
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    await expectCharged(shop, [AMOUNT]);
    const { exchanges } = await shop.pay.state();
    expectThat(
      exchanges.length > 0 && exchanges.every((exchange) => exchange.state === 'lost'),
      'every status call must have been lost',
      exchanges,
    );
    expectSteps(await shop.story(payment.externalPaymentId), ['intended', 'started', 'approved'], ENDS);
    expectNoComplaints(shop);
    return 'all status calls lost; found by asking; charged once';
  },
};

const staleNegativeExchange: Scenario = {
  name: 'stale-negative-exchange',
  about: 'After "paid" an old signed "cancelled" arrives: the agent looks for itself and stays with "paid".',
  async play(shop) {
    await shop.pay.fault({ on: 'exchange', do: 'stale-negative' });
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    await until('the stale call is taken', async () =>
      (await shop.pay.state()).exchanges.some((exchange) => exchange.status === -90 && exchange.state === 'taken'),
    );
    const again = await shop.till.till.resend('pollExternalPayment');
    expectThat(replyOf(again?.reply ?? '{}').confirmed === true, 'the till must still hear "paid"', again?.reply);
    await expectCharged(shop, [AMOUNT]);
    expectSteps(await shop.story(payment.externalPaymentId), ['approved'], ENDS);
    expectNoComplaints(shop);
    return 'signed but stale "cancelled" was taken and changed nothing: paid before, paid after';
  },
};

const noSecondTender: Scenario = {
  name: 'no-second-tender',
  about: 'While an outcome is unknown no other payment of that sale starts, by whatever way.',
  async play(shop) {
    await shop.pay.fault({ on: 'create', do: 'lose-reply' });
    await shop.pay.fault({ on: 'exchange', do: 'lose' });
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await untilUnknown(shop, payment.externalPaymentId);
    await expectSecondTenderRefused(shop, PIN_METHOD);
    await expectSecondTenderRefused(shop, QR_METHOD);
    await expectCreates(shop, 1);
    // The guest pays what stands on the terminal; the status call of that brings the proof.
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    await expectCharged(shop, [AMOUNT]);
    const refused = (await shop.stories()).filter((story) => story.facts[0]?.body.reason === 'second-tender');
    expectSame(refused.length, 2, 'refused tenders in the journal');
    expectNoComplaints(shop);
    return 'card and QR refused with started:false, cancelled:true while unknown; then proved paid; one charge';
  },
};

export const LOST_SCENARIOS = [lostCreateReply, lostExchange, staleNegativeExchange] as const;
export const TENDER_SCENARIOS = [noSecondTender] as const;
