import { type Clock, describeError, type Log } from '@tillbridge/kernel';
import type { PaymentDesk } from '@tillbridge/payments';
import type { Heard } from './payment-events.ts';
import type { SessionFeed, SessionNews } from './ports.ts';

interface SessionEventPorts {
  readonly desk: PaymentDesk;
  readonly sessions: SessionFeed;
  readonly clock: Clock;
  readonly log: Log;
}

/** The events of a sale: the display's basket hears of them, and the desk of those that end a payment screen. */
export class SessionEvents {
  private readonly ports: SessionEventPorts;

  constructor(ports: SessionEventPorts) {
    this.ports = ports;
  }

  /** Every event may carry the basket; it is told before the event itself. */
  basket(heard: Heard): void {
    const { lines, totalCents } = heard.event.session;
    if (lines !== null || totalCents !== null) this.tell(heard, { kind: 'basket', lines, totalCents });
  }

  tell(heard: Heard, news: SessionNews): void {
    const sessionId = heard.event.session.id;
    if (sessionId === null || heard.till === undefined) return;
    try {
      this.ports.sessions.heard({
        till: heard.till.till,
        subscriptionId: heard.subscriptionId,
        sessionId,
        at: this.ports.clock.now(),
        ...news,
      });
    } catch (error) {
      // A basket on a screen is worth less than the answer to the till.
      this.ports.log.error('session feed failed', { kind: news.kind, error: describeError(error) });
    }
  }

  /** The payment screen closed: a payment of this sale that is still open is asked to stop. */
  async leavePayment(heard: Heard): Promise<void> {
    this.tell(heard, { kind: 'payment-left' });
    const sessionId = heard.event.session.id;
    if (sessionId !== null)
      await this.record(this.ports.desk.leaveSale(heard.subscriptionId, sessionId, heard.receipt));
  }

  /** The sale is done; what it was paid with is what the till has heard. */
  async complete(heard: Heard, paid: Parameters<PaymentDesk['completeSale']>[2]): Promise<void> {
    this.tell(heard, { kind: 'completed' });
    const sessionId = heard.event.session.id;
    if (sessionId === null) return;
    await this.record(this.ports.desk.completeSale(heard.subscriptionId, sessionId, paid, heard.receipt));
  }

  /** A till can do nothing about our disk, and its sale must not hang on it: the lease ends what stays open. */
  private async record(written: Promise<void>): Promise<void> {
    try {
      await written;
    } catch (error) {
      this.ports.log.error('an event of a sale could not be recorded', { error: describeError(error) });
    }
  }
}
