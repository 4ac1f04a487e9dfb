/**
 * Keeps an eye on one payment until nothing about it awaits proof.
 *
 *   following ──silence, lease over──▶ asking ──still under way──▶ following
 *       │                                │ ▲
 *       ├──────────proved────────▶ done ◀┤ └─ pause (2, 4, 8, 15, 30, 60 … s), cut short by a hint
 *       │                          ▲     │
 *       └─approved, taken offline──┴─────┴─▶ awaiting settlement: asks every ten minutes
 *
 * Beside it runs the lease: when it ends, a stop is asked for (P6), and the proof of the end gets a last while. What the
 * terminal took offline isn't armed any more, and a refund over an account never was, so their leases ask for nothing.
 * Everything it learns goes through `record`, which makes it durable; a record that can't be written is tried again,
 * because what was learned can be asked for again.
 */
import { type Clock, describeError, type Log } from '@tillbridge/kernel';
import {
  awaitsProof,
  isOpen,
  isOverAccount,
  isTakenOffline,
  type Payment,
  type PaymentId,
  type Phase,
} from '../payment.ts';
import type { PaymentPolicy } from '../policy.ts';
import type { PaymentDriver, PaymentHandle, Standing } from '../ports.ts';
import { enquiryPauseMs, SETTLEMENT_PAUSE_MS } from '../rules/enquiry-pace.ts';
import type { PaymentEvent } from '../rules/events.ts';

export interface WatchPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: PaymentPolicy;
  read(id: PaymentId): Payment | undefined;
  record(id: PaymentId, event: PaymentEvent): Promise<Payment | undefined>;
  deviceSaid(id: PaymentId, news: DeviceNews): void;
}

/** What the device of a payment said last. */
export interface DeviceNews {
  readonly phase: Phase;
  /** Its own text, masked; null when it said nothing that the phase doesn't say. */
  readonly words: string | null;
}

const RETRY_RECORD_MS = 1_000;

/** Why our own signals abort. One object for all: an abort without a reason builds an exception with a stack each time. */
export const CALLED_OFF = new Error('called off');

export function handleOf(payment: Payment): PaymentHandle {
  return {
    reference: payment.id,
    providerRef: payment.providerRef,
    direction: payment.direction,
    amountCents: payment.amountCents,
  };
}

export class Watch {
  readonly id: PaymentId;
  private readonly driver: PaymentDriver;
  private readonly ports: WatchPorts;
  private readonly stop = new AbortController();
  /** Cuts the present wait or follow short: there is news. */
  private news = new AbortController();
  private asking: Promise<Standing> | null = null;
  private enquiries = 0;
  private lastNews: DeviceNews | null = null;
  /** The driver was heard about this payment since the watch began. */
  private heard = false;

  constructor(id: PaymentId, driver: PaymentDriver, ports: WatchPorts) {
    this.id = id;
    this.driver = driver;
    this.ports = ports;
  }

  get deviceNews(): DeviceNews | null {
    return this.lastNews;
  }

  /** Runs until the payment awaits no proof or the watch is called off. Never rejects. */
  async run(): Promise<void> {
    const lease = this.guardLease();
    while (!this.stop.signal.aborted) {
      try {
        const payment = this.ports.read(this.id);
        if (payment === undefined || !awaitsProof(payment)) break;
        if (payment.state === 'started') await this.follow(payment);
        else if (isOpen(payment)) await this.askThenPause(payment);
        else await this.awaitSettlement();
        this.heard = true;
      } catch (error) {
        if (this.stop.signal.aborted) break;
        this.ports.log.error('payment watch stumbled', { payment: this.id, error: describeError(error) });
        await this.pause(RETRY_RECORD_MS);
      }
    }
    this.stop.abort(CALLED_OFF);
    await lease;
  }

  /** Asks the provider at once and stores what it proves. Several callers share one enquiry. */
  async askNow(): Promise<Payment | undefined> {
    const payment = this.ports.read(this.id);
    if (payment === undefined) return undefined;
    const standing = await this.enquire(payment);
    return this.learn(standing);
  }

