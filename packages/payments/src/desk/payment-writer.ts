import { type Clock, describeError, type InboxReceipt, type Log } from '@tillbridge/kernel';
import type { PaymentListener } from '../desk.ts';
import { isOpen, type Payment, type PaymentId } from '../payment.ts';
import type { PaymentStore, PaymentTransaction } from '../ports.ts';
import type { PaymentEvent } from '../rules/events.ts';
import { transition } from '../rules/state-machine.ts';
import type { DeviceNews } from './watch.ts';

export interface PaymentWriterPorts {
  readonly store: PaymentStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the desk closes. */
  readonly closing: AbortSignal;
  /** Something was put into the outbox and may go out at once. */
  outboxFilled(): void;
  newsOf(id: PaymentId): DeviceNews | null;
  stateChanged(id: PaymentId): void;
}

/** A payment and what happened to it; null when only the message that named it is to be noted. */
export interface Happening {
  readonly payment: Payment;
  readonly event: PaymentEvent | null;
}

const RETRY_STORE_MS = 1_000;
const NO_NEWS = { phase: null, words: null };

/** The one way by which payments change: an event becomes durable with its facts and outbox rows, then people hear. */
export class PaymentWriter {
  private readonly ports: PaymentWriterPorts;
  private readonly listeners = new Set<PaymentListener>();

  constructor(ports: PaymentWriterPorts) {
    this.ports = ports;
  }

  /** One transaction: notes the receipt, applies events to payments, stores what follows. Resolves with the payments. */
  async change(
    receipt: InboxReceipt | null,
    pick: (transaction: PaymentTransaction) => readonly Happening[],
  ): Promise<readonly Payment[]> {
    const results = await this.ports.store.commit((transaction) => {
      if (receipt !== null) transaction.accept(receipt);
      return pick(transaction).map((happening) => apply(happening, transaction, this.ports.clock.now()));
    });
    if (results.some(({ filled }) => filled)) this.ports.outboxFilled();
    for (const { before, after } of results) {
      if (before === after) continue;
      if (before.state !== after.state) this.ports.stateChanged(after.id);
      this.tell(after, this.ports.newsOf(after.id));
    }
    return results.map(({ after }) => after);
  }

  /** Stores an event of one payment. Resolves with the payment as it then is; undefined when there is none. */
  async record(id: PaymentId, event: PaymentEvent): Promise<Payment | undefined> {
    const [payment] = await this.change(null, (transaction) => {
      const found = transaction.byId(id);
      return found === undefined ? [] : [{ payment: found, event }];
    });
    return payment;
  }

  /** Stores an event that can't be asked for again, however long the disk refuses. */
  async keepRecording(id: PaymentId, event: PaymentEvent): Promise<Payment | undefined> {
    const { clock, log, closing } = this.ports;
    for (;;) {
      try {
        return await this.record(id, event);
      } catch (error) {
        log.error('an answer of a driver could not be stored yet', { payment: id, error: describeError(error) });
        if (closing.aborted) return undefined;
        await clock.sleep(RETRY_STORE_MS, closing).catch(() => undefined);
      }
    }
  }

  tell(payment: Payment, news: DeviceNews | null): void {
    const { phase, words } = (isOpen(payment) ? news : null) ?? NO_NEWS;
    for (const listener of this.listeners) {
      try {
        listener(payment, phase, words);
      } catch (error) {
        this.ports.log.error('a listener of payments failed', { error: describeError(error) });
      }
    }
  }

  onChange(listener: PaymentListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

function apply({ payment, event }: Happening, transaction: PaymentTransaction, at: number) {
  const change = event === null ? null : transition(payment, event, at);
  if (change === null) return { before: payment, after: payment, filled: false };
  if (change.payment !== payment) transaction.update(change.payment);
  for (const fact of change.facts) transaction.appendFact(fact);
  for (const draft of change.outbox) transaction.enqueue(draft);
  return { before: payment, after: change.payment, filled: change.outbox.length > 0 };
}
