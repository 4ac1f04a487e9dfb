import { DEMO_ZVT_WORKPLACE, PIN_METHOD } from '../rig/fixed-shop.ts';
import type { RigTill } from '../rig/rig-till.ts';
import { whyNoSerialLine } from '../rig/serial-line.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import type { WindowsClient, WindowsRecord } from '../rig/windows-client.ts';
import { ZVT_COMMAND } from '../rig/zvt-client.ts';
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

/** The till of the ZVT terminal, with both its windows watched. */
async function zvtCounter(shop: ShopRig): Promise<Counter> {
  const window = await shop.window(DEMO_ZVT_WORKPLACE);
  const record = await window.record();
  return { till: shop.anotherTill(DEMO_ZVT_WORKPLACE), window, record };
}

/** What the terminal took and gave, how often it was told to, and that nobody asked the payment cloud. */
async function expectTerminal(shop: ShopRig, charged: readonly number[], commands: readonly number[]): Promise<void> {
  expectMoved(await shop.zvt.charges(), charged);
  const hex = (control: number): string => control.toString(16).padStart(4, '0');
  expectSame((await shop.zvt.moneyCommands()).map(hex), commands.map(hex), 'commands that move money');
  await expectCreates(shop, 0);
}

const zvtTcpPaid: Scenario = {
  name: 'zvt-tcp-paid',
  about: 'A card is held to a ZVT terminal on the network: charged once, told once, with the terminal’s receipt.',
  shop: { zvt: { over: 'tcp' } },
  async play(shop) {
    const { till, record, window } = await zvtCounter(shop);
    const payment = await till.sell(PIN_METHOD, AMOUNT);
    await shop.zvt.untilPresenting();
    await untilCardIsAsked(window);
    await till.untilStarted();
    await shop.zvt.tap();
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, AMOUNT, 'the final amount');
    expectThat(told.receipt.length > 0, 'the till must get the receipt', told.receipt);
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    await expectShown(record, { cashier: ['waiting-for-card', 'approved'], display: ['present-card', 'approved'] });
    await expectTerminal(shop, [AMOUNT], [ZVT_COMMAND.authorisation]);
    expectToldPaid(till, payment, 1);
    expectNoComplaints({ till });
    return 'one 06 01 and one charge on the terminal; till told paid with its receipt; no payment cloud asked';
  },
};

const zvtSerialPaid: Scenario = {
  name: 'zvt-serial-paid',
  about: 'A card is put into a ZVT terminal on a serial cable, with a PIN: both windows say what the guest has to do.',
  shop: { zvt: { over: 'serial' } },
  lacks: whyNoSerialLine,
  async play(shop) {
    const { till, record, window } = await zvtCounter(shop);
    const payment = await till.sell(PIN_METHOD, WITH_PIN);
    await shop.zvt.untilPresenting();
    await untilCardIsAsked(window);
    await shop.zvt.insert();
    await shop.zvt.untilStep('pin');
    await expectShown(record, { cashier: ['waiting-for-card', 'pin'], display: ['present-card', 'pin'] });
    await shop.zvt.pin();
    const told = await expectTold(payment.outcome, 'confirmed');
    expectSame(told.finalCents, WITH_PIN, 'the final amount');
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    await expectShown(record, { cashier: ['pin', 'approved'], display: ['pin', 'approved'] });
    await expectTerminal(shop, [WITH_PIN], [ZVT_COMMAND.authorisation]);
    expectToldPaid(till, payment, 1);
    expectNoComplaints({ till });
    return 'serial frames over a pair of pseudo terminals: card, PIN, one 06 01, one charge, till told paid';
  },
};