  /** The payment changed: what the watch waits for may be out of date. */
  wake(): void {
    this.news.abort(CALLED_OFF);
  }

  close(): void {
    this.stop.abort(CALLED_OFF);
  }

  private async follow(payment: Payment): Promise<void> {
    const news = this.freshNews();
    const { clock, policy } = this.ports;
    const timeoutMs = Math.max(0, payment.leaseUntil - clock.now()) + policy.proofAfterLeaseMs;
    let standing: Standing;
    try {
      standing = await this.driver.follow(handleOf(payment), (phase, words) => this.observe(phase, words), {
        signal: AbortSignal.any([this.stop.signal, news]),
        timeoutMs,
      });
    } catch (error) {
      if (news.aborted) return;
      throw error;
    }
    if (standing.kind === 'unreachable' || standing.kind === 'pending') {
      const detail = standing.kind === 'unreachable' ? standing.detail : 'still under way after its time';
      await this.ports.record(this.id, { type: 'lost', reason: 'no-proof', detail });
      return;
    }
    await this.learn(standing);
  }

  private async askThenPause(payment: Payment): Promise<void> {
    this.freshNews();
    this.observe('checking');
    const after = await this.learn(await this.enquire(payment));
    if (after === undefined || !isOpen(after) || after.state === 'started') return;
    this.enquiries += 1;
    await this.pause(enquiryPauseMs(this.enquiries));
  }

  /** Asks at once when the approval is from before this watch, and then now and then. */
  private async awaitSettlement(): Promise<void> {
    if (this.heard) await this.pause(SETTLEMENT_PAUSE_MS);
    if (!this.stop.signal.aborted) await this.askNow();
  }

  private enquire(payment: Payment): Promise<Standing> {
    this.asking ??= this.driver
      .enquire(handleOf(payment), { signal: this.stop.signal, timeoutMs: this.ports.policy.enquiryTimeoutMs })
      .finally(() => {
        this.asking = null;
      });
    return this.asking;
  }

  private async learn(standing: Standing): Promise<Payment | undefined> {
    switch (standing.kind) {
      case 'final':
        return this.ports.record(this.id, { type: 'proved', outcome: standing.outcome });
      case 'absent':
        return this.ports.record(this.id, { type: 'absent' });
      case 'pending': {
        const after = await this.ports.record(this.id, { type: 'pending' });
        if (after?.state === 'started') this.observe(standing.phase);
        return after;
      }
      case 'queued':
        return this.ports.record(this.id, { type: 'lost', reason: 'queued', detail: standing.detail });
      case 'unreachable':
        return this.ports.read(this.id);
    }
  }

  private observe(phase: Phase, words: string | null = null): void {
    if (this.lastNews?.phase === phase && this.lastNews.words === words) return;
    this.lastNews = { phase, words };
    this.ports.deviceSaid(this.id, this.lastNews);
  }

  private freshNews(): AbortSignal {
    if (this.news.signal.aborted) this.news = new AbortController();
    return this.news.signal;
  }

  private async pause(ms: number): Promise<void> {
    await this.ports.clock.sleep(ms, AbortSignal.any([this.stop.signal, this.freshNews()])).catch(() => undefined);
  }

  /** Asks for a stop when the lease ends with the payment still open. */
  private async guardLease(): Promise<void> {
    for (;;) {
      const payment = this.ports.read(this.id);
      if (payment === undefined || !isOpen(payment) || payment.cancelRequest !== null) return;
      if (isTakenOffline(payment) || isOverAccount(payment)) return;
      const left = payment.leaseUntil - this.ports.clock.now();
      try {
        if (left > 0) await this.ports.clock.sleep(left, this.stop.signal);
        else if ((await this.ports.record(this.id, { type: 'cancel-requested', by: 'lease' })) !== undefined) return;
      } catch {
        if (this.stop.signal.aborted) return;
        await this.pause(RETRY_RECORD_MS);
      }
    }
  }
}
