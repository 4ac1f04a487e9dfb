import { PIN_METHOD } from '../rig/fixed-shop.ts';
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
  expectToldPaid,
  toldStory,
} from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 1470;

/** Waits until a status call of this format and status was taken; answers how often it was sent. */
async function untilTaken(shop: ShopRig, format: string, status: number): Promise<number> {
  const call = await until(`a status call in the format "${format}" is taken`, async () => {
    const { exchanges } = await shop.pay.state();
    const found = exchanges.find((one) => one.format === format && one.status === status);
    if (found?.state === 'taken') return found;
    throw new Error(found === undefined ? 'none was sent' : `it is ${found.state} after ${found.attempts}`);
  });
  return call.attempts;
}

const legacyExchange: Scenario = {
  name: 'pay-legacy-exchange',
  about:
    'Unsigned status calls as form fields: Pay. is asked before anything is believed, and a forged one pays nothing.',
  shop: {
    settings: { unsignedExchanges: 'look-up' },
    pay: { exchange: { format: 'legacy', transport: 'form-post', signed: false, answers: 'as-described' } },
  },
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.till.untilStarted();
    const [order] = await shop.orders();
    const forged = new URLSearchParams({ action: 'new_ppt', order_id: order?.orderId ?? '', amount: '14.70' });
    const answer = await fetch(`${shop.agentUrl}/exchange/pay`, { method: 'POST', body: forged });
    expectThat(answer.status < 500, 'the forged call must be answered', answer.status);
    const polls = shop.till.sent('pollExternalPayment').length;
    await until('the till asked again', () => shop.till.sent('pollExternalPayment').length > polls + 1);
    expectSame(shop.till.till.state.payment?.endedAt, null, 'the end at the till after the forged call');
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    const attempts = await untilTaken(shop, 'legacy', 100);
    await expectCharged(shop, [AMOUNT]);
    await expectCreates(shop, 1);
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    expectToldPaid(shop.till, payment, 1);
    expectNoComplaints(shop);
    return `forged form fields paid nothing; the real ones were looked up and taken at attempt ${attempts}; told paid once`;
  },
};

const softPosExchange: Scenario = {
  name: 'pay-softpos-exchange',
  about: 'A payment that somebody starts on the device is put into the journal, and no till is told of it.',
  shop: { settings: { unsignedExchanges: 'look-up' } },
  async play(shop) {
    await shop.till.openSale(AMOUNT);
    const before = shop.till.till.state.transcript.length;
    await shop.pay.device(shop.terminal, { amountCents: AMOUNT, outcome: 'approve', offlineMs: null });
    await untilTaken(shop, 'transaction', 100);
    const fact = await until('the payment is in the journal', async () => {
      return (await shop.journal.facts()).find(({ kind }) => kind === 'device.payment');
    });
    const { terminal, amountCents, direction, account } = fact.body;
    expectSame(
      { terminal, amountCents, direction, account },
      { terminal: shop.terminal, amountCents: AMOUNT, direction: 'pay', account: 'pay' },
      'the payment in the journal',
    );
    await shop.journal.verify();
    await expectCharged(shop, [AMOUNT]);
    await expectCreates(shop, 0);
    expectSame((await shop.stories()).length, 0, "payments of the till's in the journal");
    expectSame(shop.till.till.state.transcript.length, before, 'what went over the wire of the till');
    expectNoComplaints(shop);
    return 'told in the format of Pay.POS, unsigned and looked up; one line in the journal; no till concerned';
  },
};

const failover: Scenario = {
  name: 'pay-failover',
  about: 'The first core is down: the payment goes over the next one, once.',
  shop: { pay: { extraCores: [0] } },
  async play(shop) {
    await shop.pay.setCore(0, 'down');
    const [main, first] = await shop.pay.cores();
    expectSame([main?.up, first?.up], [true, false], 'the cores that are up');
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.till.untilStarted();
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    await expectCharged(shop, [AMOUNT]);
    await expectCreates(shop, 1);
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ['unknown', ...ENDS]);
    expectToldPaid(shop.till, payment, 1);
    expectNoComplaints(shop);
    return 'first core refused connections; paid over the second; one create, one charge; till told paid';
  },
};

export const PAY_CLOUD_SCENARIOS = [legacyExchange, softPosExchange, failover] as const;