const zvtRefund: Scenario = {
  name: 'zvt-refund',
  about: 'The terminal’s last payment is taken back by a reversal, any other by a refund with the guest’s card.',
  shop: { zvt: { over: 'tcp' } },
  async play(shop) {
    const { till, record } = await zvtCounter(shop);
    await till.openSale(AMOUNT);
    const pay = async (cents: number) => {
      const payment = till.pay(PIN_METHOD, cents);
      await shop.zvt.untilPresenting();
      await shop.zvt.approve();
      await expectTold(payment.outcome, 'confirmed');
      return payment;
    };
    await pay(AMOUNT);
    // Its last one, and the till says so by the sale: no card is needed.
    const reversal = till.pay(PIN_METHOD, -AMOUNT);
    const taken = await expectTold(reversal.outcome, 'confirmed');
    expectSame(taken.finalCents, -AMOUNT, 'the final amount');
    await expectTerminal(shop, [], [ZVT_COMMAND.authorisation, ZVT_COMMAND.reversal]);
    const story = await toldStory(shop, reversal.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    expectSame(story.facts[0]?.body.direction, 'refund', 'the direction in the journal');

    // Another guest's payment has come between: it isn't the last one any more.
    await till.till.completeSession();
    await till.openSale(AMOUNT);
    await pay(AMOUNT);
    await pay(500);
    await pay(-AMOUNT);
    await expectTerminal(
      shop,
      [AMOUNT, 500, -AMOUNT],
      [
        ZVT_COMMAND.authorisation,
        ZVT_COMMAND.reversal,
        ZVT_COMMAND.authorisation,
        ZVT_COMMAND.authorisation,
        ZVT_COMMAND.refund,
      ],
    );
    await expectShown(record, { cashier: ['approved'], display: ['approved'] }, ['declined', 'unknown']);
    expectNoComplaints({ till });
    return 'last payment of the terminal: 06 30 without a card; not the last one: 06 31 with a card; each once';
  },
};

const zvtLinkCut: Scenario = {
  name: 'zvt-link-cut',
  about:
    'The cable goes in the middle: the terminal is asked what became of the payment, and the till hears just that.',
  shop: { zvt: { over: 'tcp' } },
  async play(shop) {
    const { till, record, window } = await zvtCounter(shop);
    const cut = async (at: 'before-completion' | 'after-status') => {
      await shop.zvt.fault({ do: 'cut', at, on: 'payment' });
      const payment = await till.sell(PIN_METHOD, AMOUNT);
      await shop.zvt.untilPresenting();
      await untilCardIsAsked(window);
      await shop.zvt.tap();
      return payment;
    };

    // The result is acknowledged, and its completion never comes: the money is taken.
    const paid = await cut('before-completion');
    await expectTold(paid.outcome, 'confirmed');
    const paidStory = await toldStory(shop, paid.externalPaymentId);
    expectSteps(paidStory, ['intended', 'started', 'approved', 'handed-over'], ENDS);
    expectToldPaid(till, paid, 1);
    await expectShown(record, { cashier: ['waiting-for-card', 'approved'], display: ['present-card', 'approved'] });
    await till.till.completeSession();

    // The result is never acknowledged: the terminal takes the money back.
    const reversed = await cut('after-status');
    await expectTold(reversed.outcome, 'cancelled');
    const reversedStory = await toldStory(shop, reversed.externalPaymentId);
    expectSteps(reversedStory, ['intended', 'started', 'handed-over'], ['approved']);
    expectToldPaid(till, reversed, 0);
    await expectShown(record, {
      cashier: ['approved', 'waiting-for-card', 'stopped'],
      display: ['approved', 'present-card', 'cancelled'],
    });
    await expectTerminal(shop, [AMOUNT], [ZVT_COMMAND.authorisation, ZVT_COMMAND.authorisation]);
    expectNoComplaints({ till });
    return 'cut before the completion: found paid by enquiry, told once; cut before the ack: reversed, told not paid';
  },
};

const zvtWrongAmount: Scenario = {
  name: 'zvt-wrong-amount',
  about:
    'The terminal’s result names another amount: refused, so that it takes the money back, and a person has to look.',
  shop: { zvt: { over: 'tcp' } },
  async play(shop) {
    const { till, record, window } = await zvtCounter(shop);
    await shop.zvt.fault({ do: 'wrong-amount', byCents: 100, on: 'payment' });
    const payment = await till.sell(PIN_METHOD, AMOUNT);
    await shop.zvt.untilPresenting();
    await untilCardIsAsked(window);
    await shop.zvt.tap();
    await expectTold(payment.outcome, 'cancelled');
    expectToldPaid(till, payment, 0);
    const story = await toldStory(shop, payment.externalPaymentId);
    expectSteps(story, ['intended', 'started', 'declined', 'handed-over'], ['approved']);
    const { reason, alarm } = story.facts.find(({ kind }) => kind === 'payment.declined')?.body ?? {};
    expectSame({ reason, alarm }, { reason: 'amount-refused', alarm: 'amount-differs' }, 'why, in the journal');
    await window.cashierView('the cashier sees the alarm', ({ current, open }) =>
      [current, ...open].some((one) => one?.state === 'amount-refused' && one.amountCents === AMOUNT),
    );
    await expectShown(record, { cashier: ['amount-refused'], display: ['present-card', 'declined'] }, ['approved']);
    await expectTerminal(shop, [], [ZVT_COMMAND.authorisation]);
    expectNoComplaints({ till });
    return 'result of 15.70 for 14.70 refused, taken back by the terminal; till told not paid; alarm on the cashier’s list';
  },
};

export const ZVT_SCENARIOS = [zvtTcpPaid, zvtSerialPaid, zvtRefund, zvtLinkCut, zvtWrongAmount] as const;
