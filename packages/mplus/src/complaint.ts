import { describeError, type EpochMs, type ExactJsonObject, maskCardNumbers } from '@tillbridge/kernel';
import { originOf } from './decode-event.ts';
import { complainedPaymentSchema, complaintSchema } from './event.wire.ts';
import type { Admitted } from './gate.ts';
import { receiptOf } from './inbox-identity.ts';
import type { WebhookPorts } from './ports.ts';
import { accept, isObject } from './wire-schema.ts';

const LONGEST_TEXT = 200;

/**
 * A till found a fault in one of our answers and sends the event once more, with `error` beside it. Nothing in it is
 * done again: it is written down, shown, and if it was about a payment, that payment's outcome counts as not heard.
 * The first event stands in `original`, or, by another reading of the vendor's page, right beside the error.
 */
export async function noteComplaint(
  ports: Pick<WebhookPorts, 'desk' | 'digest' | 'log' | 'notices'>,
  subscriptionId: string,
  eventName: string,
  { body, text }: Admitted,
  now: EpochMs,
): Promise<void> {
  const event = eventName.slice(0, 64);
  const complaint = accept(complaintSchema, body.error);
  ports.log.warn('the till rejected an answer', {
    subscription: subscriptionId,
    event,
    code: shown(complaint.ok ? complaint.value.code : null),
    message: shown(complaint.ok ? complaint.value.message : null),
  });
  ports.notices.raise('till-complained', event);

  const original = isObject(body.original) ? (body.original as ExactJsonObject) : body;
  const payment = accept(complainedPaymentSchema, original.externalPayment);
  if (!payment.ok) return;
  const receipt = receiptOf(ports.digest, subscriptionId, `${event}.complaint`, originOf(original), text, now);
  const { externalPaymentId } = payment.value;
  try {
    await ports.desk.tillComplained({ subscriptionId, externalPaymentId }, receipt);
  } catch (error) {
    // An error in the answer to a complaint would only bring the next complaint.
    ports.log.error('a complaint could not be recorded', { error: describeError(error) });
  }
}

function shown(text: string | null): string | null {
  return text === null ? null : maskCardNumbers(text.slice(0, LONGEST_TEXT));
}
