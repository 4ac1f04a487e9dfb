import { DEMO_PAY_ECR_WORKPLACE, PIN_METHOD } from '../rig/fixed-shop.ts';
import type { RigTill, TillPaymentRun } from '../rig/rig-till.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import { until } from '../rig/until.ts';
import type { WindowsClient, WindowsRecord } from '../rig/windows-client.ts';
import { readTrace } from '../rig/wire-files.ts';
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
  toldStory,
  untilCardIsAsked,
} from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 1470;
const WITH_PIN = 6250;

interface Counter {
  readonly till: RigTill;
  readonly window: WindowsClient;
  readonly record: WindowsRecord;
}

/** The till of the PAY.POS terminal, with both its windows watched. */
async function payEcrCounter(shop: ShopRig, till = shop.anotherTill(DEMO_PAY_ECR_WORKPLACE)): Promise<Counter> {
  const window = await shop.window(DEMO_PAY_ECR_WORKPLACE);
  return { till, window, record: await window.record() };
}

/** What the terminal took, and that nobody asked the payment cloud. */
async function expectTerminal(shop: ShopRig, charged: readonly number[]): Promise<void> {
  expectMoved(await shop.payEcr.charges(), charged);
  await expectCreates(shop, 0);
}

const payEcrPaid: Scenario = {
  name: 'payecr-paid',
  about: 'A PAY.POS terminal on the network shows the basket, takes the card with a PIN, and the till hears it once.',
  shop: { payEcr: {} },
  async play(shop) {
    const { till, record, window } = await payEcrCounter(shop);
    await till.till.ring([{ articleNumber: 4101, text: 'Pannenkoek', quantity: 1, unitCents: WITH_PIN }]);
    await shop.payEcr.untilState('order');
    const { lines } = await shop.payEcr.state();
    expectSame(
      lines.map(({ text, sumCents }) => ({ text, sumCents })),
      [{ text: 'Pannenkoek', sumCents: WITH_PIN }],
      'the basket on the terminal',
    );
    await till.till.startPayment();
    const payment = till.pay(PIN_METHOD, WITH_PIN);
    await shop.payEcr.untilPresenting();
    await untilCardIsAsked(window);
    await shop.payEcr.do('tap');
    await expectShown(record, { cashier: ['waiting-for-card', 'pin'], display: ['basket', 'present-card', 'pin'] });
    await shop.payEcr.do('pin-ok');
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, WITH_PIN, 'the final amount');
    expectThat(told.receipt.length > 0, 'the till must get the receipt', told.receipt);
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    await expectShown(record, { cashier: ['pin', 'approved'], display: ['pin', 'approved'] });
    await expectTerminal(shop, [WITH_PIN]);
    expectToldPaid(till, payment, 1);
    expectNoComplaints({ till });
    return 'basket on the terminal, then card and PIN; one charge; till told paid with the ticket; no payment cloud asked';
  },
};

const payEcrQueued: Scenario = {
  name: 'payecr-queued',
  about:
    'The terminal takes a payment offline: unknown until the terminal settles it, or paid at once where the shop says so.',
  shop: { payEcr: {} },
  async play(shop) {
    const { till, record, window } = await payEcrCounter(shop);
    const takeOffline = async (at: WindowsClient): Promise<TillPaymentRun> => {
      const payment = await till.sell(PIN_METHOD, AMOUNT);
      await shop.payEcr.untilPresenting();
      await untilCardIsAsked(at);
      await shop.payEcr.do('queue');
      return payment;
    };

    const waiting = await takeOffline(window);
    const view = await window.cashierView('the cashier sees that it was taken offline', ({ current, open }) =>
      [current, ...open].some((one) => one?.state === 'taken-offline'),
    );
    const paymentId = [view.current, ...view.open].find((one) => one?.state === 'taken-offline')?.paymentId ?? '';
    const open = await shop.story(waiting.externalPaymentId);
    expectSteps(open, ['intended', 'started', 'unknown'], ['approved', ...ENDS]);
    expectSame(open.facts.at(-1)?.body.reason, 'queued', 'why it is unknown');
    expectSame(till.till.state.payment?.endedAt, null, 'the end at the till');
    await expectTerminal(shop, []);

    await shop.payEcr.do('settle');
    expectSame(await window.command({ type: 'enquire', paymentId }), { ok: true }, 'the answer to "ask again"');
    await expectTold(waiting.outcome, 'confirmed');
    const story = await toldStory(shop, waiting.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'unknown', 'approved', 'handed-over'], ENDS);
    await expectShown(record, {
      cashier: ['waiting-for-card', 'taken-offline', 'approved'],
      display: ['present-card', 'approved'],
    });
    await expectTerminal(shop, [AMOUNT]);
    expectToldPaid(till, waiting, 1);
    await till.till.completeSession();

    // The shop carries the risk: paid at once, and the scheme's word later.
    await shop.changePayEcr({ queued: 'paid' });
    const after = await payEcrCounter(shop, till);
    const trusted = await takeOffline(after.window);
    await expectTold(trusted.outcome, 'confirmed');
    const paid = await toldStory(shop, trusted.externalPaymentId);
    expectSteps(paid, ['intended', 'started', 'approved', 'handed-over'], ['unknown', ...ENDS]);
    expectSame(
      paid.facts.find(({ kind }) => kind === 'payment.approved')?.body.settlement,
      'queued',
      'the settlement in the journal',
    );
    await expectShown(after.record, { cashier: ['approved-offline'], display: ['approved'] });
    await expectTerminal(shop, [AMOUNT]);
    expectToldPaid(till, trusted, 1);
    expectNoComplaints({ till });
    return 'policy wait: unknown, then settled and told paid; policy paid: told paid at once, journal says queued';
  },
};

const payEcrRestart: Scenario = {
  name: 'payecr-restart',
  about: 'The power goes while the guest holds the card: after the restart the terminal’s history tells the outcome.',
  shop: { payEcr: { settings: { trace: true } } },
  async play(shop) {
    const before = await payEcrCounter(shop);
    const { till } = before;
    const payment = await till.sell(PIN_METHOD, AMOUNT);
    await shop.payEcr.untilPresenting();
    await till.untilStarted();
    await expectShown(before.record, { cashier: ['waiting-for-card'], display: ['present-card'] });
    await shop.agent.kill9();
    await shop.payEcr.do('approve');
    await shop.agent.start();
    const after = await payEcrCounter(shop, till);
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, AMOUNT, 'the final amount');
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    await expectShown(after.record, { cashier: ['approved'], display: ['approved'] });
    await expectTerminal(shop, [AMOUNT]);
    expectToldPaid(till, payment, 1);

    const asked = async (type: string): Promise<number> => {
      const lines = await readTrace(shop.folder, 'pin-4');
      const asks = ({ direction, text }: (typeof lines)[number]): boolean =>
        direction === 'to-terminal' && text !== null && text.includes(`"${type}"`) && text.includes(story.id);
      return lines.filter(asks).length;
    };
    await until('the trace says that the history was asked', async () => (await asked('HISTORY_GET')) > 0);
    expectThat((await asked('TRANSACTION_START')) <= 1, 'it must have been started once', story.id);
    const { history } = await shop.payEcr.state();
    expectSame(
      history.filter(({ reference }) => reference === story.id).length,
      1,
      'entries in the terminal’s history',
    );
    expectNoComplaints({ till });
    return `paid while the agent was dead; ready again after ${shop.agent.readyMs} ms; HISTORY_GET found it; one charge`;
  },
};

export const PAY_ECR_SCENARIOS = [payEcrPaid, payEcrQueued, payEcrRestart] as const;
