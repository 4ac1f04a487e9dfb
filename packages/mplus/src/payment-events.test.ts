/** What the till asks and tells about a payment that was started. */
import { cents } from '@tillbridge/kernel';
import { describe, expect, it } from 'vitest';
import { answerTo, live, PAID_FIELDS, WORDS, words } from './test/answers.ts';
import { APPROVAL, LATER, message, payment, WebhookWorld } from './test/webhook-world.ts';

describe('a poll', () => {
  it.each(['intent', 'started'] as const)('of a payment in %s is pending', async (state) => {
    const { text, reply, world } = await answerTo(
      'pollExternalPayment',
      payment({ state }),
      new WebhookWorld({}, words),
    );
    expect(text).toBe(`{"externalPayment":{"confirmed":false,"cancelled":false}${WORDS}}`);
    expect(reply.sent).toBeUndefined();
    expect(world.desk.calls).toEqual([]);
  });

  it('P1, P4: an unknown outcome claims neither, whatever a witness of a payment says', async () => {
    const witness = { at: 1, person: 'Anja', says: 'approved' } as const;
    for (const standing of [payment({ state: 'unknown' }), payment({ state: 'unknown', witness })]) {
      const { text } = await answerTo('pollExternalPayment', standing);
      expect(text).toBe('{"externalPayment":{"confirmed":false,"cancelled":false}}');
    }
  });

  it('P4: a witnessed "declined" lets the till go on', async () => {
    const witness = { at: 1, person: 'Anja', says: 'declined' } as const;
    const { text } = await answerTo('pollExternalPayment', payment({ state: 'unknown', witness }));
    expect(text).toBe('{"externalPayment":{"confirmed":false,"cancelled":true}}');
  });

  it.each(['declined', 'cancelled', 'timed-out'] as const)('of a payment that is %s ends it', async (state) => {
    const { text, reply, world } = await answerTo(
      'pollExternalPayment',
      payment({ state }),
      new WebhookWorld({}, words),
    );
    expect(text).toBe(`{"externalPayment":{"confirmed":false,"cancelled":true}${WORDS}}`);
    reply.sent?.();
    expect(world.desk.calls).toEqual(['handedOver not-paid by poll']);
  });

  it('of a paid one has everything the till can print', async () => {
    const { text } = await answerTo('pollExternalPayment', payment({ state: 'approved', approval: APPROVAL }));
    expect(text).toBe(`{"externalPayment":{${PAID_FIELDS}}}`);
  });

  it('of a refund has the sign of the till', async () => {
    const refund = payment({
      state: 'approved',
      direction: 'refund',
      approval: { ...APPROVAL, finalCents: cents(1470) },
    });
    expect((await answerTo('pollExternalPayment', refund)).text).toContain('"finalAmount":-14.7,');
  });

  it('of an id nobody started is cancelled, with a word', async () => {
    const { text, reply } = await answerTo('pollExternalPayment', undefined);
    expect(JSON.parse(text)).toEqual({
      externalPayment: { confirmed: false, cancelled: true },
      messages: [{ message: expect.stringContaining('never started') }],
    });
    expect(reply.sent).toBeUndefined();
  });

  it('comes with the polls when the run that answered the start is gone, its reply perhaps with it', async () => {
    const world = new WebhookWorld();
    const qr = payment({ state: 'started', means: 'qr', qr: live(world) });
    expect((await answerTo('pollExternalPayment', qr, world)).text).toContain('https://pay.example/1');
  });

  it('brings the QR when the start came too early for it, until it can be paid no longer', async () => {
    const world = new WebhookWorld();
    await answerTo('startExternalPayment', payment({ state: 'intent', means: 'qr' }), world);
    const qr = payment({ state: 'started', means: 'qr', qr: live(world) });
    expect((await answerTo('pollExternalPayment', qr, world)).text).toBe(
      '{"externalPayment":{"confirmed":false,"cancelled":false},"displayBarcode":{"codeType":"qrcode","code":"https://pay.example/1"}}',
    );
    await world.clock.advance(60_000);
    expect((await answerTo('pollExternalPayment', qr, world)).text).not.toContain('pay.example');
  });

  it('does not repeat a QR that the start has brought', async () => {
    const world = new WebhookWorld();
    const qr = payment({ state: 'started', means: 'qr', qr: live(world) });
    await answerTo('startExternalPayment', qr, world);
    expect((await answerTo('pollExternalPayment', qr, world)).text).not.toContain('pay.example');
  });
});

