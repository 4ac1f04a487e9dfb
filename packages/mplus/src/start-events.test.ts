/** `startExternalPayment`, first and repeated. */
import type { EndReason } from '@tillbridge/payments';
import { describe, expect, it } from 'vitest';
import { answerTo, live, PAID_FIELDS, WORDS, words } from './test/answers.ts';
import { APPROVAL, message, PAYMENT_ID, payment, SESSION_ID, START, WebhookWorld } from './test/webhook-world.ts';

describe('a start', () => {
  it('hands the desk everything it needs, exactly', async () => {
    const world = new WebhookWorld();
    const lines = [
      { lineId: 'a', articleNumber: 4101, priceIncl: 7.35, quantity: 0.35, text: 'Pannenkoek', vatPercentage: 9 },
      { text: `${'x'.repeat(254)}🥞` },
    ];
    await world.send('startExternalPayment', message({ ...START, session: { sessionId: SESSION_ID, lines } }));
    expect(world.desk.starts).toEqual([
      {
        subscriptionId: 'SHOP-1',
        externalPaymentId: PAYMENT_ID,
        till: '3-12',
        sessionId: SESSION_ID,
        method: 'K_PAY_PIN',
        amountCents: 1470,
        lines: [
          {
            lineId: 'a',
            articleNumber: '4101',
            text: 'Pannenkoek',
            quantity: '0.35',
            unitCents: 735,
            vatPercentage: '9',
          },
          {
            lineId: 'line-2',
            articleNumber: null,
            text: 'x'.repeat(254),
            quantity: '1',
            unitCents: null,
            vatPercentage: null,
          },
        ],
        receipt: {
          source: 'mplus/SHOP-1',
          identity: '3-12/startExternalPayment/0f5b6c1e-3f7a-4d0e-9d54-6a1f2b7c8d90/45',
          receivedAt: world.clock.now(),
          kind: 'startExternalPayment',
        },
      },
    ]);
  });

  it.each([
    ['2.7', 270],
    ['2.70', 270],
    ['-12.5', -1250],
    ['0.01', 1],
    ['1e2', 10000],
    ['99999999.99', 9_999_999_999],
  ])('of %s asks for %i cents', async (written, expected) => {
    const world = new WebhookWorld();
    await world.send('startExternalPayment', message(START).replace('14.7', written));
    expect(world.desk.starts[0]?.amountCents).toBe(expected);
  });

  it('from a handheld has no session', async () => {
    const world = new WebhookWorld();
    await world.send('startExternalPayment', message({ ...START, session: undefined }));
    expect(world.desk.starts[0]).toMatchObject({ sessionId: null, lines: [] });
    expect(world.heard).toEqual([]);
  });

  it('shows its lines on the display', async () => {
    const world = new WebhookWorld();
    const session = { sessionId: SESSION_ID, totalInclAmount: 14.7, lines: [{ lineId: 'a', text: 'Thee' }] };
    await world.send('startExternalPayment', message({ ...START, session }));
    expect(world.heard).toMatchObject([
      { kind: 'basket', till: '3-12', sessionId: SESSION_ID, totalCents: 1470, lines: [{ lineId: 'a' }] },
    ]);
  });

  it('that is under way gets the smallest answer', async () => {
    const { text } = await answerTo('startExternalPayment', payment({ state: 'started' }), new WebhookWorld({}, words));
    expect(text).toBe('{"externalPayment":{"started":true}}');
  });

  it.each(['intent', 'unknown'] as const)('whose provider is slow (%s) says so, and claims nothing', async (state) => {
    const { text, reply } = await answerTo('startExternalPayment', payment({ state }), new WebhookWorld({}, words));
    expect(text).toBe(`{"externalPayment":{"started":true}${WORDS}}`);
    expect(reply.sent).toBeUndefined();
  });

  it('of a QR puts it where the setting says', async () => {
    const beside = new WebhookWorld();
    const qr = payment({ state: 'started', means: 'qr', qr: live(beside) });
    expect((await answerTo('startExternalPayment', qr, beside)).text).toBe(
      '{"externalPayment":{"started":true},"displayBarcode":{"codeType":"qrcode","code":"https://pay.example/1"}}',
    );
    expect((await answerTo('startExternalPayment', qr, new WebhookWorld({ qrReply: 'code' }))).text).toBe(
      '{"externalPayment":{"started":true,"code":{"codeType":"qrcode","code":"https://pay.example/1"}}}',
    );
  });

  it('never shows a QR that has expired or is being checked', async () => {
    const world = new WebhookWorld();
    const expired = { payload: 'https://pay.example/1', expiresAt: world.clock.now() };
    for (const standing of [
      payment({ state: 'started', means: 'qr', qr: expired }),
      payment({ state: 'unknown', means: 'qr', qr: live(world) }),
      payment({ state: 'cancelled', means: 'qr', qr: live(world) }),
    ]) {
      expect((await answerTo('startExternalPayment', standing, world)).text).not.toContain('pay.example');
    }
  });

  it.each<EndReason>([
    'terminal-in-use',
    'terminal-offline',
    'provider-refused',
    'provider-down',
    'second-tender',
    'no-route',
    'refund-not-possible',
    'journal-unwritable',
  ])('refused for %s started nothing', async (reason) => {
    const world = new WebhookWorld({}, words);
    const { text } = await answerTo('startExternalPayment', payment({ state: 'cancelled', reason }), world);
    expect(text).toBe(`{"externalPayment":{"started":false,"cancelled":true}${WORDS}}`);
  });

  it('may be paid or ended at once, and that is a hand-over', async () => {
    const paid = await answerTo('startExternalPayment', payment({ state: 'approved', approval: APPROVAL }));
    expect(paid.text).toBe(`{"externalPayment":{"started":true,${PAID_FIELDS}}}`);
    paid.reply.sent?.();
    expect(paid.world.desk.calls).toEqual(['start', 'handedOver paid by start']);
    const declined = await answerTo('startExternalPayment', payment({ state: 'declined' }));
    expect(declined.text).toBe('{"externalPayment":{"started":true,"confirmed":false,"cancelled":true}}');
    declined.reply.sent?.();
    expect(declined.world.desk.calls).toEqual(['start', 'handedOver not-paid by start']);
  });

  it('that could not be written down was not started', async () => {
    const world = new WebhookWorld(
      {},
      { ofNoPayment: (till, why) => ({ message: `${till?.language} ${why}`, customerMessage: 'x' }) },
    );
    world.desk.unwritable = true;
    const got = await world.send('startExternalPayment', message(START));
    expect(got.text).toBe(
      '{"externalPayment":{"started":false,"cancelled":true},"messages":[{"message":"nl not-stored","customerMessage":"x"}]}',
    );
  });

  it('that failed half-way answers with the payment that stands', async () => {
    const world = new WebhookWorld();
    world.desk.failure = new Error('boom');
    expect((await world.send('startExternalPayment', message(START))).text).toBe(
      '{"externalPayment":{"started":true}}',
    );
    world.desk.payment = undefined;
    const lost = await world.send('startExternalPayment', message(START));
    expect(lost).toMatchObject({ status: 400, signed: 'rightly' });
    expect(lost.text).toContain('MPLUS-199');
    expect(lost.text).not.toContain('boom');
  });

  it('from a till that is not in the settings starts nothing', async () => {
    const world = new WebhookWorld();
    world.desk.payment = undefined;
    for (const sender of [{ branchNumber: 3, workplaceNumber: 13 }, { branchNumber: 3 }, undefined]) {
      const got = await world.send('startExternalPayment', message({ ...START, sender }));
      expect(JSON.parse(got.text).externalPayment).toEqual({ started: false, cancelled: true });
      expect(JSON.parse(got.text).messages[0].message).toContain('not set up');
    }
    expect(world.desk.calls).toEqual([]);
    expect(world.notices).toEqual(['unknown-till 3-13', 'unknown-till SHOP-1', 'unknown-till SHOP-1']);
  });

  it('from a clock that is wrong is told to people', async () => {
    const world = new WebhookWorld();
    world.clock.jumpWall(5 * 60_000 + 1);
    await world.send('startExternalPayment', message(START));
    expect(world.notices).toEqual(['clock-skew 3-12']);
  });
});

