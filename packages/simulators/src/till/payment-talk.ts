import { type Clock, cents, type ExactJsonInput, formatDecimalEuros, JsonNumber } from '@tillbridge/kernel';
import type { TillKnobs } from './till-options.ts';
import type { Members, Reading, TillPost } from './till-post.ts';
import type { TillReply } from './till-reply.wire.ts';
import type { Exchange, TillEnding, TillOutcome, TillPayment } from './till-state.ts';

interface TalkTools {
  readonly post: TillPost;
  readonly clock: Clock;
  readonly knobs: TillKnobs;
  changed(): void;
}

interface Wanted {
  readonly externalPaymentId: string;
  readonly method: string;
  readonly amountCents: number;
  session(): { readonly session?: ExactJsonInput };
}

/** One external payment, from the start to what the till believes in the end. */
export class PaymentTalk {
  private readonly tools: TalkTools;
  private readonly wanted: Wanted;
  private readonly ending = new AbortController();
  private readonly outcome: Promise<TillOutcome>;
  private settle: (outcome: TillOutcome) => void = () => {};
  private shown: TillPayment;

  constructor(tools: TalkTools, wanted: Wanted) {
    this.tools = tools;
    this.wanted = wanted;
    this.outcome = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.shown = {
      externalPaymentId: wanted.externalPaymentId,
      method: wanted.method,
      amountCents: wanted.amountCents,
      state: 'asking',
      message: null,
      customerMessage: null,
      qr: null,
      startedAt: tools.clock.now(),
      endedAt: null,
      cancelAsked: false,
      finalCents: null,
      reference: null,
      cardType: null,
      terminalId: null,
      receipt: [],
    };
  }

  get payment(): TillPayment {
    return this.shown;
  }

  get over(): boolean {
    return this.ending.signal.aborted;
  }

  run(): Promise<TillOutcome> {
    this.tools.changed();
    void this.converse();
    return this.outcome;
  }

  async requestCancel(): Promise<Exchange | undefined> {
    if (this.over) return undefined;
    this.show({ cancelAsked: true });
    const reading = await this.tools.post.ask('requestCancelExternalPayment', this.members());
    if (reading.kind === 'reply') this.hear(reading.reply);
    return reading.exchange;
  }

  async cancel(): Promise<Exchange | undefined> {
    if (this.over) return undefined;
    this.giveUp('cashier');
    return this.tools.post.send('cancelExternalPayment', this.members());
  }

  close(): void {
    if (!this.over) this.giveUp('closed');
  }

  private async converse(): Promise<void> {
    const { clock, knobs } = this.tools;
    const until = clock.monotonicMs() + knobs.patienceMs;
    this.begin(await this.start());
    while (!this.over) {
      if (clock.monotonicMs() >= until) return this.giveUp('patience');
      try {
        await clock.sleep(knobs.pollEveryMs, this.ending.signal);
      } catch {
        return;
      }
      const reading = knobs.pollStart ? await this.start() : await this.poll();
      // An error or a silence is no end: the next question may be answered.
      if (reading.kind === 'reply') this.hear(reading.reply);
    }
  }

  private start(): Promise<Reading> {
    return this.tools.post.ask('startExternalPayment', this.members(), this.tools.knobs.pollStart);
  }

  private poll(): Promise<Reading> {
    return this.tools.post.ask('pollExternalPayment', this.members(), true);
  }

  private begin(reading: Reading): void {
    switch (reading.kind) {
      case 'reply': {
        const { started } = reading.reply.externalPayment ?? {};
        if (started === false) this.refused(reading.reply);
        else this.hear(reading.reply);
        if (started === true && !this.over) this.show({ state: 'started' });
        return;
      }
      case 'error':
      case 'wrong':
        if (this.over) return;
        this.show({ state: 'failed', message: reading.why });
        this.end({ kind: 'failed', why: reading.why });
        return;
      case 'silence':
        return;
    }
  }

  private hear(reply: TillReply): void {
    if (this.over) return;
    const said = reply.externalPayment;
    const words = reply.messages?.[0];
    const qr = this.qrOf(reply);
    this.show({
      ...(words?.message === undefined ? {} : { message: words.message }),
      ...(words?.customerMessage === undefined ? {} : { customerMessage: words.customerMessage }),
      ...(qr === undefined ? {} : { qr }),
      ...(said?.confirmed === false && this.shown.state === 'asking' ? { state: 'started' as const } : {}),
    });
    if (said?.confirmed === true) this.confirmed(said);
    else if (said?.cancelled === true && said.started === false) this.refused(reply);
    else if (said?.cancelled === true) {
      this.show({ state: 'cancelled' });
      this.end({ kind: 'cancelled', message: this.shown.message });
    }
  }

  private confirmed(said: NonNullable<TillReply['externalPayment']>): void {
    const finalCents = said.finalAmount ?? this.wanted.amountCents;
    const paid = {
      finalCents,
      reference: said.externalTransactionReference ?? null,
      cardType: said.cardType ?? null,
      terminalId: said.terminalId ?? null,
      receipt: (said.receiptTexts ?? []).flatMap(({ text }) => text.split('\n')),
    };
    this.show({ state: 'confirmed', ...paid });
    this.end({ kind: 'confirmed', ...paid });
  }

  private refused(reply: TillReply): void {
    const message = reply.messages?.[0]?.message ?? null;
    this.show({ state: 'refused', message });
    this.end({ kind: 'refused', message });
  }

  private giveUp(why: 'patience' | 'cashier' | 'closed'): void {
    this.show({ state: 'given-up' });
    this.end({ kind: 'given-up', why });
  }

  private qrOf(reply: TillReply): string | undefined {
    const { qrDialect } = this.tools.knobs;
    const beside = qrDialect === 'code' ? undefined : reply.displayBarcode?.code;
    const within = qrDialect === 'displayBarcode' ? undefined : reply.externalPayment?.code?.code;
    return beside ?? within;
  }

  private members(): Members {
    const { externalPaymentId, method, amountCents } = this.wanted;
    return {
      ...this.wanted.session(),
      externalPayment: { externalPaymentId, amount: new JsonNumber(formatDecimalEuros(cents(amountCents))), method },
    };
  }

  private show(changes: Partial<TillPayment>): void {
    this.shown = { ...this.shown, ...changes };
    this.tools.changed();
  }

  private end(ending: TillEnding): void {
    if (this.over) return;
    this.show({ endedAt: this.tools.clock.now(), qr: null });
    this.ending.abort();
    this.settle({ externalPaymentId: this.wanted.externalPaymentId, ...ending });
  }
}
