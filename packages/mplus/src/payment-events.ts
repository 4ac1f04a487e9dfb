import { type Clock, describeError, type InboxReceipt, type Log, magnitude, STORAGE_ERRORS } from '@tillbridge/kernel';
import {
  answerForTill,
  type HandOver,
  type Payment,
  type PaymentDesk,
  type PaymentKey,
  type StartAnswer,
} from '@tillbridge/payments';
import { MPLUS_ERRORS } from './errors.ts';
import type { Deed, TillEvent } from './event.ts';
import { cancelledReply, hasLiveQr, notStartedReply, standingReply, startReply } from './payment-reply.wire.ts';
import type { KnownTill, NoPayment, Notices, Sentences, TillWords, WebhookSettings } from './ports.ts';
import { type Answer, NOTHING_TO_SAY } from './reply.ts';
import { StartMemory } from './start-memory.ts';

interface PaymentEventPorts {
  readonly desk: PaymentDesk;
  readonly clock: Clock;
  readonly log: Log;
  readonly notices: Notices;
  readonly sentences: Sentences;
}

/** A verified message of a till, with what the settings know about the till. */
export interface Heard {
  readonly subscriptionId: string;
  readonly till: KnownTill | undefined;
  /** For notices and the log: the till as it names itself. */
  readonly tillName: string;
  readonly event: TillEvent;
  readonly receipt: InboxReceipt;
}

type StartDeed = Extract<Deed, { kind: 'start' }>;

const ENGLISH: Readonly<Record<NoPayment, string>> = {
  'unknown-till': MPLUS_ERRORS.unknownTill.cashier,
  'unknown-payment': MPLUS_ERRORS.unknownPayment.cashier,
  'not-stored': STORAGE_ERRORS.unwritable.cashier,
};

/** The four external-payment events: what the desk is asked, and what the till is told. */
export class PaymentEvents {
  private readonly ports: PaymentEventPorts;
  private readonly settings: WebhookSettings;
  private readonly starts = new StartMemory();

  constructor(ports: PaymentEventPorts, settings: WebhookSettings) {
    this.ports = ports;
    this.settings = settings;
  }

  async start(heard: Heard, deed: StartDeed): Promise<Answer> {
    const key = { subscriptionId: heard.subscriptionId, externalPaymentId: deed.externalPaymentId };
    if (this.starts.noteStart(nameOf(key), heard.event.moment.counter) || heard.event.moment.polling) {
      this.ports.notices.raise('start-is-polled', heard.tillName);
    }
    const { till } = heard;
    if (till === undefined) return this.startFromNowhere(heard, key);
    const answer = await this.ask(heard, key, deed, till);
    if (answer.kind === 'unwritable') return { status: 200, body: notStartedReply(this.noPayment(till, 'not-stored')) };
    const { payment } = answer;
    if (payment.amountCents !== magnitude(deed.amountCents)) {
      this.ports.log.warn('a repeated start names another amount; the first one counts', { payment: payment.id });
    }
    return this.started(heard, key, payment);
  }

  poll(heard: Heard, externalPaymentId: string): Answer {
    const key = { subscriptionId: heard.subscriptionId, externalPaymentId };
    return this.standing(heard, key, this.ports.desk.find(key), 'poll');
  }

  async requestCancel(heard: Heard, externalPaymentId: string): Promise<Answer> {
    const key = { subscriptionId: heard.subscriptionId, externalPaymentId };
    let payment: Payment | undefined;
    try {
      payment = await this.ports.desk.requestCancel(key, heard.receipt, this.settings.replyBudgetMs);
    } catch (error) {
      // The wish could not be written down, so it isn't acted on either: the till hears how things stand.
      this.ports.log.error('a stop could not be recorded', { error: describeError(error) });
      payment = this.ports.desk.find(key);
    }
    return this.standing(heard, key, payment, 'cancel');
  }