describe('a repeated start (P3)', () => {
  it('is answered from the payment as it stands, so that a polled start can still end', async () => {
    const world = new WebhookWorld();
    world.desk.repeated = true;
    expect((await answerTo('startExternalPayment', payment({ state: 'started' }), world)).text).toBe(
      '{"externalPayment":{"started":true}}',
    );
    const ended = await answerTo('startExternalPayment', payment({ state: 'approved', approval: APPROVAL }), world);
    expect(ended.text).toContain('"confirmed":true');
    expect(world.notices).toEqual([]);
  });

  it('with polling ticked is named at once', async () => {
    const world = new WebhookWorld();
    const event = { eventBlocking: true, eventPolling: true, eventCounter: 1 };
    await world.send('startExternalPayment', message({ ...START, event }));
    expect(world.notices).toEqual(['start-is-polled 3-12']);
  });

  it('three times with rising counters is seen as polling', async () => {
    const world = new WebhookWorld();
    for (const counter of [45, 46, 47]) await world.send('startExternalPayment', message(START, counter));
    expect(world.notices).toEqual([]);
    await world.send('startExternalPayment', message(START, 48));
    expect(world.notices).toEqual(['start-is-polled 3-12']);
  });

  it('of the very same message, however often, is not', async () => {
    const world = new WebhookWorld();
    for (let i = 0; i < 6; i += 1) await world.send('startExternalPayment', message(START));
    expect(world.notices).toEqual([]);
    expect(new Set(world.desk.receipts.map(({ identity }) => identity)).size).toBe(1);
  });
});
