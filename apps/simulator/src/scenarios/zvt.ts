import { DEMO_ZVT_WORKPLACE, PIN_METHOD } from '../rig/fixed-shop.ts';
import { ENDS, expectCreates, expectMoved, expectNoComplaints, expectSame, expectShown, expectSteps, expectThat, expectTold, toldStory } from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 1470;

const zvtTcpPaid: Scenario = {
  name: 'zvt-tcp-paid',
  about: 'A card is held to a ZVT terminal on the network: charged once, told once, with the terminal’s receipt.',
  shop: { zvt: { over: 'tcp' } },
  async play(shop) {
    const windows = await (await shop.window(DEMO_ZVT_WORKPLACE)).record();
    const till = shop.anotherTill(DEMO_ZVT_WORKPLACE);
    const payment = await till.sell(PIN_METHOD, AMOUNT);
    await shop.zvt.untilPresenting();
    await till.untilStarted();
    await shop.zvt.tap();
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, AMOUNT, 'the final amount');
    expectThat(told.receipt.length > 0, 'the till must get the receipt', told.receipt);
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    await expectShown(windows, { cashier: ['waiting-for-card', 'approved'], display: ['present-card', 'approved'] });
    expectMoved(await shop.zvt.charges(), [AMOUNT]);
    await expectCreates(shop, 0);
    expectNoComplaints(shop);
    return 'hm';
  },
};

export const ZVT_SCENARIOS = [zvtTcpPaid] as const;
