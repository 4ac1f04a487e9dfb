/** What the till hears about a payment, as it stands on the wire. */
import type { Payment } from '@tillbridge/payments';
import { expect } from 'vitest';
import { LATER, message, START, WebhookWorld } from './webhook-world.ts';

export const PAID_FIELDS =
  '"confirmed":true,"cancelled":false,"finalAmount":15.2,"externalTransactionReference":"51007856048X14b0",' +
  '"cardType":"Maestro","terminalId":"Pin 1","externalMethod":"instore",' +
  '"receiptTexts":[{"type":"cardholder","text":"BETALING\\n**** 1234"},{"type":"merchant","text":"KOPIE"}]';
export const words = { ofPayment: () => ({ message: 'Even wachten', customerMessage: 'Een ogenblik' }) };
export const WORDS = ',"messages":[{"message":"Even wachten","customerMessage":"Een ogenblik"}]';
export const live = (world: WebhookWorld) => ({
  payload: 'https://pay.example/1',
  expiresAt: world.clock.now() + 60_000,
});

export async function answerTo(event: string, standing: Payment | undefined, world = new WebhookWorld()) {
  world.desk.payment = standing;
  const { status, text, signed, reply } = await world.send(event, message(event.startsWith('start') ? START : LATER));
  expect({ status, signed }).toEqual({ status: 200, signed: 'rightly' });
  return { text, reply, world };
}
