import { DEMO_SECOND_WORKPLACE, PIN_METHOD } from '../rig/fixed-shop.ts';
import { sendRaw, webhookBody } from '../rig/raw-webhook.ts';
import {
  expectCharged,
  expectCreates,
  expectNoComplaints,
  expectSame,
  expectThat,
  expectTold,
  replyOf,
} from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 1470;
const REPEATS = 4;

const duplicateStart: Scenario = {
  name: 'duplicate-start',
  about: 'The same start arrives again and again, byte for byte and with new counters: one order, one charge.',
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    const again = await Promise.all([
      ...Array.from({ length: REPEATS }, () => shop.till.till.resend('startExternalPayment')),
      sendRaw(shop.agentUrl, {
        event: 'startExternalPayment',
        body: webhookBody({ externalPaymentId: payment.externalPaymentId, amount: '14.7' }),
      }).then(({ text }) => ({ reply: text })),
    ]);
    for (const exchange of again) {
      expectThat(
        replyOf(exchange?.reply ?? '{}').started === true,
        'a repeated start must be answered "started"',
        exchange,
      );
    }
    await shop.pay.untilPresenting(shop.terminal);
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    const late = await shop.till.till.resend('startExternalPayment');
    expectThat(
      replyOf(late?.reply ?? '{}').confirmed === true,
      'a start of a paid payment must be answered "paid"',
      late,
    );
    await expectCreates(shop, 1);
    await expectCharged(shop, [AMOUNT]);
    expectSame((await shop.stories()).length, 1, 'payments in the journal');
    return `${REPEATS + 3} starts of one payment: one order, one charge, each answered from state`;
  },
};

const startPolled: Scenario = {
  name: 'start-polled',
  about: 'Polling is ticked on the start event: the payment survives it, and the cashier is told what to repair.',
  shop: { till: { pollStart: true } },
  async play(shop) {
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    const window = await shop.window();
    await window.cashierView('the cashier sees the misconfiguration', (view) =>
      view.notices.some((notice) => notice.code === 'start-is-polled'),
    );
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    const starts = shop.till.sent('startExternalPayment').length;
    expectThat(starts > 1, 'the till must have repeated its start', starts);
    await expectCreates(shop, 1);
    await expectCharged(shop, [AMOUNT]);
    expectNoComplaints(shop);
    return `${starts} polled starts: one order, one charge, notice start-is-polled in the cashier window`;
  },
};

const terminalInUse: Scenario = {
  name: 'terminal-in-use',
  about: 'Two tills share a terminal: the second is refused with a time, the first is not disturbed.',
  async play(shop) {
    const first = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    const other = shop.anotherTill(DEMO_SECOND_WORKPLACE);
    const second = await expectTold((await other.sell(PIN_METHOD, 500)).outcome, 'refused');
    expectThat(/\d/.test(second.message ?? ''), 'the refusal must say for how long at most', second.message);
    await expectCreates(shop, 1);
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(first.outcome, 'confirmed');

    // Somebody outside this agent holds it: now the provider says so.
    await shop.pay.fault({ on: 'create', do: 'terminal-in-use' });
    const outside = await expectTold((await other.sell(PIN_METHOD, 500)).outcome, 'refused');
    expectThat(outside.message !== null, 'the refusal must carry a sentence', outside);
    const third = await other.sell(PIN_METHOD, 500);
    await shop.pay.untilPresenting(shop.terminal);
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(third.outcome, 'confirmed');
    await expectCharged(shop, [AMOUNT, 500]);
    const refused = (await shop.stories()).flatMap((story) => story.facts.map((fact) => fact.body.reason));
    expectSame(refused.filter((reason) => reason === 'terminal-in-use').length, 2, 'refusals in the journal');
    expectNoComplaints(shop);
    return 'second till refused with a time, no create sent; PAY-9206 refused too; first paid, then free again';
  },
};

export const REPEAT_SCENARIOS = [duplicateStart, startPolled, terminalInUse] as const;
