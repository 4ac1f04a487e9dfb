import type { Digest, EpochMs, InboxReceipt } from '@tillbridge/kernel';
import type { EventMoment, Sender } from './event.ts';

/** What a message says about itself. */
export interface MessageOrigin {
  readonly sender: Omit<Sender, 'employee'>;
  readonly counter: EventMoment['counter'];
}

/**
 * Names a message of a till so that the same one sent twice is one: branch, workplace, run of the till's software,
 * event and counter. The counter may start again with each run, and older or handheld tills may leave parts out; where
 * the run or the counter is missing, the SHA-256 of the whole body takes their place, so that identical bytes are one
 * message and everything else is a new one.
 */
export function receiptOf(
  digest: Digest,
  subscriptionId: string,
  eventName: string,
  { sender, counter }: MessageOrigin,
  bodyText: string,
  receivedAt: EpochMs,
): InboxReceipt {
  const where = `${sender.branch ?? ''}-${sender.workplace ?? ''}`;
  const which =
    sender.instanceId === null || counter === null
      ? `body/${digest.sha256Hex(bodyText)}`
      : `${sender.instanceId}/${counter}`;
  return { source: `mplus/${subscriptionId}`, identity: `${where}/${eventName}/${which}`, receivedAt, kind: eventName };
}
