import { PIN_METHOD } from '../rig/fixed-shop.ts';
import { type RawReply, type RawWebhook, sendRaw, webhookBody } from '../rig/raw-webhook.ts';
import type { ShopRig } from '../rig/shop-rig.ts';
import { until } from '../rig/until.ts';
import { ENDS, expectCharged, expectCreates, expectSame, expectSteps, expectThat, expectTold } from './expect.ts';
import type { Scenario } from './scenario.ts';

const AMOUNT = 1470;
const OVER_LONG_BYTES = 1_200_000;
const DEEP = 200;

/** A proper payment goes through after all that. */
async function payAsUsual(shop: ShopRig): Promise<void> {
  const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
  await shop.pay.untilPresenting(shop.terminal);
  await shop.pay.terminal(shop.terminal, 'approve');
  await expectTold(payment.outcome, 'confirmed');
  await expectCharged(shop, [AMOUNT]);
  await expectCreates(shop, 1);
}

function start(amount: string): string {
  return webhookBody({ externalPaymentId: crypto.randomUUID(), amount });
}

const wrongSignature: Scenario = {
  name: 'wrong-signature',
  about: 'What is signed wrongly starts nothing and proves nothing, from the till and from the provider.',
  async play(shop) {
    const body = start('14.7');
    const cases: readonly [string, RawWebhook, string][] = [
      [
        'signature of another body',
        { event: 'startExternalPayment', body, signature: `${'A'.repeat(43)}=` },
        'INVALID_SIGNATURE',
      ],
      ['no signature', { event: 'startExternalPayment', body, signature: null }, 'NO_SIGNATURE'],
      [
        'unknown subscription',
        { event: 'startExternalPayment', body, subscription: 'SOMEBODY' },
        'INVALID_SUBSCRIPTION_ID',
      ],
      ['no subscription', { event: 'startExternalPayment', body, subscription: null }, 'NO_SUBSCRIPTION_ID'],
    ];
    for (const [what, webhook, code] of cases) {
      const reply = await sendRaw(shop.agentUrl, webhook);
      expectSame({ status: reply.status, code: reply.errorCode }, { status: 400, code }, what);
    }
    await expectCreates(shop, 0);
    expectSame((await shop.stories()).length, 0, 'payments in the journal');

    // A forged status call is refused; the proof comes by asking.
    await shop.pay.fault({ on: 'exchange', do: 'wrong-signature', percent: 100 });
    const payment = await shop.till.sell(PIN_METHOD, AMOUNT);
    await shop.pay.untilPresenting(shop.terminal);
    await until('a forged status call is refused', async () =>
      (await shop.pay.state()).exchanges.some((exchange) => exchange.attempts > 0 && exchange.state !== 'taken'),
    );
    expectSame(shop.till.till.state.payment?.endedAt, null, 'the end at the till');
    await shop.pay.terminal(shop.terminal, 'approve');
    await expectTold(payment.outcome, 'confirmed');
    await expectCharged(shop, [AMOUNT]);
    const taken = (await shop.pay.state()).exchanges.filter((exchange) => exchange.state === 'taken').length;
    expectSame(taken, 0, 'forged status calls that were taken');
    expectSteps(await shop.story(payment.externalPaymentId), ['started', 'approved'], ENDS);
    return 'four wrongly signed starts refused with the vendor’s codes; forged status calls refused; nothing charged by them';
  },
};

const malformedBody: Scenario = {
  name: 'malformed-body',
  about: 'Broken, over-long and impossible bodies get the vendor’s error code, signed, and disturb nothing.',
  async play(shop) {
    const good = start('14.7');
    const nested = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`;
    const broken: readonly [string, string | Uint8Array, string][] = [
      ['truncated', good.slice(0, 90), 'INVALID_JSON'],
      ['not JSON', 'startExternalPayment', 'INVALID_JSON'],
      ['empty', '', 'INVALID_JSON'],
      ['duplicate key', good.replace('"amount":14.7', '"amount":14.7,"amount":1.47'), 'INVALID_JSON'],
      ['deep nesting', good.replace('"sender"', `"extra":${nested},"sender"`), 'INVALID_JSON'],
      ['not UTF-8', Buffer.concat([Buffer.from(good.slice(0, -1)), Buffer.from([0xff, 0x7d])]), 'INVALID_JSON'],
      ['amount 0', start('0'), 'INVALID_DATA'],
      ['amount 2.705', start('2.705'), 'INVALID_DATA'],
      ['amount 1e400', start('1e400'), 'INVALID_DATA'],
      ['amount "2.70"', start('"2.70"'), 'INVALID_DATA'],
      ['no payment', good.replace('"externalPayment"', '"nothing"'), 'NO_EVENT_DETAILS'],
    ];
    for (const [what, body, code] of broken) {
      expectRefused(what, await sendRaw(shop.agentUrl, { event: 'startExternalPayment', body }), code);
    }
    expectRefused(
      'text/plain',
      await sendRaw(shop.agentUrl, { event: 'startExternalPayment', body: good, contentType: 'text/plain' }),
      'INVALID_CONTENT_TYPE',
    );
    const long = await sendRaw(shop.agentUrl, {
      event: 'startExternalPayment',
      body: good.replace('"sender"', `"extra":"${'x'.repeat(OVER_LONG_BYTES)}","sender"`),
    });
    expectThat(long.status >= 400 && long.errorCode !== null, 'an over-long body must be refused', long);
    const unknown = await sendRaw(shop.agentUrl, {
      event: 'pollExternalPayment',
      body: webhookBody({ externalPaymentId: crypto.randomUUID(), amount: '14.7' }),
    });
    expectThat(unknown.status === 200 && unknown.signed, 'a poll of an unknown payment must be answered', unknown);
    const odd = await sendRaw(shop.agentUrl, { event: 'somethingNew', body: good });
    expectSame(
      { status: odd.status, text: odd.text, signed: odd.signed },
      { status: 200, text: '{}', signed: true },
      'an unknown event',
    );
    await expectCreates(shop, 0);
    expectSame((await shop.stories()).length, 0, 'payments in the journal');
    await payAsUsual(shop);
    return `${broken.length + 4} bad bodies answered with signed error codes or an empty reply; a payment afterwards works`;
  },
};

function expectRefused(what: string, reply: RawReply, code: string): void {
  expectSame(
    { status: reply.status, code: reply.errorCode, signed: reply.signed },
    { status: 400, code, signed: true },
    what,
  );
}

export const BAD_INPUT_SCENARIOS = [wrongSignature, malformedBody] as const;