  async giveUp(heard: Heard, externalPaymentId: string): Promise<Answer> {
    await this.ports.desk.giveUp({ subscriptionId: heard.subscriptionId, externalPaymentId }, heard.receipt);
    return NOTHING_TO_SAY;
  }

  private async ask(heard: Heard, key: PaymentKey, deed: StartDeed, till: KnownTill): Promise<StartAnswer> {
    try {
      return await this.ports.desk.start(
        {
          ...key,
          till: till.till,
          sessionId: heard.event.session.id,
          method: deed.method,
          amountCents: deed.amountCents,
          lines: heard.event.session.lines ?? [],
          receipt: heard.receipt,
        },
        this.settings.replyBudgetMs,
      );
    } catch (error) {
      // A fault after the intent was written must not look as if nothing had been started.
      const payment = this.ports.desk.find(key);
      if (payment === undefined) throw error;
      this.ports.log.error('a start failed half-way', { payment: payment.id, error: describeError(error) });
      return { kind: 'payment', payment, repeated: true };
    }
  }

  /** The settings don't have this till. A payment that is there all the same is answered: it was started before. */
  private startFromNowhere(heard: Heard, key: PaymentKey): Answer {
    const known = this.ports.desk.find(key);
    if (known !== undefined) return this.started(heard, key, known);
    return { status: 200, body: notStartedReply(this.noPayment(undefined, 'unknown-till')) };
  }

  private started(heard: Heard, key: PaymentKey, payment: Payment): Answer {
    const now = this.ports.clock.now();
    this.starts.noteQr(nameOf(key), payment.means === 'qr' && !hasLiveQr(payment, now));
    return {
      status: 200,
      body: startReply(payment, this.settings.qrReply, now, () => this.wordsOf(payment)),
      ...this.handOver(heard, payment, 'start'),
    };
  }

  private standing(
    heard: Heard,
    key: PaymentKey,
    payment: Payment | undefined,
    by: Exclude<HandOver['by'], 'sale-completed' | 'person'>,
  ): Answer {
    if (payment === undefined) {
      return { status: 200, body: cancelledReply(this.noPayment(heard.till, 'unknown-payment')) };
    }
    const qrReply = this.starts.owesQr(nameOf(key)) ? this.settings.qrReply : null;
    return {
      status: 200,
      body: standingReply(payment, qrReply, this.ports.clock.now(), this.wordsOf(payment)),
      ...this.handOver(heard, payment, by),
    };
  }

  /** What follows once the reply has left the machine. A till that doesn't wait for the answer hears nothing in it. */
  private handOver(heard: Heard, payment: Payment, by: HandOver['by']): Pick<Answer, 'heard'> {
    const told = answerForTill(payment);
    if (told === 'pending' || payment.handOver?.told === told || !heard.event.moment.blocking) return {};
    return {
      heard: () => {
        this.ports.desk.handedOver(payment.id, told, by).catch((error: unknown) => {
          this.ports.log.error('a hand-over could not be recorded', {
            payment: payment.id,
            told,
            error: describeError(error),
          });
        });
      },
    };
  }

  private wordsOf(payment: Payment): TillWords | null {
    try {
      return this.ports.sentences.ofPayment(payment.till, payment, this.ports.desk.phaseOf(payment.id));
    } catch (error) {
      // Words are worth less than the answer they belong to.
      this.ports.log.error('no words for the till', { payment: payment.id, error: describeError(error) });
      return null;
    }
  }

  private noPayment(till: KnownTill | undefined, why: NoPayment): TillWords {
    try {
      const words = this.ports.sentences.ofNoPayment(till, why);
      if (words !== null) return words;
    } catch (error) {
      this.ports.log.error('no words for the till', { why, error: describeError(error) });
    }
    return { message: ENGLISH[why], customerMessage: null };
  }
}

function nameOf(key: PaymentKey): string {
  return `${key.subscriptionId}\n${key.externalPaymentId}`;
}