describe('a hand-over (P2)', () => {
  const paid = payment({ state: 'approved', approval: APPROVAL });

  it('is recorded only after the reply has left, and once', async () => {
    const { reply, world } = await answerTo('pollExternalPayment', paid);
    expect(world.desk.calls).toEqual([]);
    reply.sent?.();
    expect(world.desk.calls).toEqual(['handedOver paid by poll']);
    const known = payment({ state: 'approved', approval: APPROVAL, handOver: { at: 1, told: 'paid', by: 'poll' } });
    expect((await answerTo('pollExternalPayment', known)).reply.sent).toBeUndefined();
  });

  it('is recorded anew when the till heard something else before', async () => {
    const late = payment({ state: 'approved', approval: APPROVAL, handOver: { at: 1, told: 'not-paid', by: 'poll' } });
    expect((await answerTo('pollExternalPayment', late)).reply.sent).toBeDefined();
  });

  it('does not happen in the answer to a till that does not wait for it', async () => {
    const world = new WebhookWorld();
    world.desk.payment = paid;
    const event = { eventBlocking: false, eventCounter: 1 };
    expect((await world.send('pollExternalPayment', message({ ...LATER, event }))).reply.sent).toBeUndefined();
  });

  it('that can not be written is logged and breaks nothing', async () => {
    const { reply, world } = await answerTo('pollExternalPayment', paid);
    world.desk.failure = new Error('disk full');
    reply.sent?.();
    await world.clock.settle();
    expect(world.log.lines.at(-1)).toMatchObject({ level: 'error', message: 'a hand-over could not be recorded' });
  });
});

describe('a stop', () => {
  it('is cancelled only when that is proven (P5)', async () => {
    const pending = await answerTo('requestCancelExternalPayment', payment({ state: 'started' }));
    expect(pending.text).toBe('{"externalPayment":{"confirmed":false,"cancelled":false}}');
    expect(pending.world.desk.calls).toEqual(['requestCancel']);
    const proven = await answerTo('requestCancelExternalPayment', payment({ state: 'cancelled' }));
    expect(proven.text).toBe('{"externalPayment":{"confirmed":false,"cancelled":true}}');
    proven.reply.sent?.();
    expect(proven.world.desk.calls.at(-1)).toBe('handedOver not-paid by cancel');
  });

  it('that comes too late hears that it is paid', async () => {
    const { text } = await answerTo('requestCancelExternalPayment', payment({ state: 'approved', approval: APPROVAL }));
    expect(text).toBe(`{"externalPayment":{${PAID_FIELDS}}}`);
  });

  it('of an id nobody started is cancelled', async () => {
    expect((await answerTo('requestCancelExternalPayment', undefined)).text).toContain('"cancelled":true');
  });

  it('that can not be written hears how things stand', async () => {
    const world = new WebhookWorld();
    world.desk.failure = new Error('disk full');
    expect((await answerTo('requestCancelExternalPayment', payment({ state: 'started' }), world)).text).toContain(
      '"cancelled":false',
    );
  });

  it('for good is recorded and answered with nothing', async () => {
    const { text, reply, world } = await answerTo('cancelExternalPayment', payment({ state: 'started' }));
    expect(text).toBe('{}');
    expect(reply.sent).toBeUndefined();
    expect(world.desk.calls).toEqual(['giveUp']);
    expect((await answerTo('cancelExternalPayment', undefined)).text).toBe('{}');
  });
});

it('words that fail cost no answer', async () => {
  const fail = () => {
    throw new Error('no such language');
  };
  const world = new WebhookWorld({}, { ofPayment: fail, ofNoPayment: fail });
  expect((await world.send('pollExternalPayment', message(LATER))).text).toContain('"confirmed":false');
  world.desk.payment = undefined;
  expect((await world.send('pollExternalPayment', message(LATER))).text).toContain('"cancelled":true');
});
