import { describe, expect, it } from 'vitest';
import { INSTANCE_ID, message, PAYMENT_ID, START, WebhookWorld } from './test/webhook-world.ts';

const ERROR = { code: 'INVALID_SIGNATURE', message: 'signature mismatch', type: 'response' };

async function complainAbout(event: string, body: string) {
  const world = new WebhookWorld();
  const got = await world.send(event, body);
  expect(got).toMatchObject({ status: 200, text: '{}', signed: 'rightly' });
  expect(world.notices).toEqual([`till-complained ${event}`]);
  return world;
}

describe('an error call-back', () => {
  it('about a start is written down and starts nothing', async () => {
    const original = JSON.parse(message(START));
    const world = await complainAbout('startExternalPayment', JSON.stringify({ error: ERROR, original }));
    expect(world.desk.calls).toEqual([`tillComplained ${PAYMENT_ID}`]);
    expect(world.desk.receipts[0]).toMatchObject({
      source: 'mplus/SHOP-1',
      identity: `3-12/startExternalPayment.complaint/${INSTANCE_ID}/45`,
    });
    expect(world.log.lines[0]).toMatchObject({ level: 'warn', fields: { code: 'INVALID_SIGNATURE' } });
  });

  it('with the first event beside the error is understood too', async () => {
    const world = await complainAbout('pollExternalPayment', message({ ...START, error: ERROR }));
    expect(world.desk.calls).toEqual([`tillComplained ${PAYMENT_ID}`]);
  });

  it('about a sale changes nothing', async () => {
    const original = JSON.parse(message({ completeSession: { payments: [] } }));
    const world = await complainAbout('completeSession', JSON.stringify({ error: ERROR, original }));
    expect(world.desk.calls).toEqual([]);
    expect(world.heard).toEqual([]);
  });

  it.each([
    { error: 'text' },
    { error: 5, original: 7 },
    { error: {}, original: { externalPayment: { externalPaymentId: 9 } } },
    { error: { code: 1, message: ['x'] }, original: null, event: 'x', sender: [] },
  ])('of an odd shape is taken as far as it can be read: %j', async (body) => {
    const world = await complainAbout('pollExternalPayment', JSON.stringify(body));
    expect(world.desk.calls).toEqual([]);
  });

  it('that can not be written is logged, and brings no second complaint', async () => {
    const world = new WebhookWorld();
    world.desk.failure = new Error('disk full');
    const got = await world.send('pollExternalPayment', message({ ...START, error: ERROR }));
    expect(got).toMatchObject({ status: 200, text: '{}', signed: 'rightly' });
    expect(world.log.lines.at(-1)).toMatchObject({ level: 'error' });
  });
});
