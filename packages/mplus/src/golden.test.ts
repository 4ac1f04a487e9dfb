import { cents } from '@tillbridge/kernel';
import { describe, expect, it } from 'vitest';
import exchanges from './test/exchanges.json' with { type: 'json' };
import { payment, WebhookWorld } from './test/webhook-world.ts';

const APPROVAL = {
  finalCents: cents(1470),
  transactionReference: 'sim-000123',
  cardType: null,
  terminalLabel: null,
  providerMethod: null,
  receipts: [],
  settlement: 'final',
} as const;

/** Where the payment stands when the golden event comes in. */
const STANDING = {
  pollExternalPayment: payment({ state: 'approved', approval: APPROVAL }),
  requestCancelExternalPayment: payment({ state: 'cancelled', reason: 'cancelled-by-till' }),
};

describe('a golden message is answered byte for byte', () => {
  // A receipt footer comes with vouchers only.
  const answered = exchanges.exchanges.filter(({ event }) => event !== 'completeSession');
  it.each(answered)('$event', async ({ event, request, requestSignature, reply, replySignature }) => {
    const world = new WebhookWorld();
    world.desk.payment = STANDING[event as keyof typeof STANDING] ?? payment({ state: 'started' });
    const got = await world.send(event, request, { signature: requestSignature });
    expect(got.text).toBe(reply);
    expect(got.status).toBe(200);
    expect(got.reply.headers).toEqual({ 'content-type': 'application/json', 'x-mplus-signature': replySignature });
    expect(world.notices).toEqual([]);
  });

  it('completeSession, without a voucher', async () => {
    const golden = exchanges.exchanges.find(({ event }) => event === 'completeSession');
    const world = new WebhookWorld();
    const got = await world.send('completeSession', golden?.request ?? '', {
      signature: golden?.requestSignature ?? '',
    });
    expect(got).toMatchObject({ status: 200, text: '{}', signed: 'rightly' });
    expect(world.desk.paid).toEqual([[{ method: 'K_PAY_PIN', amountCents: 1470 }]]);
  });
});
